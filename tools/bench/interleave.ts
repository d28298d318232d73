/** Something timed: ours or a peer's, at one thread count. */
export interface Runner {
  /** One run: seconds. */
  readonly run: () => Promise<number>
  /** Whether fewer repeats may do when a run takes long. */
  readonly mayBeFewer: boolean
}

/** How often to run. */
export interface Plan {
  readonly repeats: number
  /** Repeats of a run that may be fewer and takes more than `slowSeconds`. */
  readonly slowRepeats: number
  readonly slowSeconds: number
  /** Idle milliseconds before each run: a BLAS's threads spin for some 30 ms after theirs. */
  readonly pause: number
}

/** Runs in turns: the seconds of each, none where a runner sat a turn out, and their median. */
export interface Timing {
  readonly seconds: number
  readonly turns: readonly (number | undefined)[]
}

/**
 * Times all runners in turns, after one run of each that is not counted, so that a disturbance hits all alike. Fewer
 * repeats are spread over all turns.
 */
export async function interleave(runners: readonly Runner[], plan: Plan): Promise<Timing[]> {
  const all = runners.map((runner) => ({ runner, repeats: plan.repeats, turns: [] as (number | undefined)[] }))
  for (const one of all) {
    const seconds = await paused(one.runner, plan)
    if (one.runner.mayBeFewer && seconds > plan.slowSeconds) one.repeats = plan.slowRepeats
  }
  for (let k = 0; k < plan.repeats; k++)
    for (const { runner, repeats, turns } of all)
      turns.push(takesTurn(k, repeats, plan.repeats) ? await paused(runner, plan) : undefined)
  return all.map(({ turns }) => ({ seconds: median(turns.filter((seconds) => seconds !== undefined)), turns }))
}

function takesTurn(k: number, repeats: number, turns: number): boolean {
  return Math.floor(((k + 1) * repeats) / turns) > Math.floor((k * repeats) / turns)
}

/** How many times as long as `ours` the other took: the median over the turns that both ran. */
export function ratio(other: Timing, ours: Timing): number {
  return median(
    other.turns.flatMap((seconds, k) => {
      const own = ours.turns[k]
      return seconds === undefined || own === undefined ? [] : [seconds / own]
    }),
  )
}

async function paused(runner: Runner, { pause }: Plan): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, pause))
  return runner.run()
}

/** The middle value; the mean of the two for an even number of values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2
}
