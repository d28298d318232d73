import { capabilities } from '@likeness/core-native'
import { digitNet, useBackend } from '@likeness/nets'
import { defineStudy, type StudyContext } from '@likeness/study-kit'
import { answers } from './answers.js'
import { classify, countCorrect64 } from './classify.js'
import { similarityDistributions } from './distributions.js'
import { figures } from './figures/index.js'
import type { Findings } from './findings.js'
import { imagesOf } from './material.js'
import { accuracyRows, distributionRows, ratingsRows, recoveryRows } from './numbers.js'
import { parseOptions, type Options } from './options.js'
import { analyseRatings } from './ratings.js'
import { readReal } from './real.js'
import { recoverPairs } from './recover-pairs.js'
import { makeSample } from './sample/sample.js'
import { fixedPairs, pairSimilarities } from './similarity.js'
import { citations, dataNotes, methods, notReplicated } from './texts.js'
import { tables } from './tables.js'
import { values } from './values.js'

/** The study's stages, in order. */
async function analyse({ digit, pairs: count }: Options, context: StudyContext): Promise<Findings> {
  const { signal, seed, threads, device, cache } = context
  const compute = (stage: string) => ({ signal, threads, device, onProgress: context.stage(stage) })
  type Compute = ReturnType<typeof compute>
  const kept = <T>(stage: string, make: (compute: Compute) => T | Promise<T>) => {
    const given = compute(stage)
    return cache(stage, () => make(given))
  }

  context.stage('load')
  const backend = await useBackend('auto', { threads })
  context.note('TensorFlow.js backend', backend.name)
  context.note('SIMD', capabilities().simd?.level ?? 'none')
  const material =
    context.data === 'real' ? await readReal(context.read) : await cache('sample', () => makeSample(seed, signal))
  const { images, labels, ratings } = material
  const network = digitNet(material.weights)
  const pairs = fixedPairs(imagesOf(labels, digit), count, digit)
  return {
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
}

async function run(options: Options, context: StudyContext) {
  const findings = await analyse(options, context)
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
})
