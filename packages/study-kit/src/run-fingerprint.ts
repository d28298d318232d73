import { createHash } from 'node:crypto'
import { readdir, stat } from 'node:fs/promises'
import { cpus } from 'node:os'
import { dirname, join } from 'node:path'
import type { StudyPackage } from './discover-studies.js'
import type { RunOptions } from './run-study.js'

// They say where things lie and what is printed, not what is computed.
const indifferent = ['LIKENESS_DATA_DIR', 'LIKENESS_DEBUG', 'LIKENESS_TRACE_FALLBACKS']

/**
 * A checksum of all that decides a run's numbers beside the files that it reads: study, options, seed, device, machine, Node,
 * and the compiled code of every package beside it (by size and time of change). The number of threads is no part of it.
 */
export async function runFingerprint(study: StudyPackage, options: RunOptions): Promise<string> {
  const { data, seed, device, acceptUnverified } = options
  const environment = Object.entries(process.env)
    .filter(([name]) => name.startsWith('LIKENESS_') && !indifferent.includes(name))
    .sort()
  const what = {
    ...{ study: study.name, version: study.version, data, seed, device, acceptUnverified },
    options: Object.entries(options.options).sort(),
    ...{ environment, node: process.version, machine: `${process.platform}-${process.arch} ${cpus()[0]?.model}` },
    code: await codeBeside(study),
  }
  return createHash('sha256').update(JSON.stringify(what)).digest('hex')
}

async function codeBeside({ folder, module }: StudyPackage): Promise<string[]> {
  const packages = dirname(folder)
  const names = (await readdir(packages)).sort()
  const within = ['dist', 'build/Release', 'data.json', 'replication.json']
  const places = names.flatMap((name) => within.map((part) => join(packages, name, part)))
  return (await Promise.all([module, ...places].map(stamps))).flat()
}

/** Each compiled file of a folder with size and time; none where nothing is. */
async function stamps(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined)
  if (!found) return []
  if (found.isFile()) return /\.(js|json|node|wasm)$/.test(path) ? [`${path} ${found.size} ${found.mtimeMs}`] : []
  const entries = (await readdir(path)).sort()
  return (await Promise.all(entries.map((name) => stamps(join(path, name))))).flat()
}
