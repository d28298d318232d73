import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import {
  capabilities,
  cdist,
  memberMask,
  memberRules,
  metrics,
  nearestNeighbors,
  openNpy,
  pdist,
  Philox,
  philox,
  philox4x32,
  readRegion,
  searchlightSpheres,
  type FileMatrix,
  type Matrix,
  type NearestNeighbors,
  type Region,
  type Spheres,
  type Volume,
} from '../../src/index.js'
import { npyHeader } from '../../src/testing/write-npy.js'
import { colCount, computeOptions, fill, floatType, planned, plannedOptions, recipes, rowCount } from './recipes.js'
import { rdmEntries } from './rdm-entries.js'
import type { Recipe } from './recipes.js'
import { sparseCodingEntries } from './sparse-coding-entries.js'
import { searchlightEntries } from './searchlight-entries.js'
import { volumeEntries } from './volume-entries.js'
import { resamplingEntries } from './resampling-entries.js'

/** One exported function, as the tests of robustness call it. */
export interface Entry {
  /** The name it is exported by; a method as `Class.method`. */
  readonly name: string
  readonly call: (...args: unknown[]) => unknown
  /** Arguments that it has to accept. */
  readonly valid: fc.Arbitrary<Recipe>
  /** Throws unless the result has the type and shape that these arguments ask for. */
  readonly check: (result: unknown, args: readonly unknown[]) => void
}

const metric = fc.constantFrom(...metrics)
const word = fc.nat(0xffffffff)
const seed = fc.oneof(fc.maxSafeNat(), fc.bigInt(0n, 2n ** 64n - 1n))

const axis = fc.integer({ min: 1, max: 6 })
const volumeShape = fc.tuple(axis, axis, axis)
const maskTypes = { Uint8Array, Float32Array, Float64Array }

/** A mask whose first voxel is in it; `holes` in a row of the others are not. */
function maskedVolume(type: keyof typeof maskTypes, shape: readonly number[], holes: number) {
  const data = new maskTypes[type](shape.reduce((a, b) => a * b))
  return { data: data.map((_, v) => Number(v % (holes + 2) <= 1)), shape: [...shape] }
}

const sameFloat = (result: unknown, like: Matrix, length: number) => {
  const isDouble = like.data[Symbol.toStringTag] === 'Float64Array'
  assert(result instanceof (isDouble ? Float64Array : Float32Array), 'the element type of the input')
  assert(result.length === length, `${length} values`)
}
const integerBetween = (low: number, high: number) => (result: unknown) =>
  assert(Number.isInteger(result) && Number(result) >= low && Number(result) < high, `${String(result)} in range`)

type Draw = Exclude<keyof Philox, 'position'>
const method = <S>(
  name: Draw,
  plain: fc.Arbitrary<S>,
  make: (plain: S) => unknown[],
  check: Entry['check'],
): Entry => ({
  name: `Philox.${name}`,
  call: (...args) => (Philox.prototype[name] as (...a: unknown[]) => unknown).apply(philox(7), args),
  valid: recipes(plain, make),
  check,
})

let made: string | undefined

/** A 3 x 2 float32 file, one for the process, removed at its end. */
function npyFile(): string {
  if (made) return made
  const folder = mkdtempSync(join(tmpdir(), 'likeness-fuzz-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  made = join(folder, 'x.npy')
  writeFileSync(made, Buffer.concat([npyHeader('float32', 3, 2), Buffer.alloc(24)]))
  return made
}

/** That file as openNpy gives it. */
function npyMatrix(): FileMatrix {
  const path = npyFile()
  const { size, mtimeNs } = statSync(path, { bigint: true })
  const shape = { offset: Number(size) - 24, type: 'float32', rows: 3, cols: 2 } as const
  return { path, ...shape, bytes: Number(size), modified: String(mtimeNs) }
}

/** Every exported function; fuzz.test.ts fails where one is missing. */
export const entries: readonly Entry[] = [
  ...resamplingEntries,
  {
    name: 'pdist',
    call: pdist as Entry['call'],
    valid: recipes(
      fc.record({ type: floatType, rows: rowCount, cols: colCount, fill, metric, options: computeOptions }),
      (p) => [planned(p.type, p), p.metric, plannedOptions(p.options)],
    ),
    check: (result, [x]) => {
      const { rows } = x as Matrix
      sameFloat(result, x as Matrix, (rows * (rows - 1)) / 2)
    },
  },
  {
    name: 'cdist',
    call: cdist as Entry['call'],
    valid: recipes(
      fc.record({ type: floatType, n: rowCount, m: rowCount, cols: colCount, fill, metric, options: computeOptions }),
      (p) => [
        planned(p.type, { ...p, rows: p.n }),
        planned(p.type, { ...p, rows: p.m }),
        p.metric,
        plannedOptions(p.options),
      ],
    ),
    check: (result, [x, y]) => {
      const { data, rows, cols } = result as Matrix
      assert(rows === (x as Matrix).rows && cols === (y as Matrix).rows, 'n x m')
      sameFloat(data, x as Matrix, rows * cols)
    },
  },
  {
    name: 'nearestNeighbors',
    call: nearestNeighbors as Entry['call'],
    valid: recipes(
      fc.record({
        ...{ type: floatType, n: rowCount, m: rowCount, cols: colCount, fill, options: computeOptions },
        search: fc.record({ k: fc.nat(80), metric, exclude: fc.constantFrom('self', 'zero', undefined) }),
      }),
      ({ search: { k, metric, exclude }, ...p }) => {
        const m = p.m + 2
        const n = exclude === 'self' ? Math.min(p.n, m) : p.n
        const search = { k: 1 + (k % (m - 1)), metric, ...(exclude && { exclude }) }
        const [queries, base] = [n, m].map((rows) => planned(p.type, { ...p, rows }))
        return [queries, base, { ...plannedOptions(p.options), ...search }]
      },
    ),
    check: (result, [queries, , options]) => {
      const { indices, distances } = result as NearestNeighbors
      const length = (queries as Matrix).rows * (options as { k: number }).k
      assert(indices instanceof Int32Array && indices.length === length, 'm x k indices')
      assert(distances instanceof Float64Array && distances.length === length, 'm x k distances')
    },
  },
  ...volumeEntries,
  {
    name: 'searchlightSpheres',
    call: searchlightSpheres as Entry['call'],
    valid: recipes(
      fc.record({
        type: fc.constantFrom('Uint8Array', 'Float32Array', 'Float64Array'),
        ...{ shape: volumeShape, holes: fc.nat(4), apart: fc.option(fc.nat(4), { nil: undefined }) },
        sphere: fc.oneof(
          fc.record(
            {
              ...{
                radius: fc.double({ min: 0.1, max: 9, noNaN: true }),
                inclusive: fc.boolean(),
                minVoxels: fc.nat(9),
              },
              ...{ minFraction: fc.double({ min: 0, max: 1, noNaN: true }), edge: fc.constantFrom('clip', 'skip') },
              ...{ members: fc.constantFrom('mask', 'sphere'), fractionOf: fc.constantFrom('volume', 'sphere') },
            },
            { requiredKeys: ['radius'] },
          ),
          fc.record({ voxels: fc.constant(1), ties: fc.constantFrom('all', 'first'), minVoxels: fc.nat(9) }),
        ),
        ...{ mm: fc.boolean(), options: computeOptions },
      }),
      ({ type, shape, holes, apart, sphere, mm, options }) => {
        const centers = apart === undefined ? {} : { centers: maskedVolume('Uint8Array', shape, apart) }
        const affine = Float64Array.of(3, 0.2, 0, -9, 0, 3, 0, -9, 0, 0, 4, -9, 0, 0, 0, 1)
        const inMm = mm ? { unit: 'mm', affine } : {}
        return [maskedVolume(type, shape, holes), { ...plannedOptions(options), ...sphere, ...centers, ...inMm }]
      },
    ),
    check: (result, [mask]) => {
      const { centers, offsets, indices, shape } = result as Spheres
      assert.deepEqual([...shape], [...(mask as Volume).shape])
      assert(centers instanceof Int32Array && indices instanceof Int32Array, 'flat indices')
      assert(offsets instanceof BigInt64Array && offsets.length === centers.length + 1, 'one more than centres')
      assert(offsets.at(-1) === BigInt(indices.length), 'to the end')
      assert(
        indices.every((v) => v >= 0 && v < (mask as Volume).data.length),
        'voxels of the volume',
      )
    },
  },
  {
    name: 'memberMask',
    call: memberMask as Entry['call'],
    valid: recipes(
      fc.record({ type: floatType, rows: rowCount, shape: volumeShape, fill, rule: fc.constantFrom(...memberRules) }),
      ({ shape, rule, ...p }) => [planned(p.type, { ...p, cols: shape.reduce((a, b) => a * b) }), shape, rule],
    ),
    check: (result, [betas]) => {
      const { data } = result as Volume
      assert(data instanceof Uint8Array && data.length === (betas as Matrix).cols, 'one for each voxel')
    },
  },
  ...searchlightEntries,
  ...sparseCodingEntries,
  {
    name: 'openNpy',
    call: openNpy as Entry['call'],
    valid: recipes(fc.constant(null), () => [npyFile()]),
    check: (result, [path]) => {
      const { rows, cols, type } = result as FileMatrix
      assert(rows === 3 && cols === 2 && type === 'float32', `the 3 x 2 of ${String(path)}`)
    },
  },
  {
    name: 'readRegion',
    call: readRegion as Entry['call'],
    valid: recipes(
      fc.record({ row: fc.nat(2), rows: fc.nat(3), col: fc.nat(1), cols: fc.nat(2), options: computeOptions }),
      ({ row, rows, col, cols, options }) => {
        const region = { row, rows: Math.min(rows, 3 - row), col, cols: Math.min(cols, 2 - col) }
        return [npyMatrix(), region, new Float32Array(region.rows * region.cols), plannedOptions(options)]
      },
    ),
    check: (result, [, region]) => {
      const { rows, cols } = region as Region
      const [least, most] = rows * cols === 0 ? [0, 0] : [4 * rows * cols, 4 * (2 * (rows - 1) + cols)]
      assert(Number(result) >= least && Number(result) <= most, 'the bytes of the block, and of gaps')
    },
  },
  {
    name: 'capabilities',
    call: capabilities as Entry['call'],
    valid: recipes(fc.constant(null), () => []),
    check: (result) => {
      const { device, simd } = result as ReturnType<typeof capabilities>
      assert(device === 'cpu' && simd?.available.includes(simd.level))
    },
  },
  {
    name: 'philox',
    call: philox as Entry['call'],
    valid: recipes(fc.record({ seed, stream: fc.option(seed, { nil: undefined }) }), (p) => [p.seed, p.stream]),
    check: (result) => {
      assert(result instanceof Philox)
      integerBetween(0, 2 ** 32)(result.uint32())
    },
  },
  {
    name: 'philox4x32',
    call: philox4x32 as Entry['call'],
    valid: recipes(
      fc.record({
        counter: fc.array(word, { minLength: 4, maxLength: 4 }),
        key: fc.array(word, { minLength: 2, maxLength: 2 }),
      }),
      (p) => [p.counter, Uint32Array.from(p.key)],
    ),
    check: (result) => assert(result instanceof Uint32Array && result.length === 4),
  },
  ...rdmEntries,
  method(
    'stream',
    seed,
    (s) => [s],
    (result) => assert(result instanceof Philox && result.position === 0),
  ),
  method(
    'skip',
    fc.maxSafeNat(),
    (n) => [n],
    (result, [n]) => assert(result instanceof Philox && result.position === n),
  ),
  method('at', fc.maxSafeNat(), (i) => [i], integerBetween(0, 2 ** 32)),
  method('uint32', fc.constant(null), () => [], integerBetween(0, 2 ** 32)),
  method(
    'uniform',
    fc.constant(null),
    () => [],
    (result) => assert(Number(result) >= 0 && Number(result) < 1),
  ),
  method(
    'normal',
    fc.constant(null),
    () => [],
    (result) => assert(Number.isFinite(result)),
  ),
  method(
    'integer',
    fc.integer({ min: 1, max: 2 ** 32 }),
    (n) => [n],
    (result, [n]) => integerBetween(0, n as number)(result),
  ),
  method(
    'shuffle',
    fc.array(word),
    (a) => [a],
    (result, [array]) => assert.equal(result, array),
  ),
  method(
    'permutation',
    fc.nat(50),
    (n) => [n],
    (result, [n]) => assert(result instanceof Int32Array && new Set(result).size === n),
  ),
  method(
    'sample',
    fc.tuple(fc.nat(50), fc.nat(50)),
    ([a, b]) => [Math.max(a, b), Math.min(a, b)],
    (result, [, k]) => assert(result instanceof Int32Array && new Set(result).size === k),
  ),
]

/** Exported functions without an entry, and why. */
export const exempt: Readonly<Record<string, string>> = {
  CoreNativeError: 'an error class: it takes what it is given',
  Philox: 'made by philox(), which checks; its methods have entries',
}
