// Trains the digit network of mnist-similarity's sample on drawn digits and writes its weights:
//   npx tsx --conditions=likeness-source tools/train-sample-net.ts
import { writeFileSync } from 'node:fs'
import { collectFeatures, digitNet, digitNetShapes, trainDigitNet, useBackend } from '@likeness/nets'
import { drawDigits } from '../packages/mnist-similarity/src/sample/draw-digit.js'

const options = { seed: 1, epochs: 3, batch: 64, learningRate: 0.02, momentum: 0.9 }
const trainSeed = 1001
const testSeed = 1002
const perDigit = 800

await useBackend('wasm')
const train = await drawDigits(perDigit, trainSeed)
const test = await drawDigits(200, testSeed)
let weights
for await (const epoch of trainDigitNet(train.images, train.labels, options)) {
  weights = epoch.weights
  const { fc2 } = await collectFeatures(digitNet(weights), test.images, { layers: ['fc2'] })
  const right = test.labels.filter((label, i) => {
    const row = fc2!.data.subarray(10 * i, 10 * i + 10)
    return row.indexOf(Math.max(...row)) === label
  })
  console.log(
    `epoch ${epoch.epoch}: loss ${epoch.loss.toFixed(4)}, ${right.length} of ${test.labels.length} made test digits right`,
  )
}
const bytes = Buffer.concat(Object.keys(digitNetShapes).map((name) => Buffer.from(weights!.get(name)!.data.buffer)))
const recipe = `${10 * perDigit} drawn digits of seed ${trainSeed}, ${JSON.stringify(options)}`
writeFileSync(
  new URL('../packages/mnist-similarity/src/sample/digit-net-weights.ts', import.meta.url),
  `/** float32 little-endian, in the order of digitNetShapes, base64. Written by tools/train-sample-net.ts: ${recipe}. */\nexport const digitNetWeights =\n  '${bytes.toString('base64')}'\n`,
)
