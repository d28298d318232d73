import { appendFileSync, utimesSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fakeStream, madeMatrix, matrixOf, onDisk } from '../../test/made-features.js'
import { drawUnits } from './draw-units.js'
import { sampleUnits } from './sample-units.js'
import { joined, rowsOf } from './source.js'

const units = Int32Array.of(7, 0, 299, 7)

describe.each(['float32', 'float64'] as const)('%s', (type) => {
  const [x, y] = [madeMatrix(13, 300, 1, type), madeMatrix(29, 300, 2, type)]
  const expected = [x, y].flatMap(({ data, rows }) =>
    Array.from({ length: rows }, (_, i) => Array.from(units, (unit) => data[i * 300 + unit]!)).flat(),
  )
  test.each([undefined, 1, 20_000])('the same columns from memory and disk, with maxMemory %s', async (maxMemory) => {
    const options = maxMemory === undefined ? {} : { maxMemory }
    for (const sources of [
      [x, y],
      [await onDisk(x), await onDisk(y)],
      [x, await onDisk(y)],
    ]) {
      // prettier-ignore
      const fractions: number[] = []
      const onProgress = (fraction: number) => fractions.push(fraction)
      const found = await sampleUnits(sources, units, { ...options, onProgress })
      expect(found).toEqual({ data: x.data.constructor === Float32Array ? Float32Array.from(expected) : Float64Array.from(expected), rows: 42, cols: 4 }) // prettier-ignore
      expect(fractions.at(-1)).toBe(1)
    }
  })
})

test('one file as targets and fillers', async () => {
  const x = madeMatrix(10, 5, 3)
  const file = await onDisk(x)
  const parts = [rowsOf(file, 0, 4), rowsOf(file, 4, 10)] as const
  expect(await sampleUnits(parts, Int32Array.of(0, 1, 2, 3, 4))).toEqual(x)
  expect(joined(...parts)).toEqual(file)
  expect(joined(parts[1], parts[0])).toBeUndefined()
  expect(joined(parts[0], rowsOf(await onDisk(x), 4, 10))).toBeUndefined()
  const memory = [rowsOf(x, 0, 4), rowsOf(x, 4, 10)] as const
  expect(joined(...memory)).toEqual(x)
  expect(joined(memory[1], memory[0])).toBeUndefined()
  expect(joined(x, madeMatrix(10, 5, 3))).toBeUndefined()
  expect(() => rowsOf(x, 5, 11)).toThrow('Expected rows within 0 to 10 for a part of the features but received 5 to 11')
})

describe('refused', () => {
  const bad = madeMatrix(6, 3, 4)
  bad.data[5 * 3 + 2] = NaN
  test('a NaN in a sampled unit, by image and unit; not elsewhere', async () => {
    for (const source of [bad, await onDisk(bad)]) {
      await expect(sampleUnits([madeMatrix(4, 3, 1), source], Int32Array.of(0, 2))).rejects.toMatchObject({
        code: 'INVALID_FEATURES',
        message: 'Expected finite features for image 9, unit 2 (from 0, targets then fillers) but received NaN',
      })
      expect((await sampleUnits([source], Int32Array.of(0, 1))).rows).toBe(6)
    }
  })
  test('sources that do not fit each other, and units that are none', async () => {
    const x = madeMatrix(2, 3, 1)
    await expect(sampleUnits([x, madeMatrix(2, 4, 1)], Int32Array.of(0))).rejects.toThrow('3 units, as the first has, for sources[1] but received 4') // prettier-ignore
    await expect(sampleUnits([x, madeMatrix(2, 3, 1, 'float64')], Int32Array.of(0))).rejects.toThrow(
      'type of the first',
    )
    await expect(sampleUnits([x], Int32Array.of(0, 3))).rejects.toThrow('columns from 0 to 2 for units but received 3')
    await expect(sampleUnits([], Int32Array.of(0))).rejects.toThrow('at least one source')
  })
  test('an aborted call, in memory and on disk, before and during', async () => {
    const file = await onDisk(madeMatrix(50, 100, 1))
    for (const source of [file, madeMatrix(9000, 2, 1)]) {
      await expect(sampleUnits([source], units.subarray(1, 2), { signal: AbortSignal.abort('stop') })).rejects.toBe('stop') // prettier-ignore
      const controller = new AbortController()
      const options = { maxMemory: 1, signal: controller.signal, onProgress: () => controller.abort('later') }
      await expect(sampleUnits([source], units.subarray(1, 2), options)).rejects.toBe('later')
    }
  })
  test('a file that changes meanwhile, after its last block too', async () => {
    const file = await onDisk(matrixOf([[1, 2], [3, 4]])) // prettier-ignore
    const onProgress = (fraction: number) => fraction === 1 && appendFileSync(file.path, 'x')
    await expect(sampleUnits([file], Int32Array.of(0), { onProgress })).rejects.toMatchObject({ code: 'FILE_CHANGED' })
    utimesSync(file.path, 1, 1)
    await expect(sampleUnits([file], Int32Array.of(0))).rejects.toMatchObject({ code: 'FILE_CHANGED' })
  })
})

describe('drawUnits', () => {
  test('are drawn once each, in the order of the stream', () => {
    const { stream, asked } = fakeStream(5)
    const drawn = drawUnits(stream, 20, 20)
    expect(drawn.slice().sort()).toEqual(Int32Array.from({ length: 20 }, (_, k) => k))
    expect(asked).toEqual(['choice(20, 20, false)'])
    expect(drawn).toEqual(Int32Array.from(fakeStream(5).stream.choice(20, 20, { replace: false })))
  })
  test.each([0, 21, 1.5, NaN])('%s of 20 units are refused', (count) => {
    expect(() => drawUnits(fakeStream(5).stream, 20, count)).toThrow(
      "Expected an integer from 1 to the layer's 20 units",
    )
  })
})
