// Compiles the native core for aarch64 with Debian's cross compiler, so that no x86 assumption creeps in.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { ensureSystem } from './ensure-system.mjs'

if (!ensureSystem('cross')) {
  console.error('likeness: aarch64 was not compiled.')
  process.exit(0)
}
const root = new URL('../packages/core-native/', import.meta.url).pathname
const include = createRequire(import.meta.url)
  .resolve('node-api-headers/include/node_api.h')
  .replace(/\/node_api\.h$/, '')
const run = (...args) => {
  const { status, stdout, stderr } = spawnSync('cmake', args, { cwd: root, encoding: 'utf8' })
  if (status === 0) return
  console.error(stdout + stderr)
  process.exit(1)
}
run(
  ...['-S', '.', '-B', 'build/aarch64', '-DCMAKE_SYSTEM_NAME=Linux', '-DCMAKE_SYSTEM_PROCESSOR=aarch64'],
  ...['-DCMAKE_CXX_COMPILER=aarch64-linux-gnu-g++', `-DCMAKE_JS_INC=${include}`],
  // Nothing of it runs: what a compiler refuses it refuses at -O1 too, in half the time.
  ...['-DCMAKE_BUILD_TYPE=RelWithDebInfo', '-DCMAKE_CXX_FLAGS_RELWITHDEBINFO=-O1'],
)
run('--build', 'build/aarch64', '--parallel', '2')
console.error('likeness: the native core compiles for aarch64.')
