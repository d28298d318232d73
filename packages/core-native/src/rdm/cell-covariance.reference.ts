/**
 * V⁻¹ x for some cells of an RDM of n conditions, V their covariance up to a factor where conditions are measured independently and alike:
 * (C C')∘(C C') with a row of C for each pair (Diedrichsen et al. 2021), 4 on the diagonal, 1 for two pairs that share a
 * condition, else 0. By conjugate gradients, so that V is never formed.
 */
export function solveCellCovariance(x: readonly number[], cells: readonly number[], n: number): number[] {
  const pairs = cells.map((cell) => pairOf(cell, n))
  const solution = x.map(() => 0)
  let residual = [...x]
  let direction = residual
  let squares = product(residual, residual)
  const enough = squares * 1e-32
  for (let step = 0; step < 10 * x.length && squares > enough; step++) {
    const image = multiply(pairs, direction)
    const length = squares / product(direction, image)
    for (let k = 0; k < x.length; k++) solution[k]! += length * direction[k]!
    residual = residual.map((value, k) => value - length * image[k]!)
    const before = squares
    squares = product(residual, residual)
    direction = residual.map((value, k) => value + (squares / before) * direction[k]!)
  }
  return solution
}

const product = (x: readonly number[], y: readonly number[]) => x.reduce((sum, value, k) => sum + value * y[k]!, 0)

/** V x: twice x, and the sums of x over the pairs of either condition. */
function multiply(pairs: readonly [number, number][], x: readonly number[]): number[] {
  const sums: number[] = []
  pairs.forEach(([i, j], k) => {
    sums[i] = (sums[i] ?? 0) + x[k]!
    sums[j] = (sums[j] ?? 0) + x[k]!
  })
  return pairs.map(([i, j], k) => 2 * x[k]! + sums[i]! + sums[j]!)
}

/** The conditions of a cell of the condensed order. */
function pairOf(cell: number, n: number): [number, number] {
  let [i, first] = [0, 0]
  for (; cell >= first + n - 1 - i; i++) first += n - 1 - i
  return [i, i + 1 + cell - first]
}
