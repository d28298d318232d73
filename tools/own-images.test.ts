import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { madeSqueezeNet } from '../packages/commands/src/testing/made-images.js'
import { fileFolder, filesBelow, root, runCli } from './testing/run-cli.js'

const { folder, remove } = await fileFolder()
afterAll(remove)

const images = join(folder, 'images')
const scores = join(folder, 'scores.csv')
const args = (out: string) => [
  ...['run', 'memorability-spc', '--images', images, '--network', 'squeezenet', '--layer', 'pool_final'],
  ...['--weights', join(folder, 'weights.npz'), '--scores', scores, '--seeds', '1', '--batches', '2'],
  ...['--out', join(folder, out), '--quiet'],
]

beforeAll(async () => {
  const made = spawnSync(process.execPath, [join(root, 'tools/made-images.mjs'), images], { encoding: 'utf8' })
  expect(made.status).toBe(0)
  const names = (await readdir(images)).sort()
  expect(names).toHaveLength(24)
  await writeFile(join(folder, 'weights.npz'), madeSqueezeNet())
  const lines = names.slice(0, 10).map((name, k) => `${name.replace('.png', '')},${(5 * k) % 7}`)
  await writeFile(scores, ['image,liking', ...lines].join('\n'))
}, 120_000)

test('a study of images: a Ctrl-C among them, and --resume goes on to the report', async () => {
  const kept = join(folder, 'out/.resume/memorability-spc')
  let timer: NodeJS.Timeout | undefined
  const begun = async () => existsSync(kept) && (await readdir(kept)).some((name) => name.endsWith('.part.json'))
  const stopped = await runCli(args('out').slice(0, -1), {}, (child) => {
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

  expect(await runCli([...args('out'), '--resume'])).toEqual({ code: 0, stdout: '', stderr: '' })
  expect(await filesBelow(join(folder, 'out'))).toEqual(expect.arrayContaining(['index.html', 'memorability-spc/results.json'])) // prettier-ignore
  expect(existsSync(kept)).toBe(false)
  const results = JSON.parse(await readFile(join(folder, 'out/memorability-spc/results.json'), 'utf8')) as {
    data: string
    inputs: { name: string; files?: number }[]
  }
  expect(results.data).toBe('own')
  expect(results.inputs.map(({ name, files }) => [name, files])).toEqual([['scores.csv', undefined], ['weights.npz', undefined], ['images', 24]]) // prettier-ignore
}, 60_000)

test('a picture that is none ends the run in one line that names it', async () => {
  const broken = join(images, 'broken.jpg')
  await writeFile(broken, 'no picture')
  const { code, stderr } = await runCli(args('broken'))
  expect(code).toBe(1)
  expect(stderr).toMatch(/^likeness: .*"broken\.jpg".*\n$/)
  await rm(broken)
}, 60_000)
