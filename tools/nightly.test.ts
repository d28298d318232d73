import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { accessibilityFaults, browserCommand, launchBrowser } from './testing/browser.js'
import * as measures from './testing/page-measures.mjs'
import { fileFolder, runCli } from './testing/run-cli.js'

const { folder, remove } = await fileFolder()
afterAll(remove)

describe('likeness nightly', () => {
  test('two nights of the samples: the second fails where a digit was lost, and reads a torn history', async () => {
    const path = join(folder, 'history.jsonl')
    const night = () => runCli(['nightly', '--out', folder])
    const first = await night()
    expect({ code: first.code, stderr: first.stderr.includes('lost') }).toEqual({ code: 0, stderr: false })
    expect(first.stdout).toContain(`No digit lost: ${join(folder, 'nightly.html')}`)
    const line = JSON.parse(await readFile(path, 'utf8'))
    const study = line.studies.find((one: { study: string }) => one.study === 'mnist-similarity')
    expect(study).toMatchObject({ data: 'sample', noData: expect.stringContaining('LIKENESS_DATA_DIR') })
    // As if the search for the pairs had had one more digit, and a crash had cut a line off.
    const check = study.checks.find((one: { description: string }) => one.description === 'r, network with mean rating')
    check.ours = check.expected
    study.checks.push({ ...check, description: 'no longer checked' })
    await writeFile(path, `${JSON.stringify(line)}\n`)
    await appendFile(path, '{"format":"likeness-nightly/1","star')
    const second = await night()
    expect((await readFile(path, 'utf8')).trimEnd().split('\n')).toHaveLength(3)
    expect(await readFile(join(folder, 'nightly.html'), 'utf8')).toContain('1 of its lines cannot be read')
    expect(second.code).toBe(1)
    expect(second.stderr).toMatch(
      /^likeness: lost: mnist-similarity: r, network with mean rating: 15 digits agreed on \S+, \d+ tonight/m,
    )
  }, 120_000)

  test.skipIf(!browserCommand)('the page: no fault of accessibility, no request, as wide as a phone', async () => {
    const browser = await launchBrowser()
    try {
      const page = await browser.newPage({ viewport: { width: 380, height: 800 } })
      const said: string[] = []
      page.on('console', (message) => said.push(message.text()))
      page.on('request', (one) => void (/^(data|file):/.test(one.url()) || said.push(one.url())))
      await page.goto(pathToFileURL(join(folder, 'nightly.html')).href)
      expect((await accessibilityFaults(page)).faults).toEqual([])
      expect(await page.evaluate(measures.horizontalOverflow)).toBe(0)
      expect((await page.evaluate(measures.lowContrast, 4.5)).found).toEqual([])
      expect(said).toEqual([])
    } finally {
      await browser.close()
    }
  })
})
