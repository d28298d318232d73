import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { resultText } from './testing/made-study.js'
import { failure, run } from './testing/run-made-study.js'
import { temporaryFolder } from './testing/temporary-folder.js'

const check = { description: 'r', expected: 1, key: 'r', tolerance: 0, digits: 2, source: 'planted' }
const study = {
  options: { scores: { file: true, about: 'own scores' } as const, digit: 'a digit' },
  replication: { real: [{ ...check, kind: 'published' }], sample: [check] },
  run: `
    const given = await file('scores')
    note('data', data)
    return ${resultText(`values: { r: given ? (await given.read()).length : 1 }`)}`,
}

describe('files that the user gives', () => {
  test('make the data own: no check applies, and the file is among the inputs', async () => {
    const cwd = await temporaryFolder()
    await writeFile(join(cwd, 's.csv'), 'abc')
    const results = await run(study, { cwd, options: { scores: 's.csv' } })
    expect(results).toMatchObject({
      ...{ data: 'own', dataNote: 'Files that the user gave.', values: { r: 3 } },
      replication: [{ verdict: 'not-applicable', ours: null }],
      inputs: [{ name: 's.csv', bytes: 3, option: 'scores', verified: null }],
      environment: { data: 'own' },
    })
  })
  test('beside real data that were asked for, which stay real and are held against what was published', async () => {
    const cwd = await temporaryFolder()
    await writeFile(join(cwd, 's.csv'), 'abc')
    const results = await run(study, { cwd, data: 'real', options: { scores: 's.csv' } })
    expect(results).toMatchObject({
      data: 'real',
      dataNote: 'Measured.',
      replication: [{ verdict: 'differs', ours: 3 }],
    })
  })
  test('that are none: the sample, as ever', async () => {
    expect(await run(study)).toMatchObject({ data: 'sample', inputs: [], replication: [{ verdict: 'recovered' }] })
  })
  test('are looked for before the study runs', async () => {
    const never = { ...study, run: `throw new Error('it ran')` }
    expect(await failure(never, { cwd: '/', options: { scores: 'none.csv' } })).toMatchObject({
      ...{ code: 'INVALID_ARGUMENT', name: 'StudyKitError' },
      message: 'Expected a file for --scores but received none.csv (nothing is there, seen from /)',
    })
  })
})
