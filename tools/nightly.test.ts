import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { accessibilityFaults, browserCommand, launchBrowser } from './testing/browser.js'
import * as measures from './testing/page-measures.mjs'
import { fileFolder, runCli } from './testing/run-cli.js'

const { folder, remove } = await fileFolder()
afterAll(remove)

describe('likeness nightly', () => {
  test('a night of the samples; the next one fails on damaged data, and reads a torn history', async () => {
    const path = join(folder, 'history.jsonl')
    const night = (env: Record<string, string> = {}) => runCli(['nightly', '--out', folder], env)
    const first = await night()
    expect({ code: first.code, stderr: first.stderr.includes('lost') }).toEqual({ code: 0, stderr: false })
    expect(first.stdout).toContain(`No digit lost: ${join(folder, 'nightly.html')}`)
    const line = JSON.parse(await readFile(path, 'utf8'))
    const study = line.studies.find((one: { study: string }) => one.study === 'mnist-similarity')
    expect(study).toMatchObject({ data: 'sample', noData: expect.stringContaining('LIKENESS_DATA_DIR') })
    // A crash cut a line off, and a file of the real data is damaged.
    await appendFile(path, '{"format":"likeness-nightly/1","star')
    const data = join(folder, 'data')
    await mkdir(join(data, 'mnist'), { recursive: true })
    await writeFile(join(data, 'mnist/convnet_mnist_pretrained.pt'), 'damaged')
    const second = await night({ LIKENESS_DATA_DIR: data })
    expect((await readFile(path, 'utf8')).trimEnd().split('\n')).toHaveLength(3)
    const page = await readFile(join(folder, 'nightly.html'), 'utf8')
    expect(page).toContain('1 of its lines cannot be read')
    expect(page).toContain('1 earlier night in the history')
    expect(second.code).toBe(1)
    expect(second.stderr.match(/lost: .*/g)).toEqual([
      expect.stringMatching(/^lost: mnist-similarity: Expected sha256 9bd7/),
    ])
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
