import { useBackend, type Weights } from '@likeness/nets'
import { beforeAll, describe, expect, test } from 'vitest'
import { crossEntropy } from './evaluate.js'
import { train, type Training } from './train.js'
import { drawnSet, type TrainingSet } from './training-set.js'

const bitsOf = (weights: Weights) =>
  Buffer.concat([...weights.values()].map(({ data }) => Buffer.from(data.buffer))).toString('base64')
const outcome = ({ curve, weights }: Training) => ({ curve, bits: bitsOf(weights) })

/** A checkpoint in memory, and what was said of the progress. */
function desk(content?: Uint8Array) {
  const kept: { content: Uint8Array | undefined; writes: number } = { content, writes: 0 }
  const lines: [number, string | undefined][] = []
  const controller = new AbortController()
  const run = {
    signal: controller.signal,
    onProgress: (fraction: number, detail?: string) => void lines.push([fraction, detail]),
    checkpoint: {
      read: async () => kept.content,
      write: async (written: Uint8Array) => void ((kept.content = written), kept.writes++),
    },
  }
  return { kept, lines, controller, run }
}

const { problems } = await useBackend('auto')
const native = problems.some((problem) => problem.startsWith('native')) ? [] : (['native'] as const)

describe.each([...native, 'wasm'] as const)('training on %s', (backend) => {
  const options = { seed: 3, epochs: 2, machine: backend }
  let set: TrainingSet
  let whole: Training
  beforeAll(async () => {
    await useBackend(backend, { threads: 1 })
    // 160 images: three steps an epoch, the last one smaller.
    set = await drawnSet(3, undefined, { drawnPerDigit: 16, heldOutPerDigit: 4 })
    whole = await train(set, options, desk().run)
  })

  test('scores the start and each epoch, and says where it is', async () => {
    const { lines, run } = desk()
    expect(outcome(await train(set, options, run))).toEqual(outcome(whole))
    expect(whole.curve.map(({ epoch }) => epoch)).toEqual([0, 1, 2])
    expect(Math.abs(whole.curve[0]!.training.loss - Math.log(10))).toBeLessThan(0.1)
    expect(whole.curve[2]!.training.loss).toBeLessThan(whole.curve[0]!.training.loss)
    expect([whole.n, whole.kind, whole.resumedAt]).toEqual([{ training: 160, heldOut: 40 }, 'drawn', undefined])
    expect(lines.map(([fraction]) => Math.round(6e9 * fraction) / 1e9)).toEqual([1, 2, 3, 4, 5, 6])
    for (const [k, [, detail]] of lines.entries())
      expect(detail).toMatch(new RegExp(`^epoch ${k < 3 ? 1 : 2} of 2, loss \\d\\.\\d{3}, accuracy \\d+\\.\\d %$`))
  })

  test.each([2, 3, 6])('aborted after %d of 6 steps, goes on to the same bits', async (steps) => {
    const first = desk()
    const reason = new Error('enough')
    const watched = (fraction: number) => {
      if (Math.round(6 * fraction) === steps) first.controller.abort(reason)
    }
    await expect(train(set, options, { ...first.run, onProgress: watched })).rejects.toBe(reason)
    const second = desk(first.kept.content)
    const rest = await train(set, options, second.run)
    expect(outcome(rest)).toEqual(outcome(whole))
    expect(second.lines).toHaveLength(6 - steps)
    expect(rest.resumedAt).toEqual({ epoch: Math.ceil(steps / 3), step: ((steps - 1) % 3) + 1 })
  })
})

describe('a checkpoint', () => {
  const options = { seed: 3, epochs: 1, machine: 'wasm' }
  const small = { drawnPerDigit: 1, heldOutPerDigit: 1 }
  beforeAll(async () => void (await useBackend('wasm')))

  test.each([
    ['another seed', { seed: 4 }, 3],
    ['more epochs', { epochs: 2 }, 3],
    ['another backend', { machine: 'cpu' }, 3],
    ['other images', {}, 5],
  ])('of a run with %s is not used', async (_, changed, drawn) => {
    const { kept, run } = desk()
    await train(await drawnSet(3, undefined, small), options, run)
    expect(kept.writes).toBe(1)
    const other = await train(
      await drawnSet(drawn, undefined, small),
      { ...options, ...changed },
      desk(kept.content).run,
    )
    expect(other.resumedAt).toBeUndefined()
  })

  test.each(['', '{', 'null', '{"key":"another program"}'])('%j is not used', async (text) => {
    const { resumedAt } = await train(await drawnSet(3, undefined, small), options, desk(Buffer.from(text)).run)
    expect(resumedAt).toBeUndefined()
  })

  test('of the same run is', async () => {
    const { kept, run } = desk()
    const set = await drawnSet(3, undefined, small)
    await train(set, options, run)
    expect((await train(set, options, desk(kept.content).run)).resumedAt).toEqual({ epoch: 1, step: 1 })
  })
})

test('cross-entropy by hand, and of logits that would overflow', () => {
  const logits = [0, Math.log(3), ...new Array<number>(8).fill(-Infinity), 1000, 0, ...new Array<number>(8).fill(0)]
  expect(crossEntropy(logits, Uint8Array.of(1, 0))).toBeCloseTo(Math.log(4 / 3) / 2, 12)
})
