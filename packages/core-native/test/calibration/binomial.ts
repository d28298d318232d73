/** Central interval of a binomial count: at most `outside` / 2 of its probability lies below `low`, as much above `high`. */
export function binomialInterval(n: number, rate: number, outside = 0.01): readonly [low: number, high: number] {
  const mass = binomial(n, rate)
  const end = (counts: Iterable<number>) => {
    let beyond = 0
    for (const k of counts) if ((beyond += mass[k]!) > outside / 2) return k
    return NaN
  }
  return [end(mass.keys()), end([...mass.keys()].reverse())]
}

/** Probabilities of 0 … n, by ratios from the likeliest count: no logarithm, so the same on every engine. */
function binomial(n: number, rate: number): Float64Array {
  const mass = new Float64Array(n + 1)
  const mode = Math.min(n, Math.floor((n + 1) * rate))
  mass[mode] = 1
  for (let k = mode; k < n; k++) mass[k + 1] = (mass[k]! * (n - k) * rate) / ((k + 1) * (1 - rate))
  for (let k = mode; k > 0; k--) mass[k - 1] = (mass[k]! * k * (1 - rate)) / ((n - k + 1) * rate)
  const total = mass.reduce((sum, p) => sum + p, 0)
  return mass.map((p) => p / total)
}
