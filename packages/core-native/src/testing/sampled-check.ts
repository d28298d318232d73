import type { BenchmarkCheck } from './benchmark.js'

const digits = (error: number) => (error === 0 ? '0' : error.toExponential(0))

/**
 * The largest difference of values, at some places of the flat result, from what is expected there.
 * @param relative divided by the largest expected magnitude
 */
export function sampledCheck<R>(
  expected: ReadonlyMap<number, number>,
  valuesOf: (result: R) => ArrayLike<number>,
  relative = false,
): BenchmarkCheck<R> {
  const at = [...expected.keys()]
  const most = relative ? Math.max(...[...expected.values()].map(Math.abs)) : 1
  const error = (values: readonly number[]) =>
    Math.max(...at.map((place, k) => Math.abs(values[k]! - expected.get(place)!))) / most
  return {
    ask: { at },
    ours: (result) => digits(error(at.map((place) => valuesOf(result)[place]!))),
    theirs: (answer) => digits(error(answer['values'] as number[])),
  }
}
