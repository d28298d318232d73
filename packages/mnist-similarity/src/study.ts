import { capabilities } from '@likeness/core-native'
import { digitNet, useBackend } from '@likeness/nets'
import { defineStudy, type StudyContext, type StudyResult } from '@likeness/study-kit'
import { answers } from './answers.js'
import { classify, countCorrect64 } from './classify.js'
import { similarityDistributions } from './distributions.js'
import { figures } from './figures/index.js'
import type { Findings } from './findings.js'
import { imagesOf } from './material.js'
import { accuracyRows, distributionRows, ratingsRows, recoveryRows, trainingRows } from './numbers.js'
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
import { train, type Training } from './train/train.js'
import { drawnSet, mnistSet } from './train/training-set.js'
import { values } from './values.js'

/** @returns the backend that networks run on */
async function prepare({ threads, note }: StudyContext): Promise<string> {
  const backend = await useBackend('auto', { threads })
  note('TensorFlow.js backend', backend.name)
  note('SIMD', capabilities().simd?.level ?? 'none')
  return backend.name
}

/** The study's stages, in order. */
async function analyse(options: Options, context: StudyContext): Promise<Findings> {
  const { digit, pairs: count } = options
  const { signal, seed, threads, device, cache } = context
  const compute = (stage: string) => ({ signal, threads, device, onProgress: context.stage(stage) })
  type Compute = ReturnType<typeof compute>
  const kept = <T>(stage: string, make: (compute: Compute) => T | Promise<T>) => {
    const given = compute(stage)
    return cache(stage, () => make(given))
  }

  context.stage('load')
  const backend = await prepare(context)
  const training = options.train ? await trainHere(options, context, backend) : undefined
  const material =
    context.data === 'real'
      ? await readReal(context.read, training?.weights)
      : await cache('sample', () => makeSample(seed, signal, training?.weights))
  const { images, labels, ratings } = material
  const network = digitNet(material.weights)
  const pairs = fixedPairs(imagesOf(labels, digit), count, digit)
  const found = {
    ...(training && { training }),
    material,
    digit,
    pairs,
    classified: await kept('classify', (given) => classify(network, material, given)),
    correct64: await kept('classify in float64', (given) => countCorrect64(material, given)),
    similarities: await kept('pairs', (given) => pairSimilarities(network, images, pairs, given)),
    distributions: await kept('distributions', (given) => similarityDistributions(network, material, given)),
    analysis: await kept('ratings', (given) => analyseRatings(ratings, seed, given)),
    recovery: await kept('recover-pairs', (given) => recoverPairs(material, given)),
  }
  return { ...found, rdm: await pairRdm(material, found.recovery.pairs, { signal, threads, device }) }
}

/** Trains on drawn digits, or beside the real data on MNIST's training set. */
async function trainHere({ epochs }: Options, context: StudyContext, backend: string): Promise<Training> {
  const { seed, signal, read, checkpoint, note } = context
  const set = context.data === 'real' ? await mnistSet(read) : await drawnSet(seed, signal)
  const machine = [backend, process.arch, capabilities().simd?.level ?? 'none'].join(' ')
  const run = { signal, onProgress: context.stage('train'), ...(checkpoint && { checkpoint: checkpoint('training') }) }
  const training = await train(set, { seed, epochs, machine }, run)
  const { resumedAt } = training
  if (resumedAt) note('training', `went on from an earlier run: epoch ${resumedAt.epoch}, step ${resumedAt.step}`)
  return training
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
  // Until here a cancelled run can go on from it.
  await context.checkpoint?.('training').remove()
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
  const { analysis, classified, correct64, distributions, recovery, training } = findings
  context.stage('figures')
  return {
    values: values(findings),
    numbers: [
      ...ratingsRows(analysis),
      ...(training ? trainingRows(training) : []),
      ...accuracyRows(classified, correct64),
      ...recoveryRows(recovery),
      ...distributionRows(distributions),
    ],
    figures: figures(findings),
    tables: tables(findings),
    answers: answers(analysis, recovery),
    methods: methods(findings.material, options, training),
    citations,
    notReplicated: notReplicated(training),
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
