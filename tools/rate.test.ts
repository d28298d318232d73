import { readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessibilityFaults, browserCommand, launchBrowser } from './testing/browser.js'
import * as measures from './testing/page-measures.mjs'
import { startRating, type RatingServer } from './testing/rating-server.js'
import { fileFolder, runCli } from './testing/run-cli.js'

const study = 'mnist-similarity'
const count = 6
const { folder, remove } = await fileFolder()
const args = [study, '--pairs', String(count), '--seed', '7', '--out', join(folder, 'ratings')]
const table = async (rater: string) => {
  const text = await readFile(join(folder, 'ratings', study, `${rater}.csv`), 'utf8')
  const [head, ...rows] = text.trimEnd().split('\n').map((line) => line.split(',')) // prettier-ignore
  return rows.map((row) => Object.fromEntries(row.map((cell, k) => [head![k]!, cell])) as Record<string, string>)
}
const ratingsOf = async (rater: string) => (await table(rater)).map(({ rating }) => Number(rating))

describe.skipIf(!browserCommand)('people rate pairs', () => {
  let browser: Browser
  let server: RatingServer
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startRating(args), launchBrowser()])
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await server?.end('SIGTERM')
    await remove()
  })

  async function open<T>(options: BrowserContextOptions, use: (page: Page, said: string[]) => Promise<T>): Promise<T> {
    const context = await browser.newContext(options)
    try {
      const page = await context.newPage()
      const said: string[] = []
      const own = new URL(server.address).origin
      page.on('console', (message) => said.push(`console: ${message.text()}`))
      page.on('pageerror', (error) => said.push(`error: ${error.message}`))
      page.on('request', (one) => /^data:/.test(one.url()) || one.url().startsWith(own) || said.push(one.url()))
      await page.goto(server.address)
      return await use(page, said)
    } finally {
      await context.close()
    }
  }
  const at = (page: Page, k: number) => page.getByText(`Pair ${k} of ${count}`, { exact: true }).first().waitFor()
  /** Waits for a pair, and for the time in which a key counts as bounced. */
  async function pair(page: Page, k: number): Promise<void> {
    await at(page, k)
    await page.locator('#pair:not(.loading)').waitFor()
    await page.waitForTimeout(250)
  }

  test('by keyboard alone, from the first view to the table; nothing else is asked for', async () => {
    const said = await open({}, async (page, all) => {
      await page.keyboard.press('Tab')
      expect(await page.evaluate(measures.focused)).toMatchObject({ tag: 'INPUT', ring: 'solid' })
      await page.keyboard.type('anna')
      await page.keyboard.press('Enter')
      for (const [k, key] of ['3', '0', '7'].entries()) {
        await pair(page, k + 1)
        await page.keyboard.press(key)
      }
      await pair(page, 4)
      await page.keyboard.press('Backspace')
      await pair(page, 3)
      await page.keyboard.press('9')
      await pair(page, 4)
      for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft']) await page.keyboard.press(key)
      expect(await page.evaluate(measures.focused)).toMatchObject({ tag: 'BUTTON', ring: 'solid' })
      await page.keyboard.press('Enter')
      await pair(page, 5)
      await page.keyboard.press('ArrowLeft')
      await page.keyboard.press('Space')
      await pair(page, 6)
      await page.keyboard.press('5')
      await page.getByRole('heading', { name: 'Thank you' }).waitFor()
      expect(new URL(page.url()).pathname + new URL(page.url()).search + new URL(page.url()).hash).toBe('/#anna')
      return all
    })
    expect(said).toEqual([])
    expect(await ratingsOf('anna')).toEqual([3, 10, 9, 1, 10, 5])
    expect(server.said()).toContain(`anna: all ${count} pairs rated`)
  })

  test('by touch on a phone, with the whole scale in sight, light and dark', async () => {
    for (const [rater, colorScheme] of [
      ['ben', 'light'],
      ['dora', 'dark'],
    ] as const)
      // prettier-ignore
      await open({ viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true, colorScheme }, async (page) => {
        await page.locator('#rater').fill(rater)
        expect((await accessibilityFaults(page)).faults).toEqual([])
        await page.getByRole('button', { name: 'Begin' }).tap()
        await pair(page, 1)
        expect(await page.evaluate(measures.horizontalOverflow)).toBe(0)
        for (const button of await page.locator('.rating').all()) {
          const { x, y, width, height } = (await button.boundingBox())!
          expect([x >= 0, x + width <= 360, y + height <= 640, width >= 44, height >= 44]).toEqual(Array(5).fill(true))
        }
        const { faults, passed } = await accessibilityFaults(page)
        expect(faults).toEqual([])
        expect(passed).toBeGreaterThan(10)
        expect((await page.evaluate(measures.lowContrast, 4.5)).found).toEqual([])
        for (const [k, rating] of [4, 8, 8, 1, 9, 6].entries()) {
          await pair(page, k + 1)
          await page.getByRole('button', { name: new RegExp(`^${rating}(,|$)`) }).tap()
        }
        await page.getByRole('heading', { name: 'Thank you' }).waitFor()
        expect((await accessibilityFaults(page)).faults).toEqual([])
      })
    expect(await ratingsOf('ben')).toEqual([4, 8, 8, 1, 9, 6])
  })

  test('each rater has the same pairs in an order of their own, and the sides change', async () => {
    const [anna, ben] = await Promise.all([table('anna'), table('ben')])
    const pairs = (rows: Record<string, string>[]) => rows.map((row) => row['pair']!)
    expect(pairs(anna)).not.toEqual(pairs(ben))
    expect(pairs(anna).sort()).toEqual(pairs(ben).sort())
    expect(new Set([...anna, ...ben].map((row) => row['swapped']))).toEqual(new Set(['0', '1']))
  })

  test('nothing is lost on a reload and when the server is killed; the open page goes on', async () => {
    await open({}, async (page) => {
      await page.locator('#rater').fill('carl')
      await page.keyboard.press('Enter')
      for (const k of [1, 2]) {
        await pair(page, k)
        await page.keyboard.press('4')
      }
      await pair(page, 3)
      const left = await page.locator('#left').getAttribute('src')
      await page.reload()
      await pair(page, 3)
      expect(await page.locator('#left').getAttribute('src')).toBe(left)

      expect(await server.end('SIGKILL')).toBe('SIGKILL')
      await page.keyboard.press('6')
      await page.getByRole('alert').filter({ hasText: 'Not kept yet' }).waitFor()
      await page.keyboard.press('2')
      const { address } = server
      server = await startRating(args)
      expect(server.address).toBe(address)
      await pair(page, 4)
      expect(await page.getByRole('alert').isVisible()).toBe(false)
    })
    expect(await ratingsOf('carl')).toEqual([4, 4, 6])
  }, 60_000)

  test('two windows of one rater: a rating of the one does not count twice in the other', async () => {
    await open({}, async (page) => {
      await page.locator('#rater').fill('eva')
      await page.keyboard.press('Enter')
      await pair(page, 1)
      const second = await page.context().newPage()
      await second.goto(page.url())
      await pair(second, 1)
      await page.keyboard.press('2')
      await pair(page, 2)
      await second.keyboard.press('9')
      await pair(second, 2)
    })
    expect(await ratingsOf('eva')).toEqual([2])
  })

  test('a name that is no file name is refused', async () => {
    await open({}, async (page) => {
      await page.locator('#rater').fill('../eva')
      await page.keyboard.press('Enter')
      expect(await page.locator('#trial').isVisible()).toBe(false)
      const status = await page.evaluate(async () => {
        const headers = { 'Content-Type': 'application/json' }
        return (await fetch('/session', { method: 'POST', headers, body: '{"rater":"../eva"}' })).status
      })
      expect(status).toBe(400)
    })
  })

  const ask = (path: string, headers: Record<string, string>, method = 'GET') =>
    new Promise<number>((resolve, reject) => {
      const { port } = new URL(server.address)
      const asked = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
        response.resume()
        resolve(response.statusCode!)
      })
      asked.on('error', reject)
      asked.end(method === 'POST' ? '{"rater":"mallory"}' : undefined)
    })

  test('other hosts, other pages and strangers get nothing', async () => {
    const { host, port, searchParams } = new URL(server.address)
    const token = searchParams.get('token')!
    const cookie = `likeness-${port}=${token}`
    const json = { host, cookie, 'content-type': 'application/json' }
    expect(await ask('/', { host, cookie })).toBe(200)
    expect(await ask('/session', { ...json, origin: `http://${host}` }, 'POST')).toBe(200)
    expect(await ask(`/?token=${token}`, { host: `evil.example:${port}` })).toBe(421)
    expect(await ask('/', { host })).toBe(403)
    expect(await ask(`/?token=${'x'.repeat(token.length)}`, { host })).toBe(403)
    expect(await ask(`/image/0-left.png?token=${token}`, { host })).toBe(403)
    expect(await ask('/session', { ...json, origin: 'http://evil.example' }, 'POST')).toBe(403)
    expect(await ask('/session', { ...json, 'sec-fetch-site': 'cross-site' }, 'POST')).toBe(403)
    expect(await ask('/session', { ...json, 'content-type': 'text/plain' }, 'POST')).toBe(415)
    expect(await ask('/', { host, cookie }, 'DELETE')).toBe(405)
    expect(await ask('/../../etc/passwd', { host, cookie })).toBe(404)
  })

  test('a second server of the same folder is refused with the address of the first', async () => {
    const { code, stderr } = await runCli(['rate', ...args])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^likeness: Expected no other server of .* answers at http:\/\/127\.0\.0\.1:\d+\/\?token=/)
  })

  test('run --ratings analyses any number of raters', async () => {
    const files = ['anna', 'ben', 'dora'].map((rater) => join(folder, 'ratings', study, `${rater}.csv`))
    const out = ['--out', join(folder, 'out'), '--json']
    const { code, stdout, stderr } = await runCli(['run', study, '--ratings', ...files, ...out])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const [results] = JSON.parse(stdout)
    expect(results.data).toBe('own')
    expect(results.inputs.map((input: { name: string }) => input.name)).toEqual(['anna.csv', 'ben.csv', 'dora.csv'])
    const lists = await Promise.all(['anna', 'ben', 'dora'].map(table))
    const pairs = lists[0]!.map((row) => row['pair']!)
    const ratings = lists.map((rows) =>
      pairs.map((name) => Number(rows.find((row) => row['pair'] === name)!['rating'])),
    )
    const r = [[0, 1], [0, 2], [1, 2]].map(([a, b]) => naivePearson(ratings[a!]!, ratings[b!]!)) // prettier-ignore
    const meanR = (r[0]! + r[1]! + r[2]!) / 3
    expect(results.values['rated.meanR']).toBeCloseTo(meanR, 12)
    const ceiling = meanR > 0 ? Math.sqrt((3 * meanR) / (1 + 2 * meanR)) : 0
    expect(results.values['rated.ceiling']).toBeCloseTo(ceiling, 12)
    const carl = join(folder, 'ratings', study, 'carl.csv')
    const short = await runCli(['run', study, '--ratings', files[0]!, carl, ...out])
    expect(short.stderr).toMatch(
      /^likeness: Expected the 6 pairs that anna rated for --ratings \(carl\) but received 3 too few/,
    )
  }, 60_000)
})

function naivePearson(x: readonly number[], y: readonly number[]): number {
  const mean = (v: readonly number[]) => v.reduce((a, b) => a + b, 0) / v.length
  const [mx, my] = [mean(x), mean(y)]
  const sum = (f: (k: number) => number) => x.reduce((total, _, k) => total + f(k), 0)
  const cov = sum((k) => (x[k]! - mx) * (y[k]! - my))
  return cov / Math.sqrt(sum((k) => (x[k]! - mx) ** 2) * sum((k) => (y[k]! - my) ** 2))
}
