import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { CommandPackage } from './discover-commands.js'
import { commandInput, type runCommandModule as RunCommandModule } from './run-command-module.js'
import { temporaryFolder } from './testing/temporary-folder.js'

// A worker loads compiled files alone: `npm test` builds them first.
const compiled = new URL('../dist/run-command-module.js', import.meta.url).href
const { runCommandModule } = (await import(/* @vite-ignore */ compiled)) as {
  runCommandModule: typeof RunCommandModule
}

/** Runs a command whose body is given as JavaScript. */
async function run(body: string, control: Parameters<typeof runCommandModule>[1] = {}, argument?: string) {
  const folder = await temporaryFolder()
  const module = join(folder, 'made.mjs')
  await writeFile(module, `export default { run: async ({ argument, options }, services) => { ${body} } }`)
  const input = { ...(argument !== undefined && { argument }), options: { folder } }
  const text = runCommandModule({ name: 'made', module, input, threads: 3, dataFolder: '/data' }, control)
  return { folder, text: await text }
}
const failure = (body: string, control: Parameters<typeof runCommandModule>[1] = {}, argument?: string) =>
  run(body, control, argument).then(
    () => expect.fail('the command came out'),
    (error: Error & { code?: string }) => error,
  )

describe('a command', () => {
  test('is given its input and services, and says one text', async () => {
    const { text } = await run('return [argument, services.threads, services.dataFolder].join()', {}, 'x.npy')
    expect(text).toBe('x.npy,3,/data')
  })

  test('reports stages', async () => {
    const seen: [string, number][] = []
    const onProgress = (stage: string, fraction: number) => seen.push([stage, fraction])
    await run("const report = services.stage('long work'); report(0.5); return ''", { onProgress })
    expect(seen).toEqual([
      ['long work', 0],
      ['long work', 0.5],
      ['long work', 1],
    ])
  })

  test('writes whole files, and lists folders in byte order without what lies deeper', async () => {
    const { folder, text } = await run(`
      for (const name of ['b2.png', 'a10.png', 'a9.png', 'Z.png', 'ä.png'])
        await services.write(options.folder + '/in/' + name, name)
      await services.write(options.folder + '/in/deeper/c.png', 'c')
      const files = await services.list(options.folder + '/in')
      const bytes = await services.read(files[0].path)
      return files.map(({ name }) => name).join() + ' ' + bytes.length`)
    expect(text).toBe('Z.png,a10.png,a9.png,b2.png,ä.png 5')
    expect(await readFile(join(folder, 'in/a9.png'), 'utf8')).toBe('a9.png')
    expect((await readdir(join(folder, 'in'))).some((name) => name.endsWith('.tmp'))).toBe(false)
  })

  test.each([
    ['read', 'Expected a file that can be read but received /nowhere/x (ENOENT)'],
    ['list', 'Expected a folder that can be read but received /nowhere/x (ENOENT)'],
  ])('%s of what is not there is one clear error', async (service, message) => {
    expect(await failure(`return services.${service}('/nowhere/x')`)).toMatchObject({
      code: 'INVALID_ARGUMENT',
      message,
    })
  })

  test('that throws keeps name, code and message', async () => {
    const body = "throw Object.assign(new RangeError('Expected a for b'), { code: 'X' })"
    expect(await failure(body)).toMatchObject({ name: 'RangeError', code: 'X', message: 'Expected a for b' })
  })
})

describe('cancelled', () => {
  // Something has to keep the thread alive, as a command's work does, until the abort arrives.
  const wait = `const work = setInterval(() => {}, 1000)
    await new Promise((resolve) => services.signal.addEventListener('abort', resolve))
    clearInterval(work)`
  const cancelSoon = () => {
    const controller = new AbortController()
    const onProgress = () => controller.abort(new Error('enough'))
    return { signal: controller.signal, onProgress }
  }

  test('it rejects with the reason', async () => {
    const error = await failure(`services.stage('wait'); ${wait}; throw services.signal.reason`, cancelSoon())
    expect(error.message).toBe('enough')
  })

  test('or with what the command says of how far it came', async () => {
    const body = `services.stage('wait'); ${wait}; throw Object.assign(new Error('Cancelled after 2'), { code: 'CANCELLED' })`
    expect(await failure(body, cancelSoon())).toMatchObject({ code: 'CANCELLED', message: 'Cancelled after 2' })
  })

  test('one that does not listen is ended', async () => {
    const error = await failure("services.stage('wait'); for (;;);", { ...cancelSoon(), patience: 50 })
    expect(error.message).toBe('enough')
  })
})

describe('a command line', () => {
  const declared: CommandPackage = {
    ...{ name: 'draw', module: '/draw.js', about: 'draws', argument: { name: 'file', about: 'a file', kind: 'path' } },
    options: {
      out: { about: 'where to', kind: 'path', required: true },
      metric: { about: 'how', kind: 'text', required: false },
      square: { about: 'whole', kind: 'flag', required: false },
    },
  }

  test('has absolute paths, and only what was given', () => {
    const options = { out: 'x/f.npy', metric: undefined, square: true }
    expect(commandInput(declared, { argument: '../a.npy', options }, '/home/me')).toEqual({
      argument: '/home/a.npy',
      options: { out: '/home/me/x/f.npy', square: 'true' },
    })
  })

  test('that lacks a required option is refused with what it is', () => {
    expect(() => commandInput(declared, { argument: 'a', options: {} }, '/')).toThrow(
      'Expected --out (where to) for draw but received none',
    )
  })
})

test('a module without a command is refused', async () => {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'x'))
  await writeFile(join(folder, 'x/none.mjs'), 'export const run = 1')
  const input = {
    name: 'none',
    module: join(folder, 'x/none.mjs'),
    input: { options: {} },
    threads: 1,
    dataFolder: undefined,
  }
  await expect(runCommandModule(input, {})).rejects.toMatchObject({ code: 'INVALID_MANIFEST' })
})
