import { createHash } from 'node:crypto'
import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { StudyPackage } from './discover-studies.js'
import { GivenFiles, largestHashed } from './given-files.js'
import { temporaryFolder } from './testing/temporary-folder.js'

const study: StudyPackage = {
  ...{ name: 'made', version: '1', folder: '/', module: '/x.js' },
  ...{ options: { features: '', scores: '', digit: '' }, files: ['features', 'scores'] },
  ...{ several: ['scores'], folders: {}, flags: [] },
}
const never = new AbortController().signal
const text = 'id,score\n1,2\n'
const sha256 = createHash('sha256').update(text).digest('hex')

async function folderWith(name = 'mine.csv'): Promise<string> {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'sub'))
  await writeFile(join(folder, 'sub', name), text)
  return folder
}

describe('a file of the user', () => {
  test('counts from the caller’s folder, is read, and recorded once with its checksum', async () => {
    const folder = await folderWith()
    const files = await GivenFiles.find(study, { scores: 'sub/mine.csv', digit: '3' }, folder, never)
    expect(files.count).toBe(1)
    const fractions: number[] = []
    const file = (await files.file('scores', (fraction) => fractions.push(fraction)))!
    expect(file).toMatchObject({ name: 'mine.csv', path: join(folder, 'sub/mine.csv'), bytes: text.length })
    expect(Buffer.from(await file.read()).toString()).toBe(text)
    expect(await files.file('scores')).toMatchObject({ path: file.path })
    expect(files.records).toEqual([
      ...[
        { name: 'mine.csv', bytes: text.length, sha256, verified: null, licence: 'the user’s own', option: 'scores' },
      ],
    ])
    expect(fractions).toEqual([1])
  })

  test('may be absolute, or a link; an option that was not given has none', async () => {
    const folder = await folderWith()
    await symlink(join(folder, 'sub/mine.csv'), join(folder, 'link'))
    const files = await GivenFiles.find(study, { scores: join(folder, 'link') }, '/', never)
    expect((await files.file('scores'))!.name).toBe('link')
    expect(await files.file('features')).toBeUndefined()
  })

  test('that is very large is recorded without a checksum, and not read whole', async () => {
    const folder = await folderWith('huge')
    await truncate(join(folder, 'sub/huge'), largestHashed + 1)
    const files = await GivenFiles.find(study, { features: 'sub/huge' }, folder, never)
    const file = (await files.file('features'))!
    expect(files.records).toMatchObject([{ bytes: largestHashed + 1, sha256: null }])
    await expect(file.read()).rejects.toThrow('Expected at most 1 GiB for --features but received 4294967297 bytes')
  })

  test('that changes while the study runs is refused', async () => {
    const folder = await folderWith()
    const files = await GivenFiles.find(study, { scores: 'sub/mine.csv' }, folder, never)
    const file = (await files.file('scores'))!
    await writeFile(file.path, 'id,score\n1,3\n')
    await expect(file.read()).rejects.toMatchObject({ code: 'DATA_MISMATCH' })
  })

  test('is not hashed any further once the run is cancelled', async () => {
    const folder = await folderWith()
    const files = await GivenFiles.find(study, { scores: 'sub/mine.csv' }, folder, AbortSignal.abort('stop'))
    await expect(files.file('scores')).rejects.toBe('stop')
    expect(files.records).toEqual([])
  })
})

describe('one clear error for', () => {
  test.each([
    ['nothing.csv', /^Expected a file for --scores but received nothing\.csv \(nothing is there, seen from \/.*\)$/],
    ['sub', /received sub \(a folder\)$/],
    ['', /received no name \(no path\)$/],
    ['a\0b', /\(no path\)$/],
    ['sub/mine.csv/x', /\(ENOTDIR\)$/],
    ['/dev/null', /\(no regular file\)$/],
  ])('%j', async (name, message) => {
    const found = GivenFiles.find(study, { scores: name }, await folderWith(), never)
    await expect(found).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', message: expect.stringMatching(message) as unknown }) // prettier-ignore
  })
  test('an option that is no file', async () => {
    const files = await GivenFiles.find(study, {}, '/', never)
    await expect(files.file('digit')).rejects.toMatchObject({
      code: 'INVALID_MANIFEST',
      message: 'Expected package.json of made to declare --digit as a file',
    })
  })
})

test('several files of one option come in their order, each with a record, read once however often they are asked for', async () => {
  const folder = await temporaryFolder()
  for (const name of ['b.csv', 'a.csv', 'c.csv']) await writeFile(join(folder, name), name)
  const given = await GivenFiles.find(study, { scores: ['b.csv', 'a.csv', 'c.csv'] }, folder, never)
  const first = (await given.file('scores'))!
  await given.file('scores')
  const all = [first, ...first.more!]
  expect(all.map(({ name }) => name)).toEqual(['b.csv', 'a.csv', 'c.csv'])
  expect(given.records.map(({ name, option }) => [name, option])).toEqual(all.map(({ name }) => [name, 'scores']))
  for (const file of all) expect(new TextDecoder().decode(await file.read())).toBe(file.name)
  const missing = GivenFiles.find(study, { scores: ['a.csv', 'd.csv'] }, folder, never)
  await expect(missing).rejects.toThrow('Expected a file for --scores but received d.csv')
})
