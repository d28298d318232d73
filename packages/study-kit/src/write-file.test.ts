import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from './testing/temporary-folder.js'
import { writeWhole } from './write-file.js'

test('writes text and bytes, making the folders', async () => {
  const folder = await temporaryFolder()
  await writeWhole(join(folder, 'a/b/text.json'), '{"ρ":1}')
  await writeWhole(join(folder, 'a/b/bytes.png'), Uint8Array.of(1, 2, 255))
  expect(await readFile(join(folder, 'a/b/text.json'), 'utf8')).toBe('{"ρ":1}')
  expect([...(await readFile(join(folder, 'a/b/bytes.png')))]).toEqual([1, 2, 255])
  expect((await readdir(join(folder, 'a/b'))).sort()).toEqual(['bytes.png', 'text.json'])
})

test('the old file stays when writing fails, and nothing is left beside it', async () => {
  const folder = await temporaryFolder()
  const path = join(folder, 'results.json')
  await writeFile(path, 'old')
  await expect(writeWhole(path, 3 as unknown as string)).rejects.toThrow()
  expect(await readFile(path, 'utf8')).toBe('old')
  expect(await readdir(folder)).toEqual(['results.json'])
})

test('nothing is left when the file cannot be put into its place', async () => {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'results.json'))
  await expect(writeWhole(join(folder, 'results.json'), 'new')).rejects.toThrow('results.json')
  expect(await readdir(folder)).toEqual(['results.json'])
})

test('of many writes at once one stands there whole', async () => {
  const folder = await temporaryFolder()
  const path = join(folder, 'results.json')
  const texts = Array.from({ length: 20 }, (_, k) => String(k).repeat(50_000))
  await Promise.all(texts.map((text) => writeWhole(path, text)))
  expect(texts).toContain(await readFile(path, 'utf8'))
  expect(await readdir(folder)).toEqual(['results.json'])
})
