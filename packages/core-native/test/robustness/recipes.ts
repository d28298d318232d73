import fc from 'fast-check'
import type { ComputeOptions, Device, Float, Matrix, Volume } from '../../src/index.js'
import { madeMatrix, type FloatType } from '../../src/testing/made-matrix.js'

/** Arguments that are made anew for each call, from plain data that can be printed. */
export interface Recipe {
  readonly text: string
  readonly make: () => unknown[]
}

/** Recipes from an arbitrary of plain data. */
export function recipes<S>(plain: fc.Arbitrary<S>, make: (plain: S) => unknown[]): fc.Arbitrary<Recipe> {
  return plain.map((s) => ({ text: fc.stringify(s), make: () => make(s) }))
}

const fills = {
  normal: (v: number) => v,
  constant: () => 0.1,
  zero: () => 0,
  nan: (v: number, i: number) => (i % 3 === 1 ? NaN : v),
  ends: (v: number, i: number, j: number) => [v, Infinity, -Infinity, 1e-310, 3e38, -0][(7 * i + j) % 6]!,
}
type Fill = keyof typeof fills

export interface MatrixPlan {
  readonly rows: number
  readonly cols: number
  readonly fill: Fill
}

export const floatType = fc.constantFrom<FloatType>('float32', 'float64')
// Mostly tiny; now and then beyond a panel of rows or a block of features.
export const rowCount = fc.oneof({ weight: 9, arbitrary: fc.nat(6) }, { weight: 1, arbitrary: fc.nat(70) })
export const colCount = fc.oneof(
  { weight: 19, arbitrary: fc.integer({ min: 1, max: 9 }) },
  { weight: 1, arbitrary: fc.integer({ min: 255, max: 258 }) },
)
export const fill = fc.constantFrom(...(Object.keys(fills) as Fill[]))

/** The matrix of a plan; one in four is a view into the middle of a larger buffer. */
export function planned(type: FloatType, { rows, cols, fill }: MatrixPlan): Matrix<Float> {
  const { data } = madeMatrix(type, rows, cols, fills[fill]) as Matrix<Float>
  if ((rows + cols) % 4 > 0) return { data, rows, cols }
  const around = (type === 'float32' ? new Float32Array(data.length + 5) : new Float64Array(data.length + 5)) as Float
  around.set(data, 3)
  return { data: around.subarray(3, 3 + data.length), rows, cols }
}

const side = fc.integer({ min: 1, max: 5 })
export interface VolumePlan {
  readonly shape: readonly [number, number, number]
  readonly type: 'uint8' | FloatType
  readonly fill: 'normal' | 'constant' | 'nan'
}

/** Volumes of which a voxel at least is neither 0 nor NaN. */
export const volumePlan: fc.Arbitrary<VolumePlan> = fc.record({
  shape: fc.tuple(side, side, side),
  type: fc.constantFrom('uint8', 'float32', 'float64'),
  fill: fc.constantFrom('normal', 'constant', 'nan'),
})

/** The volume of a plan. */
export function plannedVolume({ shape, type, fill }: VolumePlan): Volume {
  const cols = shape[0] * shape[1] * shape[2]
  const value = (v: number, _: number, j: number) =>
    j === 0 || fill === 'constant' ? 2 : fill === 'nan' && j % 3 === 1 ? NaN : 2 * v
  const { data } = madeMatrix(type === 'float32' ? 'float32' : 'float64', 1, cols, value)
  return { data: type === 'uint8' ? Uint8Array.from(data, Math.abs) : data, shape }
}

export interface OptionsPlan {
  readonly device?: Device | undefined
  readonly threads?: number | undefined
  readonly signal?: boolean | undefined
  readonly onProgress?: boolean | undefined
}

export const computeOptions: fc.Arbitrary<OptionsPlan | undefined> = fc.option(
  fc.record(
    {
      device: fc.constantFrom<Device>('auto', 'cpu', 'reference'),
      threads: fc.constantFrom(1, 2, 3, 8, 1024),
      signal: fc.boolean(),
      onProgress: fc.boolean(),
    },
    { requiredKeys: [] },
  ),
  { nil: undefined },
)

/** Real options; where a plan says nothing, the property is absent or undefined. */
export function plannedOptions(plan: OptionsPlan | undefined): ComputeOptions | undefined {
  if (!plan) return undefined
  return {
    ...('device' in plan ? { device: plan.device } : {}),
    ...('threads' in plan ? { threads: plan.threads } : {}),
    ...('signal' in plan ? { signal: plan.signal ? new AbortController().signal : undefined } : {}),
    ...('onProgress' in plan ? { onProgress: plan.onProgress ? () => {} : undefined } : {}),
  } as ComputeOptions
}
