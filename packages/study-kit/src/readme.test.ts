import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findStudies } from './discover-studies.js'
import { runStudy } from './testing/run-made-study.js'
import { temporaryFolder } from './testing/temporary-folder.js'
import { summary } from './text-table.js'

const text = await readFile(new URL('../README.md', import.meta.url), 'utf8')
const blocks = [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language, body]) => ({ language, body: body! }))
const [json, [script], [printed]] = ['json', 'js', ''].map((language) => blocks.filter((b) => b.language === language))

test('the study of the README runs and prints what stands there', async () => {
  const folder = await temporaryFolder()
  const names = ['package.json', 'data.json', 'replication.json', 'study.js']
  await mkdir(join(folder, 'mean-rating'))
  for (const [k, { body }] of [...json!, script!].entries())
    await writeFile(join(folder, 'mean-rating', names[k]!), body)
  await mkdir(join(folder, 'data/ratings'), { recursive: true })
  await writeFile(join(folder, 'data/ratings/pairs.csv'), '7\n8\n6\n9\n')
  const [study] = await findStudies('mean-rating', folder)
  const options = {
    seed: 2026,
    threads: 1,
    device: 'auto',
    dataFolder: join(folder, 'data'),
    acceptUnverified: false,
  } as const
  const sample = await runStudy(study!, { ...options, data: 'sample', options: {} })
  expect(`${summary({ ...sample, times: { ...sample.times, seconds: 0 } })}\n`).toBe(printed!.body)
  const real = await runStudy(study!, { ...options, data: 'real', options: { middle: '5.5' } })
  expect(real.replication).toMatchObject([{ ours: 7.5, verdict: 'replicated' }])
  expect(real.inputs).toMatchObject([{ verified: true }])
  const asked = runStudy(study!, { ...options, data: 'sample', options: { middle: 'x' } })
  await expect(asked).rejects.toThrow('Expected a number for --middle but received x')
})
