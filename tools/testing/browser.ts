import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium, type Browser, type Page } from 'playwright-core'
import { find } from '../ensure-system.mjs'

/** The machine's Chromium; undefined where there is none. */
export const browserCommand = find('chromium', 'chromium-browser', 'google-chrome')

const still = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

/** Starts the machine's Chromium without a window, and without what it asks of the network by itself. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = execFileSync('sh', ['-c', `command -v ${browserCommand}`], { encoding: 'utf8' }).trim()
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', ...still] })
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface AxeResults {
  readonly violations: { readonly id: string; readonly nodes: { readonly html: string }[] }[]
  readonly passes: unknown[]
}

/**
 * What axe-core finds wrong in a page as it stands, a line each, and how many of its rules applied and passed. A figure is
 * one image to it: the thousands of marks inside, which would take a minute, are taken out of the page.
 */
export async function accessibilityFaults(page: Page): Promise<{ faults: string[]; passed: number }> {
  await page.locator('figure svg > :not(title, desc)').evaluateAll((all) => all.forEach((mark) => mark.remove()))
  await page.evaluate(axe)
  const { violations, passes } = (await page.evaluate('axe.run(document)')) as AxeResults
  return {
    faults: violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`)),
    passed: passes.length,
  }
}
