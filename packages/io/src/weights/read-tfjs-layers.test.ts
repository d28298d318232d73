import { describe, expect, test } from 'vitest'
import { base64Of, bytesOf, readGolden } from '../testing/golden.js'
import { everyFlip, everyPrefix } from '../testing/mutate.js'
import { probeAll } from '../testing/probe.js'
import { hostileReaders } from '../testing/readers.js'
import { readTfjsLayers, tfjsShardPaths } from './read-tfjs-layers.js'

interface TfjsGolden {
  readonly modelJson: string
  readonly shards: Record<string, string>
  readonly tensors: { name: string; dtype: string; shape: number[]; data: string }[]
}

const golden = readGolden<TfjsGolden>('tfjs-layers.json')
const modelJson = bytesOf(golden.modelJson)
const shards = new Map(Object.entries(golden.shards).map(([path, content]) => [path, bytesOf(content)]))
const refusal = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) as unknown })
const weight = (more: object = {}) => ({ name: 'w', shape: [2], dtype: 'float32', ...more })
const json = (value: unknown) => Buffer.from(JSON.stringify(value))
const model = (weights: unknown, paths: unknown = ['a'], more: object = {}) =>
  json({ weightsManifest: [{ paths, weights }], ...more })
const a = new Map([['a', new Uint8Array(8)]])

describe('readTfjsLayers', () => {
  test('reads what TensorFlow.js encoded, and restores quantised weights as it does', () => {
    expect(tfjsShardPaths(modelJson)).toEqual([...shards.keys()])
    const { tensors, topology } = readTfjsLayers({ modelJson, shards })
    const found = [...tensors].map(([name, { data, shape, dtype }]) => ({ name, dtype, shape, data: base64Of(data) }))
    expect(found).toEqual(golden.tensors)
    expect(topology).toEqual({ class_name: 'Sequential' })
  })

  test.each([
    ['a missing shard', model([weight()]), new Map(), /the shard "a" for tfjs bytes but received none/],
    ['a shard twice', model([weight()], ['a', 'a']), a, /each shard once .* "a" twice/],
    ['too few bytes', model([weight({ shape: [3] })]), a, /12 bytes of weight "w" at byte 0 .* last 8/],
    ['too many bytes', model([weight({ shape: [1] })]), a, /the end of shard "a" at byte 4 .* 4 further/],
    ['a name twice', model([weight({ shape: [1] }), weight({ shape: [1] })]), a, /each weight once .* "w" twice/],
    ['no name', model([weight({ name: 1 })]), a, /a string as name/],
    ['a negative shape', model([weight({ shape: [-2, -1] })]), a, /integers >= 0 as shape of weight "w"/],
    ['2^53 x 2^53', model([weight({ shape: [2 ** 52, 2 ** 52] })]), a, /bytes of weight "w"/],
    [
      'uint8 without scale',
      model([weight({ shape: [8], quantization: { dtype: 'uint8', min: 0 } })]),
      a,
      /with scale and min/,
    ],
    [
      'float16 of integers',
      model([weight({ shape: [4], dtype: 'int32', quantization: { dtype: 'float16' } })]),
      a,
      /quantization of weight/,
    ],
    ['quantisation by nothing', model([weight({ quantization: null })]), a, /quantization of weight/],
    [
      'a shard outside',
      model([weight()], ['../a']),
      a,
      /relative path without "\.\." as the path of a shard .* "\.\.\/a"/,
    ],
    ['an absolute shard', model([weight()], ['/etc/passwd']), a, /relative path/],
    ['paths that are no list', model([weight()], 'a'), a, /a list of strings as paths/],
    ['weights that are no list', model('w'), a, /a list of objects as weights/],
    ['a group that is no object', json({ weightsManifest: [[]] }), a, /a list of strings as paths/],
    ['no manifest', json({}), a, /a list as weightsManifest/],
    ['a list', json([]), a, /an object in model.json/],
    ['no JSON', Buffer.from('{'), a, /JSON in UTF-8 as model.json/],
    [
      'a bool of 2',
      model([weight({ shape: [1], dtype: 'bool' })]),
      new Map([['a', Uint8Array.of(2)]]),
      /0 or 1 as a bool/,
    ],
  ])('refuses %s', (_, modelJson, shards, message) => {
    // prettier-ignore
    expect(() => readTfjsLayers({ modelJson, shards })).toThrow(refusal('INVALID_FORMAT', message))
  })

  test.each([
    ['a graph model', model([], [], { format: 'graph-model' }), /the format "layers-model" .* "graph-model"/],
    ['strings', model([weight({ dtype: 'string' })]), /one of the dtypes float32.* for weight "w" .* "string"/],
    ['complex numbers', model([weight({ dtype: 'complex64' })]), /"complex64"/],
  ])('does not read %s', (_, modelJson, message) => {
    expect(() => readTfjsLayers({ modelJson, shards: a })).toThrow(refusal('UNSUPPORTED_FORMAT', message))
  })

  test('arguments of another type', () => {
    expect(() => readTfjsLayers({ modelJson: 'x' as never, shards })).toThrow(TypeError)
    expect(() => readTfjsLayers({ modelJson, shards: new Map([['a', 'x' as never]]) })).toThrow(TypeError)
  })

  test('every prefix and every change of model.json and of a shard is refused or read', () => {
    const { tfjsModel, tfjsShard } = hostileReaders
    expect(probeAll(tfjsModel.read, everyPrefix(modelJson), tfjsModel.bounds).answered).toBe(0)
    const flips = probeAll(tfjsModel.read, everyFlip(modelJson, [1, 0x10]), tfjsModel.bounds)
    expect(Math.min(flips.answered, flips.refused)).toBeGreaterThan(100)
    const shard = shards.get('packed/group2.bin')!
    expect(probeAll(tfjsShard.read, everyPrefix(shard), tfjsShard.bounds).answered).toBe(0)
    expect(probeAll(tfjsShard.read, everyFlip(shard, [0xff]), tfjsShard.bounds).answered).toBe(shard.length)
  })
})
