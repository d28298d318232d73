import type { Pair } from './similarity.js'

/** Ways to choose one candidate for each value. */
export interface DisjointChoices {
  /** Per choice the index of each value's candidate; -1 where a value has none. */
  readonly choices: readonly (readonly number[])[]
  /** Whether these are all there are; false when the search stopped at its limit. */
  readonly all: boolean
}

/**
 * Choices of one candidate for each value that use no image twice, in lexicographic order: the first candidates first.
 * @param candidates per value its candidate pairs
 * @param limit.most choices that are kept; @param limit.steps candidates that are tried, which bounds the time of a search
 *   without a solution
 */
export function disjointChoices(
  candidates: readonly (readonly Pair[])[],
  { most = 100_000, steps = 10_000_000 }: { most?: number; steps?: number } = {},
): DisjointChoices {
  const choices: number[][] = []
  const [chosen, used]: [number[], Set<number>] = [[], new Set()]
  let [tried, all] = [0, true]
  const extend = (): void => {
    const options = candidates[chosen.length]
    if (!options) return void choices.push([...chosen])
    if (options.length === 0) descend(-1)
    options.forEach((pair, k) => {
      if (all && !pair.some((image) => used.has(image))) withUsed(pair, () => descend(k))
    })
  }
  const descend = (k: number): void => {
    if (choices.length >= most || ++tried > steps) return void (all = false)
    chosen.push(k)
    extend()
    chosen.pop()
  }
  const withUsed = (pair: Pair, act: () => void): void => {
    pair.forEach((image) => used.add(image))
    act()
    pair.forEach((image) => used.delete(image))
  }
  extend()
  return { choices, all }
}
