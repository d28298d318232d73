import type { Writable } from 'node:stream'
import cliProgress from 'cli-progress'

/** Shows a run's stages to a person. */
export interface ProgressView {
  /** @param detail a few words on where the stage is */
  update(study: string, stage: string, fraction: number, detail?: string): void
  end(): void
}

/**
 * Seconds left, from the time that a fraction took; undefined while that says little.
 * @param from the fraction that was there before the clock began: of a download that is gone on with
 */
export function secondsLeft(elapsed: number, fraction: number, from = 0): number | undefined {
  const done = fraction - from
  return done > 0.02 && fraction < 1 && elapsed > 0.5 ? (elapsed * (1 - fraction)) / done : undefined
}

const estimate = (left: number | undefined) => (left === undefined ? [] : [`about ${Math.ceil(left)} s left`])

/** Bars on a terminal, lines in a pipe: one when a stage starts, at most one every five seconds, one when it ends. */
export function progressView(
  stream: Writable & { isTTY?: boolean },
  now: () => number = () => performance.now(),
): ProgressView {
  return stream.isTTY ? bars(stream, now) : lines(stream, now)
}

function lines(stream: Writable, now: () => number): ProgressView {
  let [current, started, from, said] = ['', 0, 0, 0]
  const say = (text: string) => {
    said = now()
    stream.write(`${text}\n`)
  }
  return {
    update(study, stage, fraction, detail) {
      const name = `${study}: ${stage}`
      if (name !== current || fraction === 0) [current, started, from] = [name, now(), fraction]
      else if (fraction < 1 && now() - said < 5000) return
      const elapsed = (now() - started) / 1000
      const left = secondsLeft(elapsed, fraction, from)
      if (fraction === 0) say(`${name} …`)
      else if (fraction === 1) say(`${name} done in ${elapsed.toFixed(1)} s`)
      else say([`${name} ${Math.floor(100 * fraction)} %`, ...(detail ? [detail] : []), ...estimate(left)].join(', '))
    },
    end() {},
  }
}

function bars(stream: Writable, now: () => number): ProgressView {
  const format = '{name} {bar} {percent} % {left}'
  let [current, started, from] = ['', 0, 0]
  let bar: cliProgress.SingleBar | undefined
  const stop = () => {
    bar?.stop()
    bar = undefined
  }
  return {
    update(study, stage, fraction, detail) {
      const name = `${study}: ${stage}`
      if (name !== current || fraction === 0) {
        stop()
        ;[current, started, from] = [name, now(), fraction]
        const preset = cliProgress.Presets.shades_classic
        bar = new cliProgress.SingleBar(
          { format, stream: stream as NodeJS.WritableStream, hideCursor: true, barsize: 24, gracefulExit: false },
          preset,
        )
        bar.start(100, 0, { name: name.padEnd(40), percent: '0', left: '' })
      }
      const left = secondsLeft((now() - started) / 1000, fraction, from)
      const percent = Math.floor(100 * fraction)
      bar?.update(percent, { percent, left: [...estimate(left), ...(detail ? [detail] : [])].join(', ') })
      if (fraction === 1) stop()
    },
    end: stop,
  }
}
