// Names each system program that is missing with the line that installs it; runs that line itself when CI=true or
// LIKENESS_INSTALL=1 and this is root. Used by the other tools; also `node tools/ensure-system.mjs <set> …`.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { pathToFileURL } from 'node:url'

const sets = {
  build: [
    {
      commands: ['cmake'],
      package: 'cmake',
      without: 'the native core is not built: kernels run on the slow reference',
    },
    {
      commands: ['c++', 'g++'],
      package: 'g++',
      without: 'the native core is not built: kernels run on the slow reference',
    },
  ],
  onednn: [
    {
      commands: ['cmake'],
      package: 'cmake',
      without: 'the backend native of nets is not built: networks run on wasm',
    },
    {
      commands: ['g++'],
      package: 'g++',
      without: 'the backend native of nets is not built: networks run on wasm',
    },
    {
      // oneDNN, found by the compiler; its package brings the headers.
      libraries: ['libdnnl.so'],
      package: 'libdnnl-dev',
      without: 'the backend native of nets is not built: networks run on wasm',
    },
  ],
  browser: [
    {
      commands: ['chromium', 'chromium-browser', 'google-chrome'],
      package: 'chromium',
      without: 'the report is not checked in a browser',
    },
  ],
  inspection: [{ commands: ['objdump'], package: 'binutils', without: 'the binary is not inspected' }],
  format: [{ commands: ['clang-format'], package: 'clang-format', without: 'C++ formatting is not checked' }],
  cross: [
    {
      commands: ['aarch64-linux-gnu-g++'],
      package: 'g++-aarch64-linux-gnu',
      without: 'the core is not cross-compiled',
    },
  ],
  sanitizers: [
    {
      commands: ['cmake'],
      package: 'cmake',
      without: 'the sanitizers do not run',
    },
    {
      // Debian's g++ brings them; elsewhere they may be packages of their own.
      libraries: ['libasan.so', 'libubsan.so', 'libtsan.so'],
      package: 'g++',
      without: 'the sanitizers do not run',
    },
  ],
}

/** The file of a library of the compiler, or undefined. */
export function findLibrary(name) {
  const path = spawnSync('g++', [`-print-file-name=${name}`], { encoding: 'utf8' }).stdout?.trim()
  return path && isAbsolute(path) && existsSync(path) ? path : undefined
}

const isThere = ({ commands, libraries = [] }) =>
  (!commands || find(...commands) !== undefined) && libraries.every((name) => findLibrary(name))

/** The first of the commands that is on PATH, or undefined. */
export function find(...commands) {
  return commands.find((command) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0)
}

/**
 * @param {'build' | 'onednn' | 'browser' | 'inspection' | 'format' | 'cross' | 'sanitizers'} name
 * @returns {boolean} whether all programs of the set are there, after installing where that is allowed
 */
export function ensureSystem(name) {
  const missing = sets[name].filter((need) => !isThere(need))
  if (missing.length === 0) return true
  const packages = missing.map((m) => m.package).join(' ')
  const line = `apt-get update && apt-get install -y --no-install-recommends ${packages}`
  for (const { package: p, without } of missing) console.error(`likeness: ${p} is missing; without it ${without}.`)
  const allowed = process.env.CI === 'true' || process.env.LIKENESS_INSTALL === '1'
  if (!allowed || process.getuid?.() !== 0 || !find('apt-get')) {
    console.error(`likeness: install it, as root: ${line}`)
    console.error('likeness: (LIKENESS_INSTALL=1 lets this command run that line itself)')
    return false
  }
  console.error(`likeness: ${line}`)
  try {
    execFileSync('sh', ['-c', line], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  } catch (error) {
    console.error(`likeness: that failed (${error.message.split('\n')[0]})`)
  }
  return sets[name].every(isThere)
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  for (const name of process.argv.slice(2)) ensureSystem(name)
