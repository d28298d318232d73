import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Backend } from '../../src/backend.js'

/** How TensorFlow.js's own specs went on a backend. */
export interface SuiteResult {
  readonly passed: number
  readonly skipped: number
  readonly failed: readonly { readonly name: string; readonly message: string }[]
}

const require = createRequire(import.meta.url)
const here = new URL('.', import.meta.url).pathname
const scratch = new URL('../../../../.test/', import.meta.url).pathname
// Bundled modules lose their own URL: what they load beside themselves is named here.
const addon = new URL('../../build/Release/nets_native.node', import.meta.url).pathname
const banner = `import { createRequire as requireFrom } from 'node:module'
const require = requireFrom(${JSON.stringify(import.meta.url)})
const __dirname = ${JSON.stringify(new URL('.', `file://${require.resolve('@tensorflow/tfjs-backend-wasm')}`).pathname)}
const __filename = __dirname + 'tf-backend-wasm.node.js'`

/**
 * Runs the test suite that @tensorflow/tfjs-core publishes (dist/tests.js) on one of our backends, in a process of its
 * own. The suite and our sources are bundled first, so that all share one instance of tfjs-core, the one that is tested.
 * @throws when the process fails before it has a result, with the end of what it printed
 */
export async function runSuite(backend: Backend['name']): Promise<SuiteResult> {
  // Inside the repository, so that the bundle finds jasmine.
  mkdirSync(scratch, { recursive: true })
  const folder = mkdtempSync(join(scratch, 'tfjs-suite-'))
  try {
    const bundle = join(folder, 'suite.mjs')
    await bundleSuite(bundle)
    const output = join(folder, 'result.json')
    await run(bundle, [backend, output])
    return JSON.parse(readFileSync(output, 'utf8')) as SuiteResult
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function bundleSuite(outfile: string): Promise<void> {
  await build({
    entryPoints: [join(here, 'entry.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    // The sources that our packages export, and the modules (not the CommonJS bundles) of TensorFlow.js.
    conditions: ['likeness-source'],
    mainFields: ['module', 'main'],
    // Its packages call themselves free of side effects, and registering kernels and specs is one.
    ignoreAnnotations: true,
    external: ['jasmine-core'],
    banner: { js: banner },
    logLevel: 'error',
  })
}

function run(bundle: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, LIKENESS_NETS_ADDON: process.env['LIKENESS_NETS_ADDON'] ?? addon }
    const child = spawn(process.execPath, [bundle, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let printed = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (printed = (printed + chunk.toString()).slice(-2000)))
    child.on('error', reject)
    child.on('close', (status) =>
      status === 0 ? resolve() : reject(new Error(`The suite ended with status ${status}:\n${printed}`)),
    )
  })
}
