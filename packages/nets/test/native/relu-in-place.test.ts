import { philox } from '@likeness/core-native'
import { afterAll, describe, expect, test } from 'vitest'
import {
  alexnet,
  alexnetShapes,
  collectFeatures,
  resnet50,
  resnet50Shapes,
  saliency,
  squeezenet,
  squeezenetShapes,
  useBackend,
  type BackendName,
  type Network,
} from '../../src/index.js'
import { addonProblem } from '../../src/testing/addon.js'
import { expectClose } from './made.js'

const made = (shapes: Readonly<Record<string, readonly number[]>>) =>
  new Map(
    Object.entries(shapes).map(([name, shape], k) => {
      const random = philox(3, k)
      const length = shape.reduce((product, side) => product * side, 1)
      // Variances have to be positive; of the others half are below 0.
      const value = () => (name.endsWith('running_var') ? 0.5 + random.uniform() : 0.2 * random.normal())
      return [name, { shape, data: Float32Array.from({ length }, value) }]
    }),
  )
const squeezeSizes = { side: 33, width: 0.125, classes: 4 }
const alexSizes = { side: 67, width: 1 / 16 }
const resSizes = { side: 33, width: 4, blocks: [2, 1], classes: 3 }
const networks: [string, Network][] = [
  ['squeezenet', squeezenet(made(squeezenetShapes(squeezeSizes)), squeezeSizes)],
  ['alexnet', alexnet(made(alexnetShapes(alexSizes)), alexSizes)],
  ['resnet50', resnet50(made(resnet50Shapes(resSizes)), resSizes)],
]

/** Every layer of a network, asked for at once, and what its best unit depends on. */
async function everything(network: Network, backend: Exclude<BackendName, 'auto'>) {
  await useBackend(backend)
  const data = Float32Array.from({ length: 2 * network.inputLength }, (_, k) => Math.sin(k))
  const images = { data, rows: 2, cols: network.inputLength }
  const layers = network.layers.map(({ name }) => name)
  const features = await collectFeatures(network, images, { layers })
  const { maps } = await saliency(network, images, { layer: layers.at(-1)!, units: 'top' })
  return [...layers.map((layer) => features[layer]!.data), maps.data]
}

describe.skipIf(addonProblem)('a ReLU takes the place of what nobody else reads', () => {
  afterAll(() => useBackend('native'))

  test.each(networks)('%s: every layer that is asked for has its own values', async (_, network) => {
    const [native, cpu] = [await everything(network, 'native'), await everything(network, 'cpu')]
    expectClose(native, cpu, 1e-4)
    // Else there would be nothing that a ReLU could overwrite.
    expect(cpu.slice(0, -1).some((layer) => layer.some((value) => value < 0))).toBe(true)
  })
})
