/** An image that is the nearest neighbour of others. */
export interface Hub {
  readonly neighbour: number
  /** Of how many targets. */
  readonly count: number
  /** count / targets. */
  readonly share: number
}

/** How few images are the neighbours of many. */
export interface HubReport {
  readonly targets: number
  /** Number of different neighbours. */
  readonly distinct: number
  /** Every neighbour, the most frequent first; of equally frequent ones the lowest first. */
  readonly hubs: readonly Hub[]
  /** Share of targets whose neighbour is one of the `top` first hubs; NaN without targets. */
  readonly topShare: number
  readonly top: number
}

/**
 * Which images are whose nearest neighbour.
 * @param neighbours the neighbour of each target, by any number: a row, or an image's id
 * @param top how many hubs make up `topShare`, default 10
 */
export function hubs(neighbours: Iterable<number>, top = 10): HubReport {
  const counts = new Map<number, number>()
  let targets = 0
  for (const neighbour of neighbours) {
    counts.set(neighbour, (counts.get(neighbour) ?? 0) + 1)
    targets++
  }
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || a - b)
  const inTop = sorted.slice(0, top).reduce((sum, [, count]) => sum + count, 0)
  return {
    ...{ targets, distinct: counts.size, top, topShare: inTop / targets },
    hubs: sorted.map(([neighbour, count]) => ({ neighbour, count, share: count / targets })),
  }
}
