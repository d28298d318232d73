import { expect, test } from 'vitest'
import { madeRecovery } from '../test/made-analysis.js'
import { madeFindings } from '../test/made-findings.js'
import { tables } from './tables.js'

const near = { pixels: 0.1, conv1: 0.2, conv2: 0.3, fc1: 0.4 }
const byId = (findings = madeFindings()) => Object.fromEntries(tables(findings).map((table) => [table.id, table]))

test('every row has a cell per column', () => {
  for (const { columns, rows } of tables(madeFindings()))
    for (const cells of rows) expect(cells).toHaveLength(columns.length)
})

test('the rated pairs: printed value, raters, images, candidates, layers', () => {
  const { columns, rows } = byId()['recovered-pairs']!
  expect(columns).toEqual(['pair', 'printed', 'rater 1', 'rater 2', 'image A', 'image B', 'candidates', 'pixels', 'conv1', 'conv2', 'fc1']) // prettier-ignore
  expect(rows).toHaveLength(20)
  expect(rows[3]).toEqual([4, 0.15, 0.15, 0.15, 6, 7, 1, 0.15, 0.15, 0.15, 0.15])
})

test('a value without a pair keeps its ratings', () => {
  const { rows } = byId(madeFindings({ recovery: madeRecovery(near, { missing: 1 }) }))['recovered-pairs']!
  expect(rows[19]).toEqual([20, 0.95, 0.95, 0.95, null, null, 0, null, null, null, null])
})

test('pairs, errors and distributions', () => {
  const { pairs, errors, distributions } = byId()
  expect(pairs!.rows).toEqual([[8, 48, 0.11, 0.21, 0.31, 0.41], [18, 58, 0.12, 0.22, 0.32, 0.42]]) // prettier-ignore
  expect(errors).toMatchObject({ title: 'The 1 images that the network gets wrong', rows: [[7, 7, 1, 0.96]] })
  expect(distributions!.rows[3]).toEqual(['8', 'fc1', 25, 0.5, 0.5, 0.25, 0.75])
})

test('one rater, one column', () => {
  const { material } = madeFindings()
  const ratings = { ...material.ratings, raters: material.ratings.raters.slice(0, 1) }
  expect(byId(madeFindings({ material: { ...material, ratings } }))['recovered-pairs']!.columns).not.toContain(
    'rater 2',
  )
})
