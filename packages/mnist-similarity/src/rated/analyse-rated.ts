import { digitNet } from '@likeness/nets'
import { pearsonTest } from '@likeness/stats'
import type { StudyContext } from '@likeness/study-kit'
import type { Material } from '../material.js'
import { comparedLayers, params, type ComparedLayer } from '../params.js'
import { analyseRatings, type RatingsAnalysis } from '../ratings.js'
import { readReal } from '../real.js'
import { makeSample } from '../sample/sample.js'
import { pairSimilarities } from '../similarity.js'
import { agreementOf, type Agreement } from './agreement.js'
import { joinRatings, readRatings, type JoinedRatings } from './read-ratings.js'

/** All that is found of new ratings. */
export interface RatedFindings {
  readonly joined: JoinedRatings
  readonly material: Material
  readonly similarities: Readonly<Record<ComparedLayer, readonly number[]>>
  /** Similarity at fc1 held against the ratings. */
  readonly analysis: RatingsAnalysis
  /** r of each layer with the mean rating, with Fisher's interval. */
  readonly layers: Readonly<Record<ComparedLayer, { r: number; ci: readonly [number, number] | null }>>
  /** Absent with one rater. */
  readonly agreement: Agreement | undefined
}

/** The tables of `--ratings`, joined; `undefined` when none was given. */
export async function givenRatings(context: StudyContext): Promise<JoinedRatings | undefined> {
  const first = await context.file('ratings')
  if (!first) return undefined
  const tables = []
  for (const file of [first, ...(first.more ?? [])]) tables.push(readRatings(await file.read(), file.name))
  return joinRatings(tables)
}

/**
 * Holds a network against new raters.
 * @param known the material where the run has it already
 * @throws RangeError for fewer than 4 pairs, and for images that are not there
 */
export async function analyseRated(
  joined: JoinedRatings,
  context: StudyContext,
  known?: Material,
): Promise<RatedFindings> {
  const { signal, seed, threads, device, read } = context
  const { pairs, ratings } = joined
  if (pairs.length < 4)
    throw new RangeError(`Expected at least 4 rated pairs for --ratings but received ${pairs.length}`)
  context.stage('images that were rated')
  const material = known ?? (joined.data === 'real' ? await readReal(read) : await makeSample(joined.seed, signal))
  const missing = pairs.flat().find((index) => index >= material.images.rows)
  if (missing !== undefined)
    throw new RangeError(`Expected images below ${material.images.rows} for --ratings but received ${missing}`)
  const onProgress = context.stage('new ratings')
  const options = { signal, threads, device }
  const similarities = await pairSimilarities(digitNet(material.weights), material.images, pairs, options)
  const digit = material.labels[pairs[0]![0]]!
  const analysis = await analyseRatings({ digit, raters: ratings, network: similarities.fc1 }, seed, { signal, onProgress }) // prettier-ignore
  const layers = {} as Record<ComparedLayer, { r: number; ci: readonly [number, number] | null }>
  for (const layer of comparedLayers) {
    const { estimate, ci } = pearsonTest(similarities[layer], analysis.mean, { level: params.level })
    layers[layer] = { r: estimate, ci }
  }
  const agreement = ratings.length > 1 ? await agreementOf(ratings, seed, signal) : undefined
  return { joined, material, similarities, analysis, layers, agreement }
}
