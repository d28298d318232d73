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

/** The median of `repeats` runs. */
export interface Timing {
  readonly seconds: number
  readonly repeats: number
}

/** Times all runners in turns, after one run of each that is not counted, so that a disturbance hits all alike. */
export async function interleave(runners: readonly Runner[], plan: Plan): Promise<Timing[]> {
  const turns = runners.map((runner) => ({ runner, left: plan.repeats, times: [] as number[] }))
  for (const turn of turns) {
    const seconds = await paused(turn.runner, plan)
    if (turn.runner.mayBeFewer && seconds > plan.slowSeconds) turn.left = plan.slowRepeats
  }
  for (let k = 0; k < plan.repeats; k++)
    for (const turn of turns) if (turn.left-- > 0) turn.times.push(await paused(turn.runner, plan))
  return turns.map(({ times }) => ({ seconds: median(times), repeats: times.length }))
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
