import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { VerdictRow } from '../results.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { lostDigits, reportsOf } from './compare.js'
import { agreeingDigits, commonDigits, printedDigits } from './digits.js'
import { appendNight, readHistory, type Night, type StudyNight } from './history.js'
import { nightlyPage } from './nightly-page.js'

const derived: VerdictRow = {
  ...{ description: 'rho', kind: 'derived', expected: 0.5, ours: 0.5, tolerance: 1e-6, digits: 9 },
  ...{ source: 'SciPy', verdict: 'agrees' },
}
const published: VerdictRow = {
  ...{ description: 'r', kind: 'published', expected: -0.171, ours: -0.17075, tolerance: 0.0005, digits: 3 },
  ...{ source: 'page 1', verdict: 'replicated' },
}
const environment = { SIMD: 'avx2', device: 'auto', node: '20', threads: '2' }
const study = (changes: Partial<StudyNight> = {}): StudyNight => ({
  ...{ study: 'made', version: '1', title: 'Made', data: 'real', seconds: 2, environment, inputs: [] },
  checks: [derived, published],
  ...changes,
})
const night = (k: number, ...studies: StudyNight[]): Night => ({
  ...{ format: 'likeness-nightly/1', started: `2026-01-0${k}T02:17:00.000Z`, studies },
})
const withOurs = (ours: number | null, check = derived) => ({ ...check, ours })

describe('digits', () => {
  test.each<[number | null, number | null, number]>([
    [0.5, 0.5, 15],
    [0.5, 0.5 * (1 + 1.01e-15), 14],
    [100, 101, 2],
    [100, 90, 0],
    [0.001, 0, 3],
    [0, 0, 15],
    [null, 1, 0],
    [NaN, 1, 0],
    [-1, 1, 0],
  ])('%d and %d agree in %d', (a, b, digits) => expect(commonDigits(a, b)).toBe(digits))
  test.each([
    [-0.171, 3, 3],
    [98.71, 2, 4],
    [0.05, 2, 1],
    [9871, 0, 4],
    [20, 0, 2],
    [0.5, 2, 2],
  ])('%d printed with %d has %d', (value, digits, expected) => expect(printedDigits(value, digits)).toBe(expected))
  test('of a printed number all agree where ours rounds to it, and never all beyond', () => {
    expect(agreeingDigits(published)).toBe(3)
    expect(agreeingDigits({ ...published, ours: -0.1716 })).toBe(2)
    // Printed as 0.98: its relative error has two digits, but only the first one is the same.
    expect(agreeingDigits({ ...published, expected: 0.99, digits: 2, ours: 0.9845 })).toBe(1)
    // A tolerance may be wider than the rounding: what is within it need not agree in every digit.
    expect(agreeingDigits({ ...published, expected: 0.32, digits: 2, ours: 0.3255 })).toBe(1)
    expect(agreeingDigits({ ...published, ours: null })).toBe(0)
    expect(agreeingDigits(derived)).toBe(15)
  })
})

describe('the history', () => {
  test('a night comes back bit by bit; after a line that was cut off the next one is whole', async () => {
    const path = join(await temporaryFolder(), 'sub', 'history.jsonl')
    expect(await readHistory(path)).toEqual({ nights: [], unreadable: 0 })
    const nights = [night(1, study({ checks: [withOurs(0.1 + 0.2)] })), night(2, study())]
    for (const one of nights) await appendNight(path, one)
    expect(await readHistory(path)).toEqual({ nights, unreadable: 0 })
    const bytes = await readFile(path)
    for (const length of [bytes.length - 1, bytes.length - 40, 3]) {
      await writeFile(path, bytes.subarray(0, length))
      await appendNight(path, night(3, study()))
      const { nights: left, unreadable } = await readHistory(path)
      expect(left.at(-1)).toEqual(night(3, study()))
      // Without its line break alone, the last line is still whole.
      expect([left.length, unreadable]).toEqual(length === bytes.length - 1 ? [3, 0] : length > 3 ? [2, 1] : [1, 1])
    }
    await appendFile(path, '{"format":"other"}\n')
    expect((await readHistory(path)).unreadable).toBe(2)
  })
})

describe('tonight', () => {
  const before = [night(1, study()), night(2, study())]
  test('beside the same: all digits stable, no drift, none lost', () => {
    const tonight = night(3, study({ seconds: 4 }))
    const [report] = reportsOf(tonight, before, 30)
    expect(report!.rows.map(({ stable, drift, agreeing }) => [stable, drift, agreeing])).toEqual([[15, 0, 15], [15, 0, 3]]) // prettier-ignore
    expect(report!.seconds).toEqual([2, 2, 4])
    expect(lostDigits(tonight, before)).toEqual([])
  })
  test('the first night has nothing to be held against', () => {
    const [report] = reportsOf(before[0]!, [], 30)
    expect(report!.rows[0]).toMatchObject({ stable: null, drift: null, values: [0.5] })
    expect(lostDigits(before[0]!, [])).toEqual([])
  })
  test('a digit that agreed and does not is lost, within its tolerance too', () => {
    const tonight = night(3, study({ checks: [withOurs(0.5 + 1e-8), published] }))
    expect(lostDigits(tonight, before)).toEqual(['made: rho: 15 digits agreed on 2026-01-02, 7 tonight (0.5, now 0.50000001)']) // prettier-ignore
    const [row] = reportsOf(tonight, before, 30)[0]!.rows
    expect([row!.stable, row!.agreeing]).toEqual([7, 7])
    expect(row!.drift).toBeCloseTo(1e-8, 15)
  })
  test('one more digit is none lost, and the least of the compared nights is what is stable', () => {
    const worse = night(1, study({ checks: [withOurs(0.5001)] }))
    expect(lostDigits(night(3, study()), [worse])).toEqual([])
    expect(reportsOf(night(3, study()), [worse, ...before], 30)[0]!.rows[0]!.stable).toBe(3)
    expect(reportsOf(night(3, study()), [worse, ...before], 2)[0]!.rows[0]!.stable).toBe(15)
  })
  test('another SIMD level or backend is another machine; another Node is not', () => {
    const changed = (key: string) => night(3, study({ environment: { ...environment, [key]: 'x' }, checks: [withOurs(0.5 + 1e-8)] })) // prettier-ignore
    expect(lostDigits(changed('SIMD'), before)).toEqual([])
    expect(lostDigits(changed('node'), before)).toHaveLength(1)
  })
  test.each<[string, StudyNight, string]>([
    ['a number that differs', study({ checks: [{ ...published, ours: 0, verdict: 'differs' }] }), 'made: r: expected -0.171 ± 0.0005 (published) but received 0'], // prettier-ignore
    ['a number that is missing', study({ checks: [{ ...derived, ours: null, verdict: 'missing' }] }), 'made: rho: expected 0.5 ± 0.000001 (derived) but received nothing'], // prettier-ignore
    ['a study that fails', study({ checks: [], error: 'broken' }), 'made: broken'],
    ['real data that are gone', study({ data: 'sample', noData: 'not there', checks: [] }), 'made: no real data tonight, which were there on 2026-01-02: not there'], // prettier-ignore
  ])('%s', (_, wrong, line) => expect(lostDigits(night(3, wrong), before)).toEqual([line]))
  test('what a study says of itself is escaped on the page, and what was lost stands on top', () => {
    const hostile = '</title><script>alert(1)</script>'
    const tonight = night(
      3,
      study({ title: hostile, error: hostile, noData: hostile, environment: { [hostile]: hostile } }),
    )
    const page = { tonight, reports: reportsOf(tonight, before, 30), lost: lostDigits(tonight, before), nights: 2, unreadable: 1, window: 30 } // prettier-ignore
    const text = nightlyPage(page, '', { text: 'none', hash: 'sha256-x' })
    expect(text.match(/<script/g)).toHaveLength(1)
    expect(text).toContain('<h1>Likeness nightly: 1 lost</h1>')
    expect(text).toContain('1 of its lines cannot be read')
  })
})
