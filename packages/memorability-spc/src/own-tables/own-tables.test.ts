import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { philox } from '@likeness/core-native'
import { writeNpy } from '@likeness/io'
import { pearson } from '@likeness/stats'
import type { GivenFile } from '@likeness/study-kit'
import { describe, expect, test } from 'vitest'
import { fakeStream, temporaryPath } from '../../test/made-features.js'
import { distinctiveness } from '../distinctiveness/index.js'
import { reconstructionErrors, sampleUnits, type Source } from '../features/index.js'
import { makeSample, sampleParams } from '../sample/index.js'
import { ownFiles, ownTables, type ColumnOptions } from './index.js'

function given(name: string, content: string | Uint8Array): GivenFile {
  const path = temporaryPath(name)
  writeFileSync(path, content)
  return { name: basename(path), path, bytes: statSync(path).size, read: () => Promise.resolve(readFileSync(path)) }
}

/** Row r (from 0) of the features is [10 r, 10 r + 1]. */
const rows = 6
const features = () => {
  const data = Float32Array.from({ length: 2 * rows }, (_, k) => 10 * Math.floor(k / 2) + (k % 2))
  return given('f.npy', writeNpy(data, [rows, 2]))
}
const own = async (scores: string, options: ColumnOptions = {}, ids?: string) =>
  ownTables(
    { features: features(), scores: given('s.csv', scores), ...(ids !== undefined && { ids: given('ids.txt', ids) }) },
    options,
  )
const firsts = async (source: Source) => [...(await sampleUnits([source], Int32Array.of(0))).data]

describe('images join their features by id', () => {
  test('in any order: ids are rows from 1, rows without a score are fillers, the file is not read', async () => {
    const found = await own('id,score\n3,.3\n1,.1\n4,.4\n2,.2\n')
    expect(found).toMatchObject({ ids: ['1', '2', '3', '4'], idColumn: 'id', scoreColumn: 'score' })
    expect([...found.scores]).toEqual([0.1, 0.2, 0.3, 0.4])
    expect(found.targets).toMatchObject({ rows: 4, offset: 128 })
    expect([await firsts(found.targets), await firsts(found.fillers)]).toEqual([[0, 10, 20, 30], [40, 50]]) // prettier-ignore
  })

  test('scored rows among others: in order in memory', async () => {
    const found = await own('id,score\n6,.6\n2,.2\n5,.5\n3,.3\n')
    expect([...found.rows]).toEqual([1, 2, 4, 5])
    expect([...found.scores]).toEqual([0.2, 0.3, 0.5, 0.6])
    expect([await firsts(found.targets), await firsts(found.fillers)]).toEqual([[10, 20, 40, 50], [0, 30]]) // prettier-ignore
    expect((await distinctiveness(found.targets, found.fillers)).neighbours).toEqual(Int32Array.of(1, 0, 3, 2))
  })

  test('with names of the rows', async () => {
    const found = await own(
      'image,score\ncat.jpg,1\ndog.jpg,2\n"a, b",3\nx,4\n',
      {},
      'x\ncat.jpg\ny\n"a, b"\ndog.jpg\nz\n',
    )
    expect(found).toMatchObject({ ids: ['x', 'cat.jpg', 'a, b', 'dog.jpg'], idColumn: 'image' })
    expect([...found.scores]).toEqual([4, 1, 3, 2])
    expect([...found.rows]).toEqual([0, 1, 3, 4])
  })

  test('all rows scored: no filler', async () => {
    const found = await own('id,score\n1,1\n2,2\n3,3\n4,4\n5,5\n6,6\n')
    expect(found.fillers.rows).toBe(0)
    expect((await distinctiveness(found.targets, found.fillers)).neighbours[0]).toBe(1)
  })

  // The negative control: a join that took the order of the file would give these scores.
  test('shuffling the rows of the scores changes nothing', async () => {
    const lines = ['1,.9', '2,.1', '3,.5', '4,.7']
    const [a, b] = [await own(`id,s\n${lines.join('\n')}`), await own(`id,s\n${[...lines].reverse().join('\n')}`)]
    expect(b.scores).toEqual(a.scores)
    expect(b.ids).toEqual(a.ids)
  })
})

test('the sample as own files: the same errors and neighbours as from memory, planted answer and all', async () => {
  const { targets, fillers, scores, unreconstructability } = await makeSample(2026)
  const data = new Float32Array(targets.data.length + fillers.data.length)
  data.set(targets.data)
  data.set(fillers.data, targets.data.length)
  const lines = scores.ids.map((id, i) => `${id},${scores.correctedHit[i]}`)
  const found = await ownTables({
    features: given('f.npy', writeNpy(data, [targets.rows + fillers.rows, targets.cols])),
    scores: given('s.csv', `id,score\n${philox(1).shuffle(lines).join('\n')}\n`),
  })
  expect(found.scores).toEqual(scores.correctedHit)
  const run = (x: Source, y: Source) =>
    reconstructionErrors(x, y, { stream: fakeStream(0).stream, coding: sampleParams.coding })
  const [own, direct] = [await run(found.targets, found.fillers), await run(targets, fillers)]
  expect(own).toEqual(direct)
  expect(pearson(own.errors, unreconstructability)).toBeGreaterThan(0.7)
  expect(await distinctiveness(found.targets, found.fillers)).toEqual(await distinctiveness(targets, fillers))
})

describe('columns', () => {
  test.each([
    ['im_ind,hit\n1,1\n2,2\n3,3\n4,4', {}, 'im_ind', 'hit'],
    ['Image type,Image index,m\nt,1,1\nt,2,2\nt,3,3\nt,4,4', {}, 'Image index', 'm'],
    ['row,id,a,b\n1,9,1,x\n2,9,2,x\n3,9,3,x\n4,9,4,x', { idColumn: 'row', scoreColumn: 'a' }, 'row', 'a'],
    [' id , score \n1, 1\n2, 2\n3, 3\n4, 4', {}, 'id', 'score'],
  ])('%j', async (text, options, idColumn, scoreColumn) => {
    expect(await own(text, options)).toMatchObject({ idColumn, scoreColumn })
  })

  test.each([
    ['name,score\n1,1', {}, /one column of ids named id, image, im_ind, Image index, or --id-column, .* received "name", "score"$/], // prettier-ignore
    ['id,image,score\n1,1,1', {}, /--id-column, for csv "s\.csv" but received "id", "image"$/],
    ['id,a,b\n1,1,1', {}, /one column of numbers beside the ids, or --score-column, .* received "a", "b"$/],
    ['id,a,b\n1,x,', {}, /--score-column, .* received no numbers in "a", "b"$/],
    ['id,score\n1,x', {}, /a finite number in column "score" on line 2 .* received "x"$/],
    ['id,score\n1,', {}, /a finite number in column "score" on line 2 .* an empty cell$/],
    ['id,score\n1,1', { idColumn: 'nr' }, /a column "nr" \(--id-column\) for csv "s\.csv" but received "id", "score"$/],
    ['id,score\n1,1', { scoreColumn: 'id' }, /a column "id" \(--score-column\) beside the ids .* received "score"$/],
  ])('that cannot be told: %j', async (text, options, message) => {
    await expect(own(text, options)).rejects.toThrow(message)
  })
})

describe('refused', () => {
  test.each([
    ['1,1\n2,2\n7,3\n4,4', undefined, /the number of a row of the features, 1 to 6, \(or --ids\) in column "id" for line 4 of csv "s\.csv" but received "7"$/], // prettier-ignore
    ['0,1\n2,2\n3,3\n4,4', undefined, /for line 2 .* received "0"$/],
    ['1.5,1\n2,2\n3,3\n4,4', undefined, /received "1\.5"$/],
    ['1,1\n2,2\n1,3\n4,4', undefined, /each id once for line 4 of csv "s\.csv" but received "1", which line 2 .* too$/],
    [',1\n2,2\n3,3\n4,4', undefined, /an id for line 2 .* received an empty one$/],
    ['1,1\n2,2\n3,3', undefined, /at least 4 scored images for csv "s\.csv" but received 3$/],
    ['a,1\nb,2\nc,3\nQ,4', 'a\nb\nc\nd\ne\nf', /an id of csv "ids\.txt" for line 5 of csv "s\.csv" but received "Q"$/],
    ['a,1\nb,2\nc,3\nd,4', 'a\nb\nc\nd\ne', /6 ids, one for each row of the features, .* received 5$/],
    ['a,1\nb,2\nc,3\nd,4', 'name\na\nb\nc\nd\ne\nf', /received 7: take off its first line if that is a name$/],
    ['a,1\nb,2\nc,3\nd,4', 'a\nb\nc\nd\ne\na', /each id once for line 6 of csv "ids\.txt" .* "a", which line 1 of/],
    ['a,1\nb,2\nc,3\nd,4', 'a\nb\n\nd\ne\nf', /an id for line 3 of csv "ids\.txt" but received an empty one$/],
    ['a,1\nb,2\nc,3\nd,4', 'a,1\nb,2\nc,3\nd,4\ne,5\nf,6', /one id on each line .* received 2 columns$/],
  ])('%j with ids %j', async (lines, ids, message) => {
    await expect(own(`id,score\n${lines}`, {}, ids)).rejects.toThrow(message)
  })

  test('features too large to be put in order, and those that are no matrix', async () => {
    const files = { features: features(), scores: given('s.csv', 'id,s\n1,1\n2,2\n4,3\n5,4') }
    await expect(ownTables(files, {}, { maxMemory: 90 })).rejects.toMatchObject({
      code: 'INVALID_TABLE',
      message: expect.stringMatching(/first 4 rows of features as large as this .* received row 3 without a score$/) as unknown, // prettier-ignore
    })
    const cube = { ...files, features: given('f.npy', writeNpy(new Float32Array(8), [2, 2, 2])) }
    await expect(ownTables(cube)).rejects.toMatchObject({ code: 'INVALID_FILE' })
    await expect(ownTables(files, {}, { signal: AbortSignal.abort('stop') })).rejects.toBe('stop')
  })
})

describe('the options', () => {
  const context = (all: Record<string, GivenFile>) => {
    const stages: string[] = []
    const stage = (name: string) => {
      stages.push(name)
      return () => {}
    }
    return { stages, file: (option: string) => Promise.resolve(all[option]), stage }
  }
  test('features and scores go together', async () => {
    const [f, s] = [given('f.npy', ''), given('s.csv', '')]
    expect(await ownFiles(context({}))).toBeUndefined()
    expect(await ownFiles(context({ features: f, scores: s }))).toEqual({ features: f, scores: s })
    expect(await ownFiles(context({ features: f, scores: s, ids: s }))).toEqual({ features: f, scores: s, ids: s })
    await expect(ownFiles(context({ features: f }))).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: 'Expected --features and --scores together for own data but received --features alone',
    })
    await expect(ownFiles(context({ scores: s, ids: s }))).rejects.toThrow('received --scores and --ids alone')
  })
})
