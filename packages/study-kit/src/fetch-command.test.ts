import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { fetchCommand, type FetchFlags } from './fetch-command.js'
import type { StudyData } from './find-manifests.js'
import { entryOf, madeBytes, madeNetwork, unpinnedEntry } from './testing/made-fetch.js'
import { localServer, serve } from './testing/local-server.js'
import { temporaryFolder } from './testing/temporary-folder.js'

const content = madeBytes(5000)
afterEach(() => vi.unstubAllEnvs())

async function called(flags: FetchFlags, manifests: readonly StudyData[]) {
  const said = { stdout: '', stderr: '' }
  const stream = (name: 'stdout' | 'stderr') =>
    ({ write: (text: string) => void (said[name] += text) }) as unknown as NodeJS.WriteStream
  const streams = { stdout: stream('stdout'), stderr: stream('stderr') }
  const cwd = await temporaryFolder()
  const context = { root: cwd, cwd, signal: new AbortController().signal, ...streams }
  const complete = await fetchCommand('all', flags, context, { manifests, network: madeNetwork() })
  return { complete, ...said, cwd }
}

/** A study with one file that is there to be fetched, one by hand, one that is not there, and two that it can do without. */
async function study(): Promise<StudyData> {
  const { address } = await localServer((request, response) =>
    request.url === '/gone' ? void response.writeHead(404).end() : serve(request, response, content),
  )
  const byHand = { download: undefined, byHand: 'sign the form of the page' }
  const files = [
    entryOf(content, `${address}/f`),
    entryOf(content, '', { ...byHand, name: 'hand/1.jpg' }),
    entryOf(content, '', { ...byHand, name: 'hand/2.jpg' }),
    entryOf(content, `${address}/gone`, { name: 'gone' }),
    unpinnedEntry(`${address}/u`, { name: 'more', optional: true }),
  ]
  return { study: 'made', manifest: { files } }
}

describe('likeness fetch', () => {
  test('says what became of each file, one reason once', async () => {
    const made = await study()
    const { complete, stdout, stderr, cwd } = await called({ to: 'data' }, [made])
    expect(complete).toBe(false)
    const gone = made.manifest.files[3]!.download
    expect(stdout).toBe(
      [
        'made: 1 of 4 files are there',
        '  fetched  set/file.bin',
        '  by-hand  hand/1.jpg and 1 more: sign the form of the page: https://example.org/page',
        `  failed   gone: Expected ${gone} but received status 404`,
        '',
      ].join('\n'),
    )
    expect(stderr).toMatch(/^made: set\/file.bin( …| \d+ %| done in .* s)\n/)
    expect(new Uint8Array(await readFile(join(cwd, 'data/set/file.bin')))).toEqual(content)
  })
  test('fetches what a study can do without only when asked, and is complete without it', async () => {
    const { manifest } = await study()
    const files = [manifest.files[0]!, manifest.files[4]!]
    const made = { study: 'made', manifest: { files } }
    expect(await called({ to: 'data' }, [made])).toMatchObject({ complete: true })
    expect(await called({ to: 'data', optional: true }, [made])).toMatchObject({ complete: false })
    expect(await called({ to: 'data', optional: true, record: true }, [made])).toMatchObject({ complete: true })
  })
  test('as JSON, and quiet', async () => {
    const json = await called({ to: 'data', json: true }, [await study()])
    expect(JSON.parse(json.stdout)).toMatchObject({
      folder: join(json.cwd, 'data'),
      studies: [{ study: 'made', files: [{ state: 'fetched' }, { state: 'by-hand' }, {}, { state: 'failed' }] }],
    })
    expect(json.stderr).toBe('')
    const quiet = await called({ to: 'data', quiet: true }, [await study()])
    expect(quiet.stdout).toBe('')
    expect(quiet.stderr).toMatch(/^(likeness: made: .*\n){3}$/)
  })
  test('goes into LIKENESS_DATA_DIR, and needs a folder', async () => {
    const folder = await temporaryFolder()
    vi.stubEnv('LIKENESS_DATA_DIR', folder)
    await called({ quiet: true }, [await study()])
    expect(new Uint8Array(await readFile(join(folder, 'set/file.bin')))).toEqual(content)
    vi.stubEnv('LIKENESS_DATA_DIR', undefined)
    await expect(called({}, [])).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: 'Expected LIKENESS_DATA_DIR to name the folder of the real data, or --to <dir>, but received neither',
    })
  })
})
