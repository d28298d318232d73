// Compiles the addon of a package with cmake-js (nx caches the result: build-native): `build-native.mjs <folder> <set>`.
// Without what the set of ensure-system.mjs names it says so and leaves the addon out.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { ensureSystem } from './ensure-system.mjs'

const [folder, set] = process.argv.slice(2)
if (!ensureSystem(set)) process.exit(0)
const cmakeJs = createRequire(import.meta.url).resolve('cmake-js/bin/cmake-js')
const { status, stdout, stderr } = spawnSync(process.execPath, [cmakeJs, 'compile', '--log-level', 'error'], {
  cwd: new URL(`../${folder}/`, import.meta.url).pathname,
  encoding: 'utf8',
})
if (status !== 0) {
  console.error(stdout + stderr)
  console.error(`likeness: the addon of ${folder} did not compile; the compiler's output is above.`)
}
process.exit(status ?? 1)
