import { capabilities } from '@likeness/core-native'
import { digitNet, useBackend } from '@likeness/nets'
import { defineStudy, type StudyContext, type StudyResult } from '@likeness/study-kit'
import { answers } from './answers.js'
import { classify, countCorrect64 } from './classify.js'
import { similarityDistributions } from './distributions.js'
import { figures } from './figures/index.js'
import type { Findings } from './findings.js'
import { imagesOf } from './material.js'
import { accuracyRows, distributionRows, ratingsRows, recoveryRows } from './numbers.js'
import { parseOptions, type Options } from './options.js'
import { givenRatings } from './rated/analyse-rated.js'
import { pairsToRate } from './rated/pairs-to-rate.js'
import { ratedResult } from './rated/rated-result.js'
import { analyseRatings } from './ratings.js'
import { pairRdm } from './rdm.js'
import { readReal } from './real.js'
import { recoverPairs } from './recover-pairs.js'
import { makeSample } from './sample/sample.js'
import { fixedPairs, pairSimilarities } from './similarity.js'
import { citations, dataNotes, methods, notReplicated } from './texts.js'
import { tables } from './tables.js'
import { values } from './values.js'

async function prepare({ threads, note }: StudyContext): Promise<void> {
  const backend = await useBackend('auto', { threads })
  note('TensorFlow.js backend', backend.name)
  note('SIMD', capabilities().simd?.level ?? 'none')
}

/** The study's stages, in order. */
async function analyse({ digit, pairs: count }: Options, context: StudyContext): Promise<Findings> {
  const { signal, seed, threads, device } = context
  const compute = (stage: string) => ({ signal, threads, device, onProgress: context.stage(stage) })

  context.stage('load')
  await prepare(context)
  const material = context.data === 'real' ? await readReal(context.read) : await makeSample(seed, signal)
  const { images, labels, ratings } = material
  const network = digitNet(material.weights)
  const pairs = fixedPairs(imagesOf(labels, digit), count, digit)
  const found = {
    material,
    digit,
    pairs,
    classified: await classify(network, material, compute('classify')),
    correct64: await countCorrect64(material, compute('classify in float64')),
    similarities: await pairSimilarities(network, images, pairs, compute('pairs')),
    distributions: await similarityDistributions(network, material, compute('distributions')),
    analysis: await analyseRatings(ratings, seed, compute('ratings')),
    recovery: await recoverPairs(material, compute('recover-pairs')),
  }
  return { ...found, rdm: await pairRdm(material, found.recovery.pairs, { signal, threads, device }) }
}

async function run(options: Options, context: StudyContext): Promise<StudyResult> {
  const joined = await givenRatings(context)
  if (joined && context.data === 'own') {
    await prepare(context)
    return ratedResult(joined, context)
  }
  if (joined && joined.data !== 'real')
    throw new RangeError('Expected ratings of real images for --ratings beside --data real but received ratings of the sample') // prettier-ignore
  const findings = await analyse(options, context)
  const result = resultOf(findings, options, context)
  if (!joined) return result
  const more = await ratedResult(joined, context, findings.material)
  return {
    ...result,
    values: { ...result.values, ...more.values },
    numbers: [...result.numbers, ...more.numbers],
    figures: [...result.figures, ...more.figures],
    tables: [...(result.tables ?? []), ...(more.tables ?? [])],
    answers: [...result.answers, ...more.answers],
    methods: [...result.methods, ...more.methods],
  }
}

function resultOf(findings: Findings, options: Options, context: StudyContext): StudyResult {
  const { analysis, classified, correct64, distributions, recovery } = findings
  context.stage('figures')
  return {
    values: values(findings),
    numbers: [
      ...ratingsRows(analysis),
      ...accuracyRows(classified, correct64),
      ...recoveryRows(recovery),
      ...distributionRows(distributions),
    ],
    figures: figures(findings),
    tables: tables(findings),
    answers: answers(analysis, recovery),
    methods: methods(findings.material, options),
    citations,
    notReplicated,
  }
}

export default defineStudy<Options>({
  title: 'Digit network and similarity judgements',
  question: 'Can a convnet trained to classify digits predict people’s similarity judgements?',
  dataNotes,
  parseOptions,
  run,
  pairsToRate,
})
