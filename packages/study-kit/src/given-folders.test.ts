import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { StudyPackage } from './discover-studies.js'
import { GivenFolders } from './given-folders.js'
import { temporaryFolder } from './testing/temporary-folder.js'

const study: StudyPackage = {
  ...{ name: 'made', version: '1', folder: '/', module: '/x.js', options: { images: '', digit: '' } },
  ...{ files: [], several: [], folders: { images: ['.jpg', '.png'] }, flags: [] },
}
const never = new AbortController().signal
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** A folder `photos` with files of these names, the content of each its name. */
async function photos(...names: string[]): Promise<string> {
  const cwd = await temporaryFolder()
  await mkdir(join(cwd, 'photos'))
  for (const name of names) await writeFile(join(cwd, 'photos', name), name)
  return cwd
}
const find = (cwd: string, images = 'photos') => GivenFolders.find(study, { images, digit: '3' }, cwd, never)

describe('a folder of the user', () => {
  test('has its files of the wanted endings, in byte order, and one record of them all', async () => {
    const cwd = await photos('image_10.jpg', 'image_2.jpg', 'B.PNG', 'é.png', 'notes.txt', '.DS_Store', '._b.png')
    await mkdir(join(cwd, 'photos/more.jpg'))
    const folders = await find(cwd)
    expect(folders.count).toBe(1)
    const fractions: number[] = []
    const folder = (await folders.folder('images', (fraction) => fractions.push(fraction)))!
    const names = ['B.PNG', 'image_10.jpg', 'image_2.jpg', 'é.png']
    expect(folder.files.map(({ name }) => name)).toEqual(names)
    expect(Buffer.from(await folder.files[1]!.read()).toString()).toBe('image_10.jpg')
    const sum = sha256(names.map((name) => `${sha256(name)}  ${name}\n`).join(''))
    const record = { name: 'photos', bytes: 34, sha256: sum, files: 4, option: 'images' }
    expect(folders.records).toEqual([{ ...record, verified: null, licence: 'the user’s own' }])
    expect(await folders.folder('images')).toBe(folder)
    expect(folders.records).toHaveLength(1)
    expect(fractions).toEqual([0.25, 0.5, 0.75, 1])
  })

  test('has the checksum that sha256sum gives', async () => {
    const cwd = await photos('b.jpg', 'a.jpg')
    const folder = (await (await find(cwd)).folder('images'))!
    const command = 'LC_ALL=C sha256sum *.jpg | sha256sum'
    expect(execFileSync('sh', ['-c', command], { cwd: join(cwd, 'photos') }).toString()).toBe(`${folder.sha256}  -\n`)
  })

  test.each<[string, (cwd: string) => Promise<unknown>]>([
    ['another content', (cwd) => writeFile(join(cwd, 'photos/a.jpg'), 'x')],
    ['another file', (cwd) => writeFile(join(cwd, 'photos/c.jpg'), 'b.jpg')],
  ])('has another checksum with %s', async (_, change) => {
    const cwd = await photos('a.jpg', 'b.jpg')
    const sum = async () => (await (await find(cwd)).folder('images'))!.sha256
    const before = await sum()
    await writeFile(join(cwd, 'photos/notes.txt'), 'of no account')
    expect(await sum()).toBe(before)
    await change(cwd)
    expect(await sum()).not.toBe(before)
  })

  test('may hold links, and be one; an option that was not given has none', async () => {
    const cwd = await photos('a.jpg')
    await symlink(join(cwd, 'photos/a.jpg'), join(cwd, 'photos/b.jpg'))
    await symlink(join(cwd, 'photos'), join(cwd, 'link'))
    const folder = (await (await find(cwd, 'link')).folder('images'))!
    expect([folder.name, folder.files.length]).toEqual(['link', 2])
    const none = await GivenFolders.find(study, {}, cwd, never)
    expect([none.count, await none.folder('images')]).toEqual([0, undefined])
  })

  test('with a file that changes while the study runs: it is refused', async () => {
    const cwd = await photos('a.jpg', 'b.jpg')
    const { files } = (await (await find(cwd)).folder('images'))!
    await writeFile(join(cwd, 'photos/b.jpg'), 'B.jpg')
    await files[0]!.read()
    await expect(files[1]!.read()).rejects.toMatchObject({
      ...{ code: 'DATA_MISMATCH' },
      message: 'Expected b.jpg of --images as it was when it was first read but it changed',
    })
  })

  test('is read no further once the run is cancelled', async () => {
    const folders = await GivenFolders.find(
      study,
      { images: 'photos' },
      await photos('a.jpg'),
      AbortSignal.abort('stop'),
    )
    await expect(folders.folder('images')).rejects.toBe('stop')
    expect(folders.records).toEqual([])
  })
})

describe('one clear error for', () => {
  test.each([
    ['nothing', 'Expected a folder for --images but received nothing (nothing is there, seen from /'],
    ['photos/a.txt', 'Expected a folder for --images but received photos/a.txt (no folder, seen from /'],
    ['', 'Expected a folder for --images but received no name (no path)'],
    ['photos', 'Expected a folder with .jpg, .png files for --images but received photos (1 others, none of them)'],
  ])('%j', async (images, message) => {
    const found = find(await photos('a.txt'), images)
    await expect(found).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    await expect(found).rejects.toThrow(message)
  })
  test('a link to nothing, a pipe, a name that is no text', async () => {
    const cwd = await photos('a.jpg')
    await symlink('/nowhere/at/all', join(cwd, 'photos/b.jpg'))
    await expect(find(cwd)).rejects.toThrow('Expected files that can be read for --images but received b.jpg (a link to nothing)') // prettier-ignore
    const other = await photos('a.jpg')
    execFileSync('mkfifo', [join(other, 'photos/p.jpg')])
    await expect(find(other)).rejects.toThrow('Expected files for --images but received p.jpg (no regular file)')
    const third = await photos('a.jpg')
    await writeFile(Buffer.concat([Buffer.from(join(third, 'photos/')), Buffer.of(0xff), Buffer.from('.jpg')]), '')
    await expect(find(third)).rejects.toThrow('Expected names of one line in UTF-8 for --images but received "ÿ.jpg"')
  })
  test.skipIf(process.getuid?.() === 0)('a file that this user may not read', async () => {
    const cwd = await photos('a.jpg')
    await chmod(join(cwd, 'photos/a.jpg'), 0)
    await expect(find(cwd)).rejects.toThrow('received a.jpg (not to be read by this user)')
  })
  test('an option that is no folder', async () => {
    const folders = await GivenFolders.find(study, {}, '/', never)
    await expect(folders.folder('digit')).rejects.toThrow(
      'Expected package.json of made to declare --digit as a folder',
    )
  })
})
