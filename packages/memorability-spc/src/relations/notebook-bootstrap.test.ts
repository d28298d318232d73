import { readFileSync } from 'node:fs'
import { pearson } from '@likeness/stats'
import { expect, test } from 'vitest'
import { notebookBootstrap } from './notebook-bootstrap.js'

const golden = JSON.parse(readFileSync(new URL('../golden/legacy-random.json', import.meta.url), 'utf8')) as {
  notebookBootstrap: {
    x: number[]
    y: number[]
    notebook: [number, number]
    percentile: [number, number]
    notebookP: number
    p: number
  }[]
}

const at = (values: readonly number[], indices: Int32Array) => Array.from(indices, (i) => values[i]!)

test.each(golden.notebookBootstrap)("equals pandas' sample with random_state 0, 1, ...: $notebook", async (want) => {
  const { x, y } = want
  const { r } = await notebookBootstrap(14, (i) => ({ r: pearson(at(x, i), at(y, i)) }))
  expect(r.estimate).toBe(pearson(x, y))
  for (const rule of ['notebook', 'percentile'] as const)
    for (const side of [0, 1]) expect(r.ci[rule][side]).toBeCloseTo(want[rule][side]!, 13)
  expect(r.p).toBeCloseTo(want.p, 15)
  const rest = { notebookP: want.notebookP, resamples: 1000, valid: 1000, n: 14, level: 0.95 }
  expect(r).toMatchObject({ ...rest, method: 'notebook-bootstrap' })
})

test('resample i is that of RandomState(i), after the images as they are', async () => {
  const seen: number[][] = []
  await notebookBootstrap(9, (indices) => ({ v: seen.push([...indices]) }), { resamples: 2 })
  expect(seen).toEqual([
    [0, 1, 2, 3, 4, 5, 6, 7, 8],
    ...[
      [5, 0, 3, 3, 7, 3, 5, 2, 4],
      [5, 8, 5, 0, 0, 1, 7, 6, 2],
    ],
  ])
})

test('two-sided p: values of 0 count on both sides, never more than 1; the undivided count may be', async () => {
  const run = async (of: (k: number) => number) => {
    let calls = -1
    const { v } = await notebookBootstrap(2, () => ({ v: of(calls++) }), { resamples: 99 })
    return [v.notebookP, v.p]
  }
  expect(await run(() => 0)).toEqual([0, 1])
  expect(await run(() => 3)).toEqual([0, 0.02])
  // 9 of 99 below 0: 2 * 10 / 100.
  expect(await run((k) => (k >= 0 && k < 9 ? -1 : 1))).toEqual([18, 0.2])
  expect(await run((k) => (k % 2 ? -1 : 1))).toEqual([98, 1])
})

test('undefined resamples are left out', async () => {
  let calls = 0
  const options = { resamples: 40 }
  const { v } = await notebookBootstrap(3, () => ({ v: calls++ % 2 ? NaN : 1 }), options)
  expect(v).toMatchObject({ valid: 20, resamples: 40, ci: { notebook: [1, 1], percentile: [1, 1] } })
  const { none } = await notebookBootstrap(3, () => ({ none: NaN }), options)
  expect(none).toMatchObject({ valid: 0, p: NaN, ci: { notebook: [NaN, NaN], percentile: [NaN, NaN] } })
})

test('progress and abort', async () => {
  const seen: number[] = []
  await notebookBootstrap(3, () => ({ v: 1 }), { resamples: 10, onProgress: (done, total) => seen.push(done / total) })
  expect(seen.at(-1)).toBe(1)
  const signal = AbortSignal.abort('enough')
  await expect(notebookBootstrap(3, () => ({ v: 1 }), { signal })).rejects.toBe('enough')
})
