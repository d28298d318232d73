import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserCommand, launchBrowser } from './testing/browser.js'
import * as measures from './testing/page-measures.mjs'
import { fileFolder, runCli, type CliResult } from './testing/run-cli.js'

describe.skipIf(!browserCommand)('the report in a browser', () => {
  let browser: Browser
  let [path, remove] = ['', async () => {}]
  let ran: CliResult

  beforeAll(async () => {
    const { folder, ...file } = await fileFolder()
    ;[path, remove] = [join(folder, 'index.html'), file.remove]
    ran = await runCli(['run', 'all', '--quiet', '--out', folder])
    browser = await launchBrowser()
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await remove()
  })

  /** Opens the page in a context of its own and closes that after use. */
  async function open<T>(options: BrowserContextOptions, use: (page: Page, said: string[]) => Promise<T>): Promise<T> {
    const context = await browser.newContext(options)
    try {
      const page = await context.newPage()
      const said: string[] = []
      page.on('console', (message) => said.push(`console: ${message.text()}`))
      page.on('pageerror', (error) => said.push(`error: ${error.message}`))
      page.on('request', (request) => request.url().startsWith('data:') || said.push(`request: ${request.url()}`))
      await page.goto(pathToFileURL(path).href)
      await page.evaluate(measures.fontsReady)
      return await use(page, said)
    } finally {
      await context.close()
    }
  }
  const openAll = (page: Page) => page.locator('details').evaluateAll((all) => all.forEach((one) => (one.open = true)))

  test('is written by a quiet run without a word', () => {
    expect(ran).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  test('asks for nothing but itself, says nothing, and is small', async () => {
    const said = await open({}, async (page, all) => {
      await openAll(page)
      await page.mouse.wheel(0, 20_000)
      await page.waitForTimeout(300)
      return all
    })
    expect(said).toEqual([`request: ${pathToFileURL(path).href}`])
    const { size } = await stat(path)
    process.stdout.write(`report on all studies, sample data: ${(size / 1000).toFixed(0)} kB\n`)
    expect(size).toBeLessThan(1e6)
  })

  test.each([360, 768, 1280])('is not wider than a window of %d px', async (width) => {
    const overflow = await open({ viewport: { width, height: 800 } }, async (page) => {
      const folded = await page.evaluate(measures.horizontalOverflow)
      await openAll(page)
      return [folded, await page.evaluate(measures.horizontalOverflow)]
    })
    expect(overflow).toEqual([0, 0])
  })

  test.each(['light', 'dark'] as const)('has contrast of 4.5 and more everywhere, %s', async (colorScheme) => {
    const { texts, found } = await open({ colorScheme }, async (page) => {
      await openAll(page)
      return page.evaluate(measures.lowContrast, 4.5)
    })
    expect(found).toEqual([])
    expect(texts).toBeGreaterThan(500)
  })
  test('the measure of contrast sees grey on grey, and light and dark differ', async () => {
    const paper = (colorScheme: 'light' | 'dark') =>
      open({ colorScheme }, (page) => page.evaluate(measures.paperColour))
    expect(await paper('light')).not.toBe(await paper('dark'))
    const faint = await open({}, async (page) => {
      await page.addStyleTag({ content: '.quiet { color: #999 } figure svg { color: #aaa }' })
      return page.evaluate(measures.lowContrast, 4.5)
    })
    expect(faint.found.some((line) => line.startsWith('P.quiet 153,153,153 on 255,255,255: 2.8'))).toBe(true)
    expect(faint.found.some((line) => line.startsWith('figure text'))).toBe(true)
  })

  test('can be used with a keyboard', async () => {
    await open({}, async (page) => {
      const next = async () => {
        await page.keyboard.press('Tab')
        return page.evaluate(measures.focused)
      }
      expect(await next()).toMatchObject({ tag: 'A', href: '#main', ring: 'solid' })
      expect((await page.locator('.skip').boundingBox())!.x).toBeGreaterThanOrEqual(0)
      for (const href of ['#memorability-spc', '#mnist-similarity'])
        expect(await next()).toMatchObject({ tag: 'A', href, ring: 'solid' })
      expect(await next()).toMatchObject({ class: 'scroll', ring: 'solid' })
      const areas = await page.locator('.scroll').evaluateAll((all) => all.map((e) => [e.tabIndex, e.ariaLabel !== '']))
      expect(areas.length).toBeGreaterThan(10)
      for (const area of areas) expect(area).toEqual([0, true])
      for (const summary of await page.locator('summary').all()) {
        await summary.focus()
        await page.keyboard.press('Enter')
      }
      expect(await page.locator('details:not([open])').count()).toBe(0)
    })
  })

  test('has a name for every figure, headings in order and headers in every table', async () => {
    await open({}, async (page) => {
      const figures = await page.locator('figure svg').count()
      expect(figures).toBeGreaterThan(4)
      expect(await page.getByRole('img', { name: /\w{3}/ }).count()).toBe(figures)
      expect(await page.evaluate(measures.repeatedIds)).toEqual([])
      const levels = await page.evaluate(measures.headingLevels)
      expect(levels.filter((level) => level === 1)).toHaveLength(1)
      for (const [k, level] of levels.entries()) expect(level).toBeLessThanOrEqual((levels[k - 1] ?? 0) + 1)
      const tables = await page.evaluate(measures.tableShapes)
      expect(tables.length).toBeGreaterThan(5)
      for (const { headers, cells, rowHeaders, caption } of tables) {
        expect(headers.every((header) => header?.trim())).toBe(true)
        expect(cells.every((count) => count === headers.length)).toBe(true)
        expect([cells.length > 0, rowHeaders, caption !== '']).toEqual([true, true, true])
      }
    })
  })

  test('a table keeps its roles where a phone shows its rows as blocks', async () => {
    await open({ viewport: { width: 380, height: 800 } }, async (page) => {
      const header = page.getByRole('columnheader', { name: 'verdict' })
      expect(await header.count()).toBe(2)
      expect(await page.getByRole('table', { name: 'Planted in the sample, and recovered' }).count()).toBe(2)
      expect(await page.getByRole('rowheader', { name: 'pairs of eights' }).count()).toBe(1)
    })
  })

  test('sets the figures in the font that they are laid out for, and it fits', async () => {
    await open({ viewport: { width: 1280, height: 800 } }, async (page) => {
      expect(await page.evaluate(measures.hasFont, 'Source Sans 3')).toBe(true)
      expect(await page.evaluate(measures.textOutsideFigures)).toEqual([])
      const session = await page.context().newCDPSession(page)
      await session.send('DOM.enable')
      await session.send('CSS.enable')
      const { root } = await session.send('DOM.getDocument')
      const { nodeIds } = await session.send('DOM.querySelectorAll', {
        nodeId: root.nodeId,
        selector: 'figure svg text',
      })
      let foreign = 0
      for (const nodeId of nodeIds)
        for (const font of (await session.send('CSS.getPlatformFontsForNode', { nodeId })).fonts)
          if (!font.isCustomFont || !font.familyName.startsWith('Source Sans 3')) foreign += font.glyphCount
      // The page carries Latin and Greek; an arrow, say, comes from the reader's machine.
      const texts = (await page.locator('figure svg text').allTextContents()).join('')
      const beyond = [...texts].filter((c) => !/[\u0020-\u00ff\u2000-\u206f\u2212\u0370-\u03ff]/.test(c))
      expect(nodeIds.length).toBeGreaterThan(100)
      expect(foreign).toBeLessThanOrEqual(beyond.length)
      expect(beyond.length).toBeLessThan(texts.length / 20)
    })
  })
})
