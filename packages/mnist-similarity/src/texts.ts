import type { Material } from './material.js'
import type { Options } from './options.js'
import { params } from './params.js'

/** What each kind of data is. */
export const dataNotes = {
  sample:
    'Made data: drawn digits (strokes with affine and elastic jitter), a small network that this project trained on such digits, and two made raters whose correlations with the network and with each other are planted. It shows that the analysis finds what is there; it says nothing about people.',
  real: 'MNIST’s test set, the pretrained network of the homework, and the two raters’ numbers that its page prints.',
}

/** The methods, as a paper would have them. */
export function methods({ images, ratings }: Material, { digit, pairs }: Options): string[] {
  const count = (n: number) => n.toLocaleString('en')
  return [
    `Network: two 5 × 5 convolutions (10 and 20 filters) with ReLU and 2 × 2 maximum pooling, a dense layer of 50 units with ReLU (fc1) and one of 10; 21,840 weights. Input: pixels / 255, less 0.1307, over 0.3081. It classified ${count(images.rows)} images, in float32 (TensorFlow.js) and in float64 (naive sums).`,
    `Similarity: the cosine of two images' feature vectors, not centred; conv1 and conv2 after the ReLU and before the pooling, pixels as raw grey values. For the digit ${digit}, the k-th image was paired with the (k + ${pairs})-th, k = 0 to ${pairs - 1}, so that no image stands in two pairs. Within each digit, all pairs were compared.`,
    `People: ${ratings.raters.length} raters judged ${ratings.network.length} pairs of the digit ${ratings.digit} from 1 to 10; their mean was correlated with the network's similarity at fc1. Intervals are 95 %: Fisher's for r, Bonett and Wright's for ρ, Wilson's for proportions, percentile bootstrap over pairs (${count(params.resamples)} resamples). p values are two-sided: (k + 1) / (B + 1) with B = ${count(params.permutations)} permutations. Random numbers: Philox4x32-10. No correction for several tests: one of them, r with the mean rating, was the question.`,
    `Recovered pairs: the page prints similarities to eight decimals but no images. All pairs of the digit's images were compared in float64, features and distances; a pair within 1e-7 of a printed value is a candidate. Candidates were combined so that no image stands twice, as the page's procedure has it; layers were compared over every such combination.`,
  ]
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
export const notReplicated = [
  {
    what: 'New human ratings',
    why: 'the page prints two raters’ numbers for 20 pairs; no public set of ratings of MNIST pairs is known.',
  },
  { what: 'Who the raters were', why: 'the page does not say.' },
  {
    what: 'The draw of the pairs',
    why: 'the page shuffles without a seed. The pairs themselves are recovered from the printed similarities, except left and right, and except where several pairs share a value.',
  },
  {
    what: 'Training',
    why: 'the pretrained weights are used as published; the training images are not part of this data set.',
  },
]
