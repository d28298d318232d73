import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { useBackend } from '../backend.js'
import { collectFeatures } from '../layer-features.js'
import type { WeightTensor } from '../network.js'
import type { VggSizes } from '../networks/vgg.js'
import { madeImages, madeWeights } from '../testing/made-weights.js'
import { kerasFile, npzFile, safetensorsFile, tfjsModel, type MadeTensors } from '../testing/made-weight-files.js'
import type { KnownNetwork } from './known-network.js'
import { loadNetwork } from './load-network.js'
import { findNetwork, knownAlexNet, knownResNet50, knownSqueezeNet, knownVgg } from './networks.js'

interface Golden {
  readonly shapes: Record<string, Record<string, number[]>>
  readonly smallVgg: { zip: string; legacyParallel: string; output: number[][] }
  readonly outputs: Record<string, number[][]>
}
const golden = JSON.parse(readFileSync(new URL('golden/torchvision.json', import.meta.url), 'utf8')) as Golden

const sizes: VggSizes = {
  side: 16,
  blocks: [
    { convolutions: 1, channels: 4 },
    { convolutions: 2, channels: 6 },
  ],
  dense: [5, 4],
  classes: { name: 'predictions', units: 3 },
}
const recipe = { side: 16, resize: 'tf2-bilinear', fit: { kind: 'squash' }, preprocessing: 'keras-caffe' } as const
const small = knownVgg('small-vgg', sizes, recipe, true)
const smallResNet = knownResNet50({ side: 33, width: 4, blocks: [2, 1], classes: 3 })

beforeAll(async () => void (await useBackend('wasm')))

const fromBase64 = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))
/** Leaves out counters: they are 64-bit integers, which a network has no use for. */
const ofGolden = (name: string) =>
  Object.fromEntries(Object.entries(golden.shapes[name]!).filter(([key]) => !key.endsWith('num_batches_tracked')))

/** The last layer of a network with the weights of a file, on made images. */
async function outputOf(known: KnownNetwork, bytes: Uint8Array, shard?: () => Uint8Array) {
  const loaded = await loadNetwork(known, bytes, { name: 'made', ...(shard && { shard }) })
  const last = known.layers.at(-1)!
  const found = await collectFeatures(loaded.network, madeImages(2, loaded.recipe.side), { layers: [last] })
  return { ...loaded, output: found[last]!.data }
}

/** Axes of a tensor in another order. */
function turned({ data, shape }: WeightTensor, order: readonly number[]): WeightTensor {
  const strides = shape.map((_, k) => shape.slice(k + 1).reduce((product, side) => product * side, 1))
  const result = order.map((axis) => shape[axis]!)
  const at = (k: number) => {
    let [rest, place] = [k, 0]
    for (let axis = order.length - 1; axis >= 0; axis--) {
      place += (rest % result[axis]!) * strides[order[axis]!]!
      rest = Math.floor(rest / result[axis]!)
    }
    return place
  }
  return { data: data.map((_, k) => data[at(k)]!), shape: result }
}

describe('files of torchvision', () => {
  test.each([
    ['zip', 'PyTorch zip'],
    ['legacyParallel', 'PyTorch legacy'],
  ] as const)("a small VGG of torchvision gives torchvision's output: %s", async (file, format) => {
    const found = await outputOf(small, fromBase64(golden.smallVgg[file]))
    expect(found).toMatchObject({ format, names: 'torchvision', recipe: { preprocessing: 'pytorch', side: 16 } })
    const expected = golden.smallVgg.output.flat()
    const largest = Math.max(...expected.map(Math.abs))
    // Sums of some hundred products in float32, in another order.
    found.output.forEach((value, k) => expect(Math.abs(value - expected[k]!)).toBeLessThan(1e-5 * largest))
  })

  test.each([
    ['squeezenet', '1.0'],
    ['squeezenet-1.1', '1.1'],
  ] as const)("%s gives torchvision's output", async (name, version) => {
    const torchvision = findNetwork(name).namings.find((naming) => naming.name === 'torchvision')!
    expect(torchvision.recipe).toMatchObject({ side: 224, preprocessing: 'pytorch', fit: { shortSide: 256 } })
    // The golden images are of 64 pixels.
    const found = await outputOf(knownSqueezeNet(name, { version, side: 64 }), safetensorsFile(madeWeights(ofGolden(name)))) // prettier-ignore
    expect(found).toMatchObject({ format: 'safetensors', names: 'torchvision', recipe: { side: 64, resize: 'pil-bilinear' } }) // prettier-ignore
    const [largest, cols] = [Math.max(...found.output), found.output.length / 2]
    expect(largest).toBeGreaterThan(0)
    for (const [row, expected] of golden.outputs[name]!.entries())
      expected.forEach((value, k) => expect(Math.abs(found.output[row * cols + k]! - value)).toBeLessThan(1e-5 * largest)) // prettier-ignore
  })

  test.each(['vgg16', 'resnet50'])('%s: every weight has its tensor, and the axes fit', (name) => {
    const naming = findNetwork(name).namings.find((one) => one.name === 'torchvision')!
    const there = ofGolden(name)
    const wanted = naming.layers?.flatMap(({ name: ours, from }) => [[`${ours}.kernel`, `${from}.weight`], [`${ours}.bias`, `${from}.bias`]]) // prettier-ignore
    const pairs = wanted ?? Object.keys(naming.shapes).map((key) => [key, key])
    expect(pairs.map(([, theirs]) => theirs).sort()).toEqual(Object.keys(there).sort())
    // The same sides, whatever their order: the outputs above show that.
    for (const [ours, theirs] of pairs) expect([...naming.shapes[ours!]!].sort()).toEqual([...there[theirs!]!].sort())
  })
})

describe('one network in every kind of file', () => {
  const own = madeWeights(small.namings[0]!.shapes)
  const keras = new Map([...own].map(([name, tensor]) => [name.replace('.', '/'), tensor]))
  const layers = (rename: (layer: string, part: string) => string) => {
    const all = new Map<string, Map<string, WeightTensor>>([['input_1', new Map()]])
    for (const [name, tensor] of own) {
      const [layer, part] = name.split('.') as [string, string]
      all.set(layer, (all.get(layer) ?? new Map<string, WeightTensor>()).set(rename(layer, part), tensor))
    }
    return all
  }
  let expected: Float32Array
  beforeAll(async () => {
    const found = await outputOf(small, npzFile(own))
    expect(found).toMatchObject({ format: 'npz', names: 'likeness', recipe })
    expect(Math.max(...found.output.map(Math.abs))).toBeGreaterThan(0)
    expected = found.output
  })

  test('safetensors with our own names', async () => {
    expect(await outputOf(small, safetensorsFile(own))).toMatchObject({ names: 'likeness', output: expected })
  })
  test('Keras 2 and Keras 1, whatever the weights of a layer are called', async () => {
    for (const rename of [
      (layer: string, part: string) => `${layer}/${part}:0`,
      (layer: string, part: string) => `${layer}_${part === 'kernel' ? 'W' : 'b'}_1:0`,
    ])
      // prettier-ignore
      expect(await outputOf(small, await kerasFile(layers(rename)))).toMatchObject({
        ...{ format: 'Keras h5', names: 'Keras', recipe, output: expected },
      })
  })
  test('a model of TensorFlow.js with its shards', async () => {
    const { modelJson, shard } = tfjsModel(keras)
    const asked: string[] = []
    const read = (path?: string) => (asked.push(path!), shard)
    expect(await outputOf(small, modelJson, read)).toMatchObject({ format: 'TensorFlow.js', names: 'Keras', output: expected }) // prettier-ignore
    expect(asked).toEqual(['group1-shard1of1.bin'])
    await expect(outputOf(small, modelJson)).rejects.toThrow(
      'Expected weights in one file for made but received a model.json of TensorFlow.js with 1 shards',
    )
  })
})

describe("ResNet-50 in Keras' files", () => {
  const naming = smallResNet.namings[1]!
  const own = madeWeights(naming.shapes)
  const parts = { conv: ['weight', 'bias'], dense: ['weight', 'bias'], batchNorm: ['weight', 'bias', 'running_mean', 'running_var'] } // prettier-ignore
  const file = (classifier: string) =>
    kerasFile(
      new Map(
        naming.layers!.map(({ name, kind, from = name }) => {
          const tensors = parts[kind as keyof typeof parts].map((part): [string, WeightTensor] => {
            const tensor = own.get(`${name}.${part}`)!
            const order = kind === 'conv' ? [2, 3, 1, 0] : [1, 0]
            const moved = part === 'weight' && kind !== 'batchNorm' ? turned(tensor, order) : tensor
            return [`${from}/${part}:0`, moved]
          })
          return [kind === 'dense' ? classifier : from, new Map(tensors) as MadeTensors]
        }),
      ),
    )

  test.each(['predictions', 'probs'])('the variant of Keras is built, its images preprocessed so: %s', async (last) => {
    const expected = await collectFeatures(naming.build(own), madeImages(2, 33), { layers: ['fc'] })
    const found = await outputOf(smallResNet, await file(last))
    expect(found).toMatchObject({ names: 'Keras', recipe: { preprocessing: 'keras-caffe', fit: { kind: 'squash' } } })
    expect(found.output).toEqual(expected['fc']!.data)
  })
  test('an older file of other names is refused by the first that is missing', async () => {
    const tensor = own.get('bn1.bias')!
    const old = await kerasFile(new Map([['conv1', new Map([['conv1_W:0', tensor]])]]))
    await expect(outputOf(smallResNet, old)).rejects.toThrow(
      'Expected tensors of resnet50, such as conv1_conv (Keras), for made but received conv1/conv1_W:0 (Keras h5)',
    )
  })
  // From Keras' documentation: model.summary() of keras.applications.ResNet50 counts 25,636,712 parameters.
  test("all layers of the full one, by Keras' names", () => {
    const [, predictions, probs] = findNetwork('resnet50').namings
    const names = predictions!.layers!.map(({ from }) => from)
    expect(names).toHaveLength(2 * 53 + 1)
    for (const name of [
      'conv1_bn',
      'conv2_block1_0_conv',
      'conv3_block4_3_bn',
      'conv4_block6_2_conv',
      'conv5_block3_3_bn',
    ])
      // prettier-ignore
      expect(names).toContain(name)
    expect(names).not.toContain('conv2_block2_0_conv')
    expect([names.at(-1), probs!.layers!.at(-1)!.from]).toEqual(['predictions', 'probs'])
    const count = Object.values(predictions!.shapes).reduce((sum, shape) => sum + shape.reduce((a, b) => a * b, 1), 0)
    expect(count).toBe(25_636_712)
  })
})

describe('refused in one error that names the first tensor', () => {
  const own = madeWeights(small.namings[0]!.shapes)
  const without = (name: string) => npzFile(new Map([...own].filter(([key]) => key !== name)))

  test('a tensor that is missing; further ones do not matter', async () => {
    await expect(outputOf(small, without('fc2.bias'))).rejects.toThrow(
      'Expected a tensor named fc2.bias for fc2.bias but received block1_conv1.kernel, ',
    )
    const more = new Map([...own, ['num_batches_tracked', { data: new Float32Array(1), shape: [] }]])
    expect((await outputOf(small, npzFile(more))).names).toBe('likeness')
  })
  test('another shape, such as that of other classes', async () => {
    const other = knownVgg('other', { ...sizes, classes: { name: 'predictions', units: 7 } }, recipe, true)
    await expect(outputOf(other, npzFile(own))).rejects.toThrow(
      'Expected shape 4 x 7 for predictions.kernel but received 4 x 3',
    )
  })
  test('a layer that a Keras file lacks', async () => {
    const some = await kerasFile(
      new Map([['block1_conv1', new Map([['k:0', own.get('block1_conv1.kernel')!], ['b:0', own.get('block1_conv1.bias')!]])]]), // prettier-ignore
    )
    await expect(outputOf(small, some)).rejects.toThrow(
      'Expected 2 weights (kernel, bias) for block2_conv1 from layer block2_conv1 but received none',
    )
  })
  test("torchvision's AlexNet, which is another network, and Keras files of one that Keras has not", async () => {
    const alexnet = knownAlexNet({ side: 67, width: 1 / 16 })
    const tensor = { data: new Float32Array(1), shape: [1] }
    await expect(outputOf(alexnet, npzFile(new Map([['features.0.weight', tensor]])))).rejects.toThrow(
      'Expected tensors of alexnet, such as conv1.weight (likeness), for made but received features.0.weight (npz)',
    )
    const keras = await kerasFile(new Map([['conv1', new Map([['k:0', tensor]])]]))
    await expect(outputOf(alexnet, keras)).rejects.toThrow(
      'Expected a file of PyTorch, npz or safetensors for the weights of alexnet from made but received conv1/k:0',
    )
  })
  test('a network of no such name', () => {
    expect(() => findNetwork('lenet', '--network')).toThrow(
      'Expected one of squeezenet, squeezenet-1.1, alexnet, vgg16, vgg16-hybrid1365, resnet50 for --network but received lenet',
    )
  })
})

test('Hybrid-1365 is fed raw, as published, whatever kind of file its weights are in', () => {
  const { namings } = findNetwork('vgg16-hybrid1365')
  expect(namings.map(({ name }) => name)).toEqual(['likeness', 'Keras'])
  for (const naming of namings) {
    expect(naming.recipe).toEqual({ side: 224, resize: 'opencv-bilinear', fit: { kind: 'squash' }, preprocessing: 'raw' }) // prettier-ignore
    expect(naming.shapes['predictions.kernel']).toEqual([4096, 1365])
  }
})
