// Compiles core_native.node with cmake-js (nx caches the result: build-native). Without a compiler it says so and leaves
// the core on its reference device.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { ensureSystem } from './ensure-system.mjs'

if (!ensureSystem('build')) process.exit(0)
const cmakeJs = createRequire(import.meta.url).resolve('cmake-js/bin/cmake-js')
const { status, stdout, stderr } = spawnSync(process.execPath, [cmakeJs, 'compile', '--log-level', 'error'], {
  cwd: new URL('../packages/core-native/', import.meta.url).pathname,
  encoding: 'utf8',
})
if (status !== 0) {
  console.error(stdout + stderr)
  console.error("likeness: the native core did not compile; the compiler's output is above.")
}
process.exit(status ?? 1)
