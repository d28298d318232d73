// Everything that a command needs: the addons (through nx, cached) and the compiled TypeScript.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { ensureSystem } from './ensure-system.mjs'

const require = createRequire(import.meta.url)
const root = new URL('..', import.meta.url).pathname

/** Runs a program of node_modules; exits with its status when it fails. */
function run(script, args) {
  const options = {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' },
  }
  const { status, stdout } = spawnSync(process.execPath, [require.resolve(script), ...args], options)
  if (status === 0) return
  console.error(stdout)
  process.exit(status ?? 1)
}

/** Builds the addons and all packages; prints the time it took. */
export function build() {
  const start = performance.now()
  // Before nx, which keeps what a cached target printed to itself, and whose cache depends on what is installed.
  const sets = [
    ...(ensureSystem('build') ? ['@likeness/core-native'] : []),
    ...(ensureSystem('onednn') ? ['@likeness/nets'] : []),
  ]
  if (sets.length > 0)
    run('nx/bin/nx.js', ['run-many', '--target=build-native', `--projects=${sets.join()}`, '--outputStyle=static'])
  run('typescript/bin/tsc', ['-b'])
  console.error(`likeness: built in ${((performance.now() - start) / 1000).toFixed(1)} s`)
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) build()
