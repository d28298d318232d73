// Everything that a command needs: the addons (through nx, cached) and the compiled TypeScript.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { ensureSystem } from './ensure-system.mjs'

const require = createRequire(import.meta.url)
const root = new URL('..', import.meta.url).pathname

/** Runs a program of node_modules; when it fails, exits with its status, or says what goes on without it. */
function run(script, args, without) {
  const options = {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' },
  }
  const { status, stdout } = spawnSync(process.execPath, [require.resolve(script), ...args], options)
  if (status === 0) return
  console.error(stdout)
  if (!without) process.exit(status ?? 1)
  console.error(`likeness: ${without}`)
}

/** What ensureSystem asks for, whose addon it is, and what goes on without one that does not compile. */
const addons = [
  ['build', '@likeness/core-native'],
  // Another release of oneDNN may not fit; everything works on wasm.
  ['onednn', '@likeness/nets', 'the backend native of nets was not built: networks run on wasm'],
]

/** Builds the addons and all packages; prints the time it took. */
export function build() {
  const start = performance.now()
  // Before nx, which keeps what a cached target printed to itself, and whose cache depends on what is installed.
  for (const [set, name, without] of addons)
    if (ensureSystem(set)) run('nx/bin/nx.js', ['run', `${name}:build-native`, '--outputStyle=static'], without)
  run('typescript/bin/tsc', ['-b'])
  console.error(`likeness: built in ${((performance.now() - start) / 1000).toFixed(1)} s`)
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) build()
