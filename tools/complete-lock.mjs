// Adds to package-lock.json the optional platform packages that npm left out because the registry in use did not have
// them: `npm ci` refuses a lock without them, on every platform. Run after `npm install` when tools/lock.test.ts fails.
import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const file = new URL('../package-lock.json', import.meta.url)

/**
 * Optional dependencies without an entry of their own, by the exact version that is asked for.
 * @param {{packages: Record<string, {optionalDependencies?: Record<string, string>}>}} lock
 * @returns {{name: string, version: string, dev: boolean}[]}
 */
export function missingOptional(lock) {
  return Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {}, dev = false }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !lock.packages[`${path}/node_modules/${name}`] && !lock.packages[`node_modules/${name}`])
      .map(([name, version]) => ({ name, version, dev })),
  )
}

/** The platform that a package of nx's naming is for; npm skips it elsewhere. */
function platform(name) {
  const [, os, cpu, variant] = /-(darwin|freebsd|linux|win32)-(arm64|arm|x64)(?:-(.*))?$/.exec(name) ?? []
  if (!os) throw new Error(`Expected a platform at the end of the name of ${name}`)
  return {
    os: [os],
    cpu: [cpu],
    ...(variant === 'gnu' || variant === 'musl' ? { libc: [variant === 'gnu' ? 'glibc' : 'musl'] } : {}),
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const lock = JSON.parse(readFileSync(file, 'utf8'))
  for (const { name, version, dev } of missingOptional(lock)) {
    lock.packages[`node_modules/${name}`] = { version, ...platform(name), ...(dev && { dev }), optional: true }
    console.log(`added ${name} ${version}`)
  }
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1))
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`)
}
