import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { madeResults, madeSvg } from '../testing/made-results.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { writeReport, writeResults } from './write-report.js'

const files = async (folder: string) =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()

describe('one run', () => {
  test('is results.json and its figures as SVG and PNG', async () => {
    const out = await temporaryFolder()
    const png = Uint8Array.of(137, 80, 78, 71)
    const figures = [
      { id: 'made-a', title: 'A', caption: 'B', svg: madeSvg, png },
      { id: 'made-b', title: 'A', caption: 'B', svg: madeSvg },
    ]
    const run = madeResults({ figures })
    await writeResults(out, run)
    const written = ['figures/made-a.png', 'figures/made-a.svg', 'figures/made-b.svg', 'results.json']
    expect(await files(out)).toEqual(written.map((name) => `made/${name}`))
    expect(await readFile(join(out, 'made/figures/made-a.svg'), 'utf8')).toBe(madeSvg)
    expect([...(await readFile(join(out, 'made/figures/made-a.png')))]).toEqual([...png])
    const json = JSON.parse(await readFile(join(out, 'made/results.json'), 'utf8'))
    expect(json).toEqual({ ...run, figures: figures.map(({ id, title, caption, svg }) => ({ id, title, caption, svg })) })
  })
})

describe('the report', () => {
  test('has the runs that lie in its folder, by name', async () => {
    const out = await temporaryFolder()
    for (const study of ['two', 'one']) await writeResults(out, madeResults({ study }))
    await writeFile(join(out, 'notes.txt'), 'not a study')
    await mkdir(join(out, 'empty'))
    const { path, problems } = await writeReport(out)
    expect([path, problems]).toEqual([join(out, 'index.html'), []])
    const page = await readFile(path, 'utf8')
    expect([...page.matchAll(/<section id="(\w+)"/g)].map(([, study]) => study)).toEqual(['one', 'two'])
    expect(page).toContain('@font-face')
  })
  test.each([
    ['{"format": "likeness-resu', 'bad/results.json is left out of the report: it is not whole JSON'],
    ['', 'it is not whole JSON'],
    ['null', 'it is not a result of this version'],
    [JSON.stringify({ ...madeResults({ study: 'bad' }), format: 'likeness-results/0' }), 'of this version (format: '],
    [JSON.stringify(madeResults({ study: 'good' })), 'it is a result of good'],
  ])('leaves out and names a results.json with %.30s', async (text, problem) => {
    const out = await temporaryFolder()
    await writeResults(out, madeResults({ study: 'good' }))
    await mkdir(join(out, 'bad'))
    await writeFile(join(out, 'bad/results.json'), text)
    const { path, problems } = await writeReport(out)
    expect(problems).toEqual([expect.stringContaining(problem)])
    const page = await readFile(path, 'utf8')
    expect(page.split('<section').length).toBe(2)
  })
  test('of a folder that is not there', async () => {
    await expect(writeReport(join(await temporaryFolder(), 'none'))).rejects.toThrow('ENOENT')
  })
})
