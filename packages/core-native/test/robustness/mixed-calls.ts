import { setTimeout as delay } from 'node:timers/promises'
import { cdist, metrics, pdist, philox, type ComputeOptions, type Philox } from '../../src/index.js'
import type { Float } from '../../src/runtime/matrix.js'
import { bits, madeMatrix, type FloatType } from '../../src/testing/made-matrix.js'
import { sanitized } from '../../src/testing/sanitized.js'
import { simdLevels } from '../../src/testing/simd-levels.js'

type Start = (options?: ComputeOptions) => Promise<Float>

interface Problem {
  readonly text: string
  readonly start: Start
  /** The bytes of the result computed alone, on one thread. */
  readonly alone: Buffer
}

export interface Tally {
  readonly completed: number
  readonly aborted: number
}

const types: readonly FloatType[] = ['float32', 'float64']

function drawStart(random: Philox): { text: string; start: Start } {
  const type = types[random.integer(2)]!
  const metric = metrics[random.integer(metrics.length)]!
  // One in five long enough to be aborted in the middle.
  const [rows, cols] = random.integer(5) > 0 ? [70, 40] : sanitized ? [150, 150] : [400, 400]
  const x = madeMatrix(type, 2 + random.integer(rows), 1 + random.integer(cols))
  const y = madeMatrix(type, 1 + random.integer(rows), x.cols)
  const text = `${metric} of ${type} ${x.rows} x ${x.cols}`
  if (random.integer(2) === 0) return { text: `pdist ${text}`, start: (options) => pdist<Float>(x, metric, options) }
  return { text: `cdist ${text}`, start: async (options) => (await cdist<Float>(x, y, metric, options)).data }
}

async function draw(random: Philox): Promise<Problem> {
  const { text, start } = drawStart(random)
  return { text, start, alone: Buffer.from(bits(await start({ threads: 1 }))) }
}

/** Starts a call at a level of its own: a call reads LIKENESS_SIMD before it returns. */
function startAt(level: string, start: () => Promise<Float>): Promise<Float> {
  const before = process.env['LIKENESS_SIMD']
  process.env['LIKENESS_SIMD'] = level
  try {
    return start()
  } finally {
    if (before === undefined) delete process.env['LIKENESS_SIMD']
    else process.env['LIKENESS_SIMD'] = before
  }
}

/** One call, in half of the cases with an abort at a random time: which may come after its end. */
async function oneCall(problem: Problem, random: Philox): Promise<'completed' | 'aborted'> {
  const controller = new AbortController()
  const reason = new Error('aborted by the test')
  const level = simdLevels()[random.integer(simdLevels().length)]!
  const options = { threads: 1 + random.integer(6), signal: controller.signal }
  const timer = random.integer(2) === 0 ? setTimeout(() => controller.abort(reason), random.integer(12)) : undefined
  try {
    const result = await startAt(level, () => problem.start(options))
    if (!bits(result).equals(problem.alone))
      throw new Error(`${problem.text} differs at ${level} on ${options.threads} threads from the result alone`)
    return 'completed'
  } catch (error) {
    if (error !== reason) throw error
    return 'aborted'
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Mixed calls, several at a time, for some seconds: random sizes, types, metrics, threads and levels, aborts at random
 * times.
 * @throws Error, with the seed, where a result that completes differs by a bit from the one computed alone, or a call
 *   ends otherwise than by its own abort
 */
export async function mixedCalls(seed: number, seconds: number, together = 8): Promise<Tally> {
  const random = philox(seed)
  const tally = { completed: 0, aborted: 0 }
  try {
    const problems: Problem[] = []
    for (let k = 0; k < 24; k++) problems.push(await draw(random))
    const end = performance.now() + seconds * 1000
    const lane = async (own: Philox) => {
      do {
        tally[await oneCall(problems[own.integer(problems.length)]!, own)]++
        if (own.integer(8) === 0) await delay(own.integer(5))
      } while (performance.now() < end)
    }
    await Promise.all(Array.from({ length: together }, (_, k) => lane(random.stream(k + 1))))
  } catch (cause) {
    throw new Error(`mixed calls with seed ${seed}: ${String(cause)}`, { cause })
  }
  return tally
}
