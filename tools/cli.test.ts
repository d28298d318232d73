import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fileFolder, filesBelow, root, runCli, type CliResult } from './testing/run-cli.js'

const study = 'mnist-similarity'
const { folder, remove } = await fileFolder()
afterAll(remove)

const parsed = async (path: string) => JSON.parse(await readFile(join(folder, path), 'utf8'))

describe('a mistake is one clear line and exit code 1', () => {
  const known = 'algonauts' // no study of this workspace bears it
  test.each([
    [['run', known], /^likeness: Expected all or one of .*mnist-similarity.* for study but received algonauts\n$/],
    [
      ['run', study, '--digt', '3'],
      /^likeness: Expected one of --digit, .* for mnist-similarity but received --digt\n$/,
    ],
    [['run', study, '--__proto__=1'], /^likeness: Expected one of .* but received --__proto__=1\n$/],
    [['run', study, '--pairs'], /^likeness: Expected a value for --pairs but received none\n$/],
    [['run', study, '--seed', '-1'], /^likeness: Expected an integer from 0 to \d+ for --seed but received -1\n$/],
    [['run', study, '--data', 'made'], /^likeness: Expected one of sample, real for --data but received made\n$/],
    [['run', study, '--digit', '12', '--quiet'], /^likeness: Expected .* for --digit but received 12\n$/],
    [
      ['run', study, '--out', join(root, 'package.json')],
      /^likeness: Expected a folder .* for --out but .*package\.json.*\n$/,
    ],
    [
      ['run', study, '--data', 'real', '--quiet'],
      /^likeness: Expected LIKENESS_DATA_DIR to name .* but it is not set\n$/,
    ],
  ])('%j', async (args, message) => {
    const rest = args.includes('--out') ? [] : ['--out', join(folder, 'mistake')]
    const { code, stdout, stderr } = await runCli([...args, ...rest])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(message)
    expect(await filesBelow(folder).then((all) => all.filter((file) => file.startsWith('mistake')))).toEqual([])
  })
})

describe('short commands', () => {
  test('studies lists them', async () => {
    const { code, stdout, stderr } = await runCli(['studies'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^mnist-similarity \d+\.\d+\.\d+$/m)
  })
  test('help names the options of the studies', async () => {
    const { code, stdout } = await runCli(['run', '--help'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/--digit <value> +mnist-similarity: /)
  })
  test('a reader that closes the pipe is no error', () => {
    const line = `set -o pipefail; ${process.execPath} packages/study-kit/dist/cli.js studies | true`
    const { status, stderr } = spawnSync('bash', ['-c', line], { cwd: root, encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })
})

describe('a run on sample data', () => {
  let [lines, json]: CliResult[] = []
  beforeAll(async () => {
    const out = (name: string) => ['run', study, '--out', join(folder, name)]
    ;[lines, json] = await Promise.all([runCli(out('lines')), runCli([...out('json'), '--json', '--threads', '1'])])
  }, 120_000)
  const times = expect.objectContaining({ started: expect.any(String) })

  test('in a pipe says its stages on stderr, line by line, and the numbers on stdout', () => {
    expect(lines!.code).toBe(0)
    expect(lines!.stderr).toMatch(/^(mnist-similarity: [\w -]+( …| done in \d+\.\d s| \d+ %(, about \d+ s left)?)\n)+$/)
    expect(lines!.stderr).toContain('mnist-similarity: figures done in')
    expect(lines!.stdout).toMatch(
      /^\nmnist-similarity \(sample data, seed 2026, [\d.]+ s\)\nnumber +estimate +interval/,
    )
    expect(lines!.stdout).toContain(`\n\nReport: ${join(folder, 'lines', 'index.html')}\n`)
    expect(lines!.stdout).not.toContain('differs')
  })
  test('writes results, figures as SVG and PNG, and the page, whole', async () => {
    const results = await parsed(`lines/${study}/results.json`)
    expect(results).toMatchObject({ format: 'likeness-results/2', study, data: 'sample', seed: 2026 })
    expect(results.figures.length).toBeGreaterThan(4)
    const figures = results.figures.flatMap(({ id }: { id: string }) => [`${id}.png`, `${id}.svg`])
    const written = figures.map((name: string) => `${study}/figures/${name}`)
    expect(await filesBelow(join(folder, 'lines'))).toEqual([
      'index.html',
      ...[...written, `${study}/results.json`].sort(),
    ])
    const png = await readFile(join(folder, 'lines', written[0]!))
    expect([...png.subarray(0, 4)]).toEqual([137, 80, 78, 71])
  })
  test('the same seed gives the same results on another number of threads', async () => {
    const [first, second] = [await parsed(`lines/${study}/results.json`), await parsed(`json/${study}/results.json`)]
    expect(second.environment.threads).toBe('1')
    second.environment.threads = first.environment.threads
    expect(first).toEqual({ ...second, times })
  })
  test('--json prints the results and nothing else', async () => {
    expect({ code: json!.code, stderr: json!.stderr }).toEqual({ code: 0, stderr: '' })
    const written = await parsed(`json/${study}/results.json`)
    const figures = written.figures.map(({ id, title }: { id: string; title: string }) => ({ id, title }))
    expect(JSON.parse(json!.stdout)).toEqual([{ ...written, figures }])
  })
})

describe('Ctrl-C', () => {
  test('ends a run with 130 and leaves nothing of it', async () => {
    const out = join(folder, 'cancelled')
    let sent = 0
    const { code, stdout, stderr } = await runCli(['run', study, '--out', out], {}, (child) => {
      sent ||= child.kill('SIGINT') ? performance.now() : 0
    })
    expect(performance.now() - sent).toBeLessThan(5000)
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
    expect(stderr).toMatch(
      /likeness: cancelling.*\n(.*\n)*likeness: cancelled; no result of the unfinished study was written; --resume goes on .*\n$/,
    )
    expect(stderr).not.toMatch(/ {4}at /)
    expect(await filesBelow(out)).toEqual([])
  })
})

const dataFolder = process.env['LIKENESS_DATA_DIR']

describe.skipIf(!dataFolder)('real data', () => {
  test('one other byte in a file stops the run and names the file with both checksums', async () => {
    const name = 'mnist/convnet_mnist_pretrained.pt'
    const data = join(folder, 'data')
    await mkdir(data)
    await cp(join(resolve(root, dataFolder!), 'mnist'), join(data, 'mnist'), { recursive: true })
    const sum = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
    const bytes = new Uint8Array(await readFile(join(data, name)))
    const before = sum(bytes)
    bytes[40_000]! ^= 1
    await writeFile(join(data, name), bytes)
    const args = ['run', study, '--data', 'real', '--quiet', '--out', join(folder, 'changed')]
    const { code, stdout, stderr } = await runCli(args, { LIKENESS_DATA_DIR: data })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(
      new RegExp(`^likeness: Expected sha256 ${before} for ${name} but received ${sum(bytes)} .*\n$`),
    )
    expect(await filesBelow(join(folder, 'changed'))).toEqual([])
  })
})
