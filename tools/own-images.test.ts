import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { imagesStudy } from './testing/images-study.js'
import { fileFolder, filesBelow, runCli } from './testing/run-cli.js'

const { folder, remove } = await fileFolder()
afterAll(remove)

interface Written {
  readonly data: string
  readonly inputs: readonly { readonly name: string; readonly files?: number }[]
}

test('a study of images runs through to the report, and leaves no features', async () => {
  const args = await imagesStudy(folder)
  expect(await runCli([...args('out'), '--quiet'])).toEqual({ code: 0, stdout: '', stderr: '' })
  const files = await filesBelow(join(folder, 'out'))
  expect(files.filter((name) => !name.includes('figures/'))).toEqual(['index.html', 'memorability-spc/results.json'])
  const results = JSON.parse(await readFile(join(folder, 'out/memorability-spc/results.json'), 'utf8')) as Written
  expect(results.data).toBe('own')
  const inputs = [
    ['scores.csv', undefined],
    ['weights.npz', undefined],
    ['images', 17],
  ]
  expect(results.inputs.map(({ name, files: count }) => [name, count])).toEqual(inputs)
}, 60_000)
