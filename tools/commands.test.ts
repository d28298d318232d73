import { createHash } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readNpy } from '../packages/io/src/index.js'
import { madeSqueezeNet } from '../packages/commands/src/testing/made-images.js'
import { fileFolder, filesBelow, root, runCli } from './testing/run-cli.js'

const { folder, remove } = await fileFolder()
afterAll(remove)

const images = join(folder, 'images')
const weights = join(folder, 'weights.npz')
const options = (out: string) => [
  ...['features', '--network', 'squeezenet', '--images', images, '--weights', weights],
  ...['--layers', 'fire9/concat', '--batch', '1', '--out', join(folder, out)],
]
const sha = async (path: string) =>
  createHash('sha256')
    .update(await readFile(join(folder, path)))
    .digest('hex')
const written = /^fire9\/concat: 6 x 86528 in \S+f\.npy\n$/

beforeAll(async () => {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'tools/made-images.mjs'), images], {
    encoding: 'utf8',
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  // One of each kind: every image costs a pass.
  for (const name of await readdir(images)) if (!name.endsWith('-1.png')) await rm(join(images, name))
  await writeFile(weights, madeSqueezeNet())
  await mkdir(join(folder, 'whole'))
}, 120_000)

describe('from images to a figure', () => {
  test('features: a Ctrl-C says how far it came, and the same command goes on to the same bytes', async () => {
    const whole = await runCli(options('whole/f.npy'))
    expect({ code: whole.code, stdout: whole.stdout }).toEqual({ code: 0, stdout: expect.stringMatching(written) })
    expect(whole.stderr).toMatch(/^features: squeezenet, 6 images …\n(.*\n)*features: squeezenet, 6 images done in/)

    let timer: NodeJS.Timeout | undefined
    const stopped = await runCli(options('stopped/f.npy'), {}, (child) => {
      // Once, as soon as a block is certain: a second one would not wait for the block.
      timer ??= setInterval(() => {
        if (!existsSync(join(folder, 'stopped/f.npy.part.json'))) return
        clearInterval(timer)
        child.kill('SIGINT')
      }, 10)
    })
    expect(stopped).toMatchObject({ code: 130, stdout: '' })
    expect(stopped.stderr).toMatch(
      /\nlikeness: Cancelled after [1-9]\d* of 6 images; the same run again goes on from there\n$/,
    )
    expect(await filesBelow(join(folder, 'stopped'))).toEqual(['f.npy.part', 'f.npy.part.json'])

    const again = await runCli([...options('stopped/f.npy'), '--quiet'])
    expect(again).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(await filesBelow(join(folder, 'stopped'))).toEqual(['f.json', 'f.npy'])
    expect(await sha('stopped/f.npy')).toBe(await sha('whole/f.npy'))
  })

  test('rdm: values, and a picture with the names of the images', async () => {
    const [out, figure] = [join(folder, 'rdm.npy'), join(folder, 'rdm.svg')]
    const args = ['rdm', join(folder, 'whole/f.npy'), '--metric', 'correlation', '--out', out, '--figure', figure]
    const { code, stdout } = await runCli(args)
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `correlation: 6 conditions, 15 pairs in ${out} (condensed)\nFigure: ${figure}\n`,
    })
    expect(readNpy(await readFile(out)).shape).toEqual([15])
    expect(await readFile(figure, 'utf8')).toContain('>triangle-1</text>')
  })
})

describe('a mistake is one clear line and exit code 1', () => {
  test.each([
    [['features', '--network', 'squeezenet'], /^likeness: Expected --images \(.*\) for features but received none\n$/],
    [['rdm', join(folder, 'no.npy'), '--out', 'x.npy', '--quiet'], /^likeness: Expected .*no\.npy.*ENOENT\n$/],
    [['rdm', 'x.npy', '--out', 'x.npy', '--threads', '0'], /^likeness: Expected an integer from 1 .* for --threads/],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await runCli(args)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(message)
  })

  test('help names options and what they mean', async () => {
    const { code, stdout } = await runCli(['rdm', '--help'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/--metric <value> +euclidean, sqeuclidean/)
    expect((await runCli(['--help'])).stdout).toMatch(/features \[options\] +layer features/)
  })
})
