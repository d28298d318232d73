import { capabilities } from '@likeness/core-native'
import { svgToPng } from '@likeness/figures'
import { digitNet, useBackend } from '@likeness/nets'
import { defineStudy, type StudyContext } from '@likeness/study-kit'
import { answers } from './answers.js'
import { classify, countCorrect64 } from './classify.js'
import { similarityDistributions } from './distributions.js'
import { agreementFigure, layersFigure } from './figures/agreement.js'
import { confusionFigure } from './figures/confusion.js'
import { distributionsFigure } from './figures/distributions.js'
import { pairsFigure, recoveredFigure } from './figures/pairs.js'
import { errorsFigure, predictionsFigure } from './figures/predictions.js'
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
async function run({ digit, pairs: count }: Options, context: StudyContext) {
  const { signal, seed, threads, device } = context
  const compute = (stage: string) => ({ signal, threads, device, onProgress: context.stage(stage) })

  context.stage('load')
  const backend = await useBackend()
  context.note('TensorFlow.js backend', backend.name)
  context.note('SIMD', capabilities().simd?.level ?? 'none')
  const material = context.data === 'real' ? await readReal(context.read) : await makeSample(seed, signal)
  const { images, labels, ratings } = material
  const network = digitNet(material.weights)
  const pairs = fixedPairs(imagesOf(labels, digit), count, digit)

  const classified = await classify(network, material, compute('classify'))
  const correct64 = await countCorrect64(material, images, compute('classify in float64'))
  const similarities = await pairSimilarities(network, images, pairs, compute('pairs'))
  const distributions = await similarityDistributions(network, material, compute('distributions'))
  const analysis = await analyseRatings(ratings, seed, compute('ratings'))
  const recovery = await recoverPairs(material, compute('recover-pairs'))

  context.stage('figures')
  const figures = [
    agreementFigure(ratings, analysis),
    layersFigure(analysis, recovery),
    recoveredFigure(images, ratings, analysis, recovery),
    pairsFigure(images, digit, pairs, similarities),
    confusionFigure(classified),
    predictionsFigure(images, labels, classified),
    errorsFigure(images, labels, classified),
    distributionsFigure(distributions),
  ].filter((figure) => figure !== null)
  return {
    values: values({ classified, correct64, pairs, similarities, ratings, analysis, recovery }),
    numbers: [
      ...ratingsRows(analysis),
      ...accuracyRows(classified, correct64),
      ...recoveryRows(recovery),
      ...distributionRows(distributions),
    ],
    figures: figures.map((figure) => ({ ...figure, png: svgToPng(figure.svg) })),
    tables: tables({ labels, classified, pairs, similarities, ratings, recovery, distributions }),
    answers: answers(analysis, recovery),
    methods: methods(material, { digit, pairs: count }),
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
