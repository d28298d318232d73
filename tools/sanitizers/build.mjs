// Compiles the native core with sanitizers, each set in a folder of its own beside build/Release.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'

const root = new URL('../../packages/core-native/', import.meta.url).pathname
const headers = dirname(createRequire(import.meta.url).resolve('node-api-headers/include/node_api.h'))

function run(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' })
  if (status === 0) return stdout.trim()
  throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`)
}

// Levels are compiled from one source: the scalar one and the widest that runs here take a third less time than all.
const cpuinfo = '/proc/cpuinfo'
const runsAvx512 = existsSync(cpuinfo) && /\bavx512f\b/.test(readFileSync(cpuinfo, 'utf8'))
const without = runsAvx512 ? 'avx2' : 'avx512'

/**
 * Builds what has changed since the last time; another compiler gets another folder.
 * @param {{name: string, sanitize: string, optimize: string, options: string[], target: string}} what
 * @returns {string} the build folder
 */
export function buildSanitized({ name, sanitize, optimize, options, target }) {
  const folder = `${root}build/${name}-${run('c++', ['-dumpfullversion'])}`
  const flags = `-fsanitize=${sanitize} -fno-sanitize-recover=all -fno-omit-frame-pointer`
  run('cmake', [
    ...[
      '-S',
      '.',
      '-B',
      folder,
      '-DCMAKE_BUILD_TYPE=RelWithDebInfo',
      `-DCMAKE_CXX_FLAGS_RELWITHDEBINFO=${optimize} -g1`,
    ],
    ...[`-DCMAKE_CXX_FLAGS=${flags}`, `-DCMAKE_JS_INC=${headers}`, `-DLIKENESS_WITHOUT=${without}`, ...options],
  ])
  run('cmake', ['--build', folder, '--target', target, '--parallel', '2'])
  return folder
}
