import { mkdir, stat, writeFile } from 'node:fs/promises'
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

describe('a folder that the user gives', () => {
  const folders = {
    options: { images: { folder: true, endings: ['.png'], about: 'own images' } as const },
    run: `
      const { writeFile, readFile } = await import('node:fs/promises')
      const given = await folder('images')
      const path = await workFile('large.bin')
      if (seed === 1) return ${resultText(`values: { r: (await readFile(path)).length }`)}
      await writeFile(path, await given.files[0].read())
      note('path', path)
      return ${resultText(`values: { r: (await readFile(path)).length }`)}`,
  }
  const photos = async () => {
    const cwd = await temporaryFolder()
    await mkdir(join(cwd, 'photos'))
    for (const name of ['b.png', 'a.png']) await writeFile(join(cwd, 'photos', name), `content of ${name}`)
    return cwd
  }
  const options = { images: 'photos' }

  test('makes the data own and is one input; a work file goes with the run', async () => {
    const results = await run(folders, { cwd: await photos(), options })
    expect(results).toMatchObject({
      ...{ data: 'own', values: { r: 16 }, arguments: { images: 'photos' } },
      inputs: [{ name: 'photos', bytes: 32, files: 2, option: 'images' }],
    })
    await expect(stat(results.environment['path']!)).rejects.toThrow('ENOENT')
  })
  test('where stages are kept, the work file stays for a run that goes on', async () => {
    const cwd = await photos()
    const stages = { folder: join(cwd, 'stages'), resume: true, fingerprint: 'one' }
    await run(folders, { cwd, options, stages })
    expect(await run(folders, { cwd, options, stages, seed: 1 })).toMatchObject({ values: { r: 16 } })
  })
  test('is looked for before the study runs', async () => {
    const never = { ...folders, run: `throw new Error('it ran')` }
    expect((await failure(never, { cwd: '/', options: { images: 'none' } })).message).toBe(
      'Expected a folder for --images but received none (nothing is there, seen from /)',
    )
  })
})
