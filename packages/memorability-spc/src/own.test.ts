import { writeNpy } from '@likeness/io'
import type { GivenFile } from '@likeness/study-kit'
import { fakeContext } from '@likeness/study-kit/testing'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codingFor } from './own.js'
import { makeSample } from './sample/index.js'
import study from './study.js'

const folder = mkdtempSync(join(tmpdir(), 'likeness-own-'))
afterAll(() => rmSync(folder, { recursive: true }))

function given(name: string, content: Uint8Array): GivenFile {
  const path = join(folder, name)
  writeFileSync(path, content)
  return { name, path, bytes: content.length, read: () => Promise.resolve(content) }
}

describe('own features and scores', () => {
  let result: Awaited<ReturnType<typeof study.run>>
  let ids: number[]
  beforeAll(async () => {
    // Of 90 made targets every second one has a score, last row first; the others are fillers.
    const { targets, scores } = await makeSample(7)
    ids = Array.from({ length: 45 }, (_, k) => 89 - 2 * k)
    const rows = ids.map((id) => `${id},${scores.correctedHit[id - 1]}`)
    const files: Record<string, GivenFile> = {
      features: given('own.npy', writeNpy(targets.data.slice(0, 90 * targets.cols), [90, targets.cols])),
      scores: given('own.csv', new TextEncoder().encode(`image,liking\n${rows.join('\n')}\n`)),
    }
    const { context } = fakeContext({ data: 'own', file: (option) => Promise.resolve(files[option]) })
    result = await study.run(study.parseOptions({ seeds: '2', batches: '60' }), context)
  }, 60_000)

  test('are joined by id: the planted relation is found, the scores keep their name', () => {
    expect(result.values['re.corrected.r']).toBeGreaterThan(0.6)
    expect(result.answers[0]!.answer).toMatch(/^Yes: r = 0\.\d+ between reconstruction error and liking over 45 images/)
    expect(result.figures[0]!.svg).toContain('<title>image 89: x = ')
    for (const id of [2, 4]) expect(result.figures[0]!.svg).not.toContain(`<title>image ${id}: `)
  })
  test('say nothing of hits and false alarms, which are not known', () => {
    const text = JSON.stringify([result.numbers, result.answers])
    expect(text).not.toMatch(/hit rate|false alarm|NaN|undefined/)
    expect(result.numbers.every(({ estimate }) => estimate !== null)).toBe(true)
    expect(result.values['re.hit.r']).toBeNull()
  })
  test('have the seeds and the training of their own', () => {
    expect(result.tables!.find(({ id }) => id === 'seeds')!.rows).toHaveLength(2)
    expect(result.figures.at(-2)!.svg).toContain('60 batches per seed')
  })
})

test('beside the real data they are refused, not ignored', async () => {
  const file = (option: string) => Promise.resolve(option === 'scores' ? given('s.csv', new Uint8Array()) : undefined)
  const { context } = fakeContext({ data: 'real', file })
  await expect(study.run(study.parseOptions({}), context)).rejects.toThrow(
    'Expected no files of your own for --data real but received --scores',
  )
})

test('a smaller layer is used whole, with the published share of atoms', () => {
  expect(codingFor(4096, { batches: 1000 })).toEqual({ units: 1000, atoms: 500, batches: 1000 })
  expect(codingFor(300, { batches: 5 })).toEqual({ units: 300, atoms: 150, batches: 5 })
  expect(codingFor(1, { batches: 5 })).toEqual({ units: 1, atoms: 1, batches: 5 })
})
