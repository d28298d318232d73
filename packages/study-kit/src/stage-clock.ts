// Each report crosses to the main thread: a study that calls back for every pair must not flood it.
const smallestStep = 0.001

/**
 * Times a study's stages, one after another, and passes on their progress: never falling within a stage, at most about a
 * thousand times.
 */
export class StageClock {
  readonly #stages: { name: string; seconds: number }[] = []
  #current: { name: string; start: number; fraction: number } | undefined
  constructor(
    readonly report: (stage: string, fraction: number, detail?: string) => void,
    readonly now: () => number = () => performance.now(),
  ) {}

  /** Ends the stage before and starts the next. The detail (a loss, an epoch) goes with the fraction that it comes with. */
  start(name: string): (fraction: number, detail?: string) => void {
    this.#close()
    const current = (this.#current = { name, start: this.now(), fraction: 0 })
    this.report(name, 0)
    return (fraction, detail) => {
      if (this.#current !== current || !(fraction > current.fraction)) return
      if (fraction < 1 && fraction - current.fraction < smallestStep) return
      current.fraction = Math.min(fraction, 1)
      this.report(name, current.fraction, detail)
    }
  }

  /** Ends the last stage and gives all of them with their times. */
  end(): { name: string; seconds: number }[] {
    this.#close()
    return this.#stages
  }

  #close(): void {
    if (!this.#current) return
    this.#stages.push({ name: this.#current.name, seconds: (this.now() - this.#current.start) / 1000 })
    if (this.#current.fraction < 1) this.report(this.#current.name, 1)
    this.#current = undefined
  }
}
