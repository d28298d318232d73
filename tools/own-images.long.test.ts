import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { imagesStudy } from './testing/images-study.js'
import { fileFolder, runCli } from './testing/run-cli.js'

const { folder, remove } = await fileFolder()
afterAll(remove)

const valuesOf = async (out: string) =>
  (JSON.parse(await readFile(join(folder, out, 'memorability-spc/results.json'), 'utf8')) as { values: object }).values

test('a study of images: a Ctrl-C among them, and --resume ends in the same numbers', async () => {
  const args = await imagesStudy(folder)
  const kept = join(folder, 'out/.resume/memorability-spc')
  const begun = async () => existsSync(kept) && (await readdir(kept)).some((name) => name.endsWith('.part.json'))
  let timer: NodeJS.Timeout | undefined
  const stopped = await runCli(args('out'), {}, (child) => {
    // Once, as soon as the first block is certain.
    timer ??= setInterval(() => {
      void begun().then((there) => {
        if (!there) return
        clearInterval(timer)
        child.kill('SIGINT')
      })
    }, 10)
  })
  clearInterval(timer)
  expect(stopped).toMatchObject({ code: 130, stdout: '' })
  expect(stopped.stderr).toMatch(/cancelled; .* --resume goes on with its finished stages\n$/)
  // Of two blocks: the second may have been under way.
  expect((await readdir(kept)).some((name) => /^features-\w{16}\.npy(\.part)?$/.test(name))).toBe(true)

  expect(await runCli([...args('out'), '--resume', '--quiet'])).toEqual({ code: 0, stdout: '', stderr: '' })
  expect(existsSync(kept)).toBe(false)
  expect((await runCli([...args('whole'), '--quiet'])).code).toBe(0)
  expect(await valuesOf('out')).toEqual(await valuesOf('whole'))
}, 120_000)
