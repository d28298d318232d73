import { copyFile, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessibilityFaults, browserCommand, launchBrowser } from './testing/browser.js'
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

  test.each([{}, { colorScheme: 'dark', viewport: { width: 380, height: 800 } }] as const)(
    'axe-core finds no fault, %j',
    async (options) => {
      const { faults, passed } = await open(options, async (page) => {
        if (!('viewport' in options)) await openAll(page)
        return accessibilityFaults(page)
      })
      expect(faults).toEqual([])
      expect(passed).toBeGreaterThan(20)
    },
  )

  const saved = async (page: Page, name: string) => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByLabel(name).first().click()])
    return { name: download.suggestedFilename(), bytes: await readFile((await download.path())!) }
  }

  test('tables are sorted by number and by text, and saved as CSV in full precision', async () => {
    await open({}, async (page, said) => {
      await openAll(page)
      const table = page.getByRole('table', { name: 'Similarities of 20 pairs at every layer' })
      const column = async (k: number) =>
        (await table.locator(`tbody tr > :nth-child(${k})`).allTextContents()).map(Number)
      const before = await column(5)
      const button = table.getByRole('button', { name: 'conv2' })
      const rising = [...before].sort((a, b) => a - b)
      for (const [order, sort] of [
        [rising, 'ascending'],
        [rising.toReversed(), 'descending'],
        [before, null],
      ] as const) {
        await button.focus()
        await page.keyboard.press('Enter')
        expect(await column(5)).toEqual(order)
        const head = table.getByRole('columnheader', { name: 'conv2' })
        expect(await head.getAttribute('aria-sort')).toBe(sort)
      }
      const { name, bytes } = await saved(page, 'Save the table “Similarities of 20 pairs at every layer” as CSV')
      expect(name).toBe('similarities-of-20-pairs-at-every-layer.csv')
      const [head, ...rows] = bytes.toString('utf8').trimEnd().split('\r\n').map((line) => line.split(',')) // prettier-ignore
      expect(head).toEqual(['image A', 'image B', 'pixels', 'conv1', 'conv2', 'fc1'])
      expect(rows.map((row) => Number(row[4]))).toEqual(before)
      const numbers = await saved(page, 'Save the table “Raters” as CSV')
      expect(numbers.bytes.toString('utf8')).toMatch(/^r between the raters,0\.(8|79999)\d*,"\[0\.55\d, /m)
      expect(said.filter((line) => !line.startsWith('request: file:') && !line.includes('blob:'))).toEqual([])
    })
  })

  test('every figure is saved as SVG and as PNG, with its font, from a page without its files', async () => {
    const alone = join(path, '../alone.html')
    await copyFile(path, alone)
    await open({}, async (page) => {
      await page.goto(pathToFileURL(alone).href)
      const count = await page.locator('figure').count()
      expect(await page.locator('figure a[download$=".svg"]').count()).toBe(count)
      expect(await page.locator('figure a[download$=".png"]').count()).toBe(count)
      const svg = await saved(page, 'Save “Dissimilarity of the rated images” as SVG')
      expect(svg.name).toBe('mnist-similarity-rdm.svg')
      expect(svg.bytes.toString('utf8')).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
      expect(svg.bytes.toString('utf8')).not.toContain('linked-on')
      const png = await saved(page, 'Save “Dissimilarity of the rated images” as PNG')
      expect([...png.bytes.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47])
      const width = Number(/width="(\d+)"/.exec(svg.bytes.toString('utf8'))![1])
      expect(png.bytes.readUInt32BE(16)).toBe(2 * width)
    })
  })

  test('without its script the links lead to the files beside the page', async () => {
    await open({ javaScriptEnabled: false }, async (page) => {
      const links = await page.locator('figure a[download]').all()
      expect(links.length).toBeGreaterThan(10)
      for (const link of links) await stat(join(path, '..', (await link.getAttribute('href'))!))
      expect(await page.locator('button, select').count()).toBe(0)
    })
  })

  test('a cell, a point and the pictures of a pair are linked, by pointer and by keyboard', async () => {
    await open({ viewport: { width: 1280, height: 900 } }, async (page) => {
      const section = page.locator('#mnist-similarity')
      const point = section.locator('#mnist-similarity-agreement circle.point').nth(3)
      const items = (await point.getAttribute('data-items'))!
      await point.hover()
      const lit = () =>
        section.locator('.linked-on').evaluateAll((all) => all.map((mark) => mark.getAttribute('data-items')))
      // The point, the cell, two pictures; and two more, as the rated pairs of the sample are the fixed ones too.
      expect((await lit()).map((one) => one!.split(' ').sort().join(' '))).toEqual(
        Array(6).fill(items.split(' ').sort().join(' ')),
      )
      const panel = section.locator('.linked')
      expect(await panel.locator('img').count()).toBe(2)
      const [left] = items.split(' ')
      const picture = await section.locator(`image[data-item="${left}"]`).first().getAttribute('href')
      expect(await panel.getByAltText(left!, { exact: true }).getAttribute('src')).toBe(picture)
      expect(await panel.textContent()).toMatch(
        /Network against people: pair 4: x = .*Dissimilarity of the rated images: 0\.\d+/,
      )
      // A cell that is no rated pair shows its two images too.
      const cell = section.locator('rect.cell').nth(400)
      await cell.click()
      expect(await lit()).toEqual([await cell.getAttribute('data-items')].map(() => expect.any(String)))
      expect(await panel.locator('img').count()).toBe(2)
      const select = section.locator('.chooser select')
      await select.focus()
      await page.keyboard.press('ArrowDown')
      expect(await lit()).toHaveLength(6)
      await page.keyboard.press('Escape')
      expect([await lit(), await panel.isVisible()]).toEqual([[], false])
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
