import type { Findings } from './findings.js'
import { thousands } from './format.js'
import type { ImageFeaturesMade } from './own-images/index.js'
import { params } from './params.js'

/** What each kind of data is. */
export const dataNotes = {
  sample:
    'Made data: features from sparse combinations of made atoms, to each of which a direction is added that no atom holds; how much of it was planted, and made memorability depends on that. It tests whether the analysis finds what was planted; it says nothing about people.',
  own: 'Features, or images and a network, and scores that the user gave: distances, sparse coding and relations are computed anew; nothing published applies to them.',
  real: 'Released tables of Lin et al. (2024): corrected hit rates of 2,222 scenes (Isola et al. 2014), distances and reconstruction errors of their code, and the paper’s own data for seven layers. No feature is computed anew: the images and features are not released.',
}

const { sparseCoding: coding, notebook } = params

/** The methods, as a paper would have them. */
export function methods({ relations, source, table, layer, score }: Findings): string[] {
  const resamples = relations.correlations.reconstructionError.correctedHit.bootstrap.resamples
  return [
    `Images: ${thousands(table.ids.length)} targets, joined by image over all tables; memorability is ${score === 'corrected hit rate' ? 'the corrected hit rate, hit less false alarm' : `the column “${score}”`}. Distinctiveness is the Euclidean distance to the nearest neighbour in the full, unscaled ${layer.distinctiveness}; reconstruction error is the mean squared residual of a sparse code of ${layer.reconstructionError}.`,
    ...(source.kind === 'computed' && source.made ? [imageMethods(source.made)] : []),
    source.kind === 'released' ? releasedMethods() : computedMethods(source),
    `Statistics: Pearson’s r with Fisher’s interval, Spearman’s ρ with Bonett and Wright’s, Kendall’s τ-b; partial correlations of least-squares residuals; intervals by percentile bootstrap over images (${thousands(resamples)} resamples, Philox4x32-10). The notebook’s bootstrap is repeated as it stands, ${thousands(notebook.resamples)} resamples, bounds at places ${notebook.lower} and ${notebook.upper} of the sorted values counted from 0, on numpy’s legacy streams of seeds 0 to ${notebook.resamples - 1}, because it draws without a seed; its “p”, a count that is never divided by the number of resamples, is replaced by 2 (k + 1) / (B + 1). The difference of two correlations that share memorability is tested by Williams’ t. p values are two-sided and not corrected for the number of tests.`,
  ]
}

const releasedMethods = () =>
  `Released values: the distances of ${params.layers[4].name} to the nearest filler, the reconstruction errors of ${params.layers[6].name}, both of SPC_public, and distance and error at seven layers of ReconMem. Published procedure of the errors: ${thousands(coding.units)} units sampled from the layer, divided by the ${coding.scaleQuantile} quantile of their magnitudes, ${coding.atoms} atoms, ${thousands(coding.batches)} batches of ${coding.batchSize} images, iterative thresholding that stops early. A released and a paper’s distance count as equal within 1e-6 of their size, the rounding of float32.`

const imageMethods = ({ network, layer, images, preprocessing, resize, fit, weights }: ImageFeaturesMade) =>
  `Features: layer ${layer} of ${network} with the weights of ${weights.name} (${weights.format}, names of ${weights.names}), for each of ${thousands(images)} images; images resized by ${resize} (${fit}), preprocessing ${preprocessing}.`

function computedMethods({ seeds }: Extract<Findings['source'], { kind: 'computed' }>): string {
  const { coding: used } = seeds.runs[0]!
  return `Sparse coding as published: ${thousands(used.units)} units sampled from the layer, divided by the ${used.scaleQuantile} quantile of their magnitudes; a dictionary of ${used.atoms} atoms learnt on ${thousands(used.batches)} batches of ${used.batchSize} images drawn with replacement from targets and fillers, from each of which its grand mean is taken; codes by iterative soft thresholding, step ${used.stepSize}, threshold ${used.threshold}, until the spectral norm of the change falls below ${used.tolerance} of that of the codes. The test encodes all images as one batch; errors are those before the last change of the codes, as in the released code. Seeds ${seeds.seeds.join(', ')}; the relations are of seed ${seeds.seeds[0]}.`
}

/** Sources. */
export const citations = [
  {
    text: 'Lin, Q., Li, Z., Lafferty, J., & Yildirim, I. (2024). Images with harder-to-reconstruct visual representations leave stronger memory traces. Nature Human Behaviour.',
  },
  { text: 'Code: Qi-Lin7/SPC_public.', url: 'https://github.com/Qi-Lin7/SPC_public' },
  { text: 'Data: CNCLgithub/ReconMem.', url: 'https://github.com/CNCLgithub/ReconMem' },
  {
    text: 'Isola, P., Xiao, J., Parikh, D., Torralba, A., & Oliva, A. (2014). What makes a photograph memorable? IEEE Transactions on Pattern Analysis and Machine Intelligence, 36(7), 1469–1482.',
    url: 'https://doi.org/10.1109/TPAMI.2013.200',
  },
  {
    text: 'Williams, E. J. (1959). The comparison of regression variables. Journal of the Royal Statistical Society B, 21(2), 396–399.',
  },
]

/** What no run of this study can show. */
export const notReplicated = [
  {
    what: 'Response times (Study 2)',
    why: 'not checked: neither repository holds response times, so the paper’s correlations with them cannot be recomputed.',
  },
  {
    what: 'How much variance one measure subsumes of the other',
    why: 'not checked: the paper’s numbers were not found in either repository; the joint regression here is our own.',
  },
  {
    what: 'Rapid serial presentation (Study 3)',
    why: 'not checked: a later step. Its trials are in ReconMem, but no analysis of them is part of this study yet.',
  },
  {
    what: 'Distances and reconstruction errors from the images',
    why: 'not checked: the images and the features of VGG-16 are not released, only what was computed from them.',
  },
  {
    what: 'The notebook’s own resamples',
    why: 'it draws without a seed. Its printed bounds are held against ours within their rounding and three Monte Carlo standard errors.',
  },
]
