import { thousands } from './format.js'
import type { Material } from './material.js'
import type { Options } from './options.js'
import { params } from './params.js'
import type { Training } from './train/train.js'

/** What each kind of data is. */
export const dataNotes = {
  sample:
    'Made data: drawn digits (strokes with affine and elastic jitter), a small network that this project trained on such digits, and two made raters whose correlations with the network and with each other are planted. It tests whether the analysis finds what was planted; it says nothing about people.',
  real: 'MNIST’s test set, the homework’s pretrained network, and the two raters’ numbers that a worked answer to its Problem 1 (“the page”) prints.',
  own: 'Ratings of image pairs that people gave on the page of likeness rate; images and network are those of the data that their tables name.',
}

/** The methods, as a paper would have them. */
export function methods({ images, ratings }: Material, { digit, pairs }: Options, training?: Training): string[] {
  const made = ratings.pairs !== undefined
  const origin = made
    ? 'trained by this project on drawn digits'
    : 'the homework’s, pretrained on MNIST and used as published'
  return [
    `Network: ${training ? 'that of the homework, trained from scratch in this run' : origin}; two 5 × 5 convolutions (10 and 20 filters) with ReLU and 2 × 2 maximum pooling, a dense layer of 50 units with ReLU (fc1) and one of 10; 21,840 weights. Input: pixels / 255, less 0.1307, over 0.3081. It classified ${thousands(images.rows)} images, once in float32 (TensorFlow.js) and once in float64.`,
    ...(training ? [trainingText(training)] : []),
    `Similarity: the cosine of two images' feature vectors, not centred; conv1 and conv2 after the ReLU and before the pooling, pixels as raw grey values. For the digit ${digit}, the k-th image was paired with the (k + ${pairs})-th, k = 0 to ${pairs - 1}, so that no image stands in two pairs. Within each digit, the similarities of all pairs of images were summarised at every layer.`,
    `People: ${made ? 'two made raters' : `${ratings.raters.length} raters`} judged ${ratings.network.length} pairs of the digit ${ratings.digit} from 1 to 10; their mean was correlated with the network's similarity at fc1 as printed${made ? ' (here: rounded to eight decimals)' : ''}. Intervals are 95 %: Fisher's for r, Bonett and Wright's for ρ, Wilson's for proportions, percentile bootstrap over pairs (${thousands(params.resamples)} resamples). Permutation p values are two-sided, (k + 1) / (B + 1) with B = ${thousands(params.permutations)} permutations. Random numbers: Philox4x32-10. The ceiling is the square root of the Spearman-Brown reliability of the two raters' mean. p values are not corrected for the number of tests: r with the mean rating is the question, all others are descriptive.`,
    `Recovered pairs: ${made ? 'as on the page that the study replicates, only similarities to eight decimals are given to the search, no images' : 'the page prints similarities to eight decimals, but no images'}. All pairs of the digit's images were compared in float64, features and distances; a pair within 1e-7 of a printed value is a candidate. Candidates were combined so that no image stands twice, as in the page's procedure; r at every layer was computed over all such combinations (up to 100,000). The pairs are found by their similarity at fc1, so r at fc1 is a check of the search, not a second measurement.`,
  ]
}

function trainingText({ kind, n, epochs, curve }: Training): string {
  const { batch, learningRate, momentum } = params.train
  const sets =
    kind === 'mnist'
      ? `MNIST's ${thousands(n.training)} training images; its test set of ${thousands(n.heldOut)} images was held out`
      : `${thousands(n.training)} drawn digits; ${thousands(n.heldOut)} others were held out, and neither set shares an image with those that are analysed`
  return `Training: on ${sets}. Weights started uniform in ±1/√(fan-in); stochastic gradient descent on the cross-entropy with momentum ${momentum}, learning rate ${learningRate} and batches of ${batch}, each epoch in an order of its own, for ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}. Both sets were scored after every epoch with the same weights (${curve.length} times with the start); no choice depended on the held-out scores.`
}

/** Sources. */
export const citations = [
  {
    text: 'Lake, B. M., & Gureckis, T. M. Computational Cognitive Modeling, homework Neural networks, part D. New York University (MIT licence).',
    url: 'https://github.com/brendenlake/CCM-site',
  },
  {
    text: 'LeCun, Y., Bottou, L., Bengio, Y., & Haffner, P. (1998). Gradient-based learning applied to document recognition. Proceedings of the IEEE, 86(11), 2278–2324.',
    url: 'https://doi.org/10.1109/5.726791',
  },
  {
    text: 'Peterson, J. C., Abbott, J. T., & Griffiths, T. L. (2018). Evaluating (and improving) the correspondence between deep neural networks and human representations. Cognitive Science, 42(8), 2648–2669.',
    url: 'https://doi.org/10.1111/cogs.12670',
  },
  {
    text: 'Phipson, B., & Smyth, G. K. (2010). Permutation P-values should never be zero. Statistical Applications in Genetics and Molecular Biology, 9(1), 39.',
    url: 'https://doi.org/10.2202/1544-6115.1585',
  },
]

/** What no run of this study can show. */
const never = [
  {
    what: 'New human ratings',
    why: 'the page prints two raters’ numbers for 20 pairs; no public set of ratings of MNIST pairs is known.',
  },
  { what: 'Who the raters were', why: 'the page does not say.' },
  {
    what: 'The draw of the pairs',
    why: 'the page shuffles without a seed. The pairs themselves are recovered from the printed similarities, except left and right, and except where several pairs share a value.',
  },
]

/** What this run does not show. */
export const notReplicated = (training?: Training) => [
  ...never,
  training
    ? {
        what: 'The pretrained network',
        why: 'this run trained its own: the people’s numbers still stand beside the similarities of the network that they were printed with.',
      }
    : {
        what: 'Training',
        why: 'the network is used as it was trained; a run with --train trains one from scratch.',
      },
]
