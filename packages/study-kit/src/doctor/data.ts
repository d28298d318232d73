import { stat } from 'node:fs/promises'
import { findFile } from '../data-files.js'
import type { DataEntry } from '../data-manifest.js'
import { identify } from '../fetch/admit.js'
import type { StudyData } from '../find-manifests.js'
import { readPins, type Pin } from '../pins.js'
import { probe, type Finding, type Section } from './finding.js'

// Hashing more would keep a person waiting; a fetch checks these too.
const mostHashed = 2 ** 28

/** The real data of each study: what is there, what is missing, and what gets it. Samples need none. */
export async function dataSection(studies: readonly StudyData[], folder: string | undefined): Promise<Section> {
  const findings = await Promise.all([
    probe('data folder', async () => [await folderFinding(folder)]),
    ...studies.map((data) => probe(data.study, async () => [await studyFinding(data, folder)])),
  ])
  return { title: 'Real data', findings: findings.flat() }
}

async function folderFinding(folder: string | undefined): Promise<Finding> {
  const name = 'LIKENESS_DATA_DIR'
  const mend = 'export LIKENESS_DATA_DIR=<a folder for the real data>'
  if (!folder) return { name, state: 'absent', text: 'it is not set: only sample data can be analysed', mend }
  const found = await stat(folder).catch(() => undefined)
  if (found?.isDirectory()) return { name, state: 'ok', text: folder }
  return { name, state: 'broken', text: `${folder} is no folder`, mend: `mkdir -p ${folder}` }
}

async function studyFinding({ study, manifest }: StudyData, folder: string | undefined): Promise<Finding> {
  const files = manifest.files.filter((file) => !file.optional)
  const pins = folder ? await readPins(folder) : {}
  const problems = await Promise.all(
    files.map(async (file) => ({ file, problem: await problemOf(file, folder, pins) })),
  )
  const bad = problems.filter(({ problem }) => problem !== undefined)
  if (bad.length === 0) return { name: study, state: 'ok', text: `all ${files.length} files` }
  const [{ file, problem }] = bad as [(typeof bad)[number]]
  const text = `${files.length - bad.length} of ${files.length} files; ${file.name}${bad.length > 1 ? ` and ${bad.length - 1} more` : ''}: ${problem}` // prettier-ignore
  const wrong = bad.some((one) => one.problem !== 'missing')
  return { name: study, state: wrong ? 'broken' : 'absent', text, mend: mendOf(study, bad.map((one) => one.file), wrong) } // prettier-ignore
}

function mendOf(study: string, files: readonly DataEntry[], replace: boolean): string {
  const [byHand] = files.filter((file) => !file.download)
  const record = files.some((file) => file.unpinned) ? ' --record' : ''
  const command = `npm run likeness -- fetch ${study}${record}${replace ? ' --replace' : ''}`
  if (!byHand) return command
  return files.some((file) => file.download) ? `${command}; by hand: ${byHand.url}` : `by hand: ${byHand.url}`
}

async function problemOf(
  file: DataEntry,
  folder: string | undefined,
  pins: Readonly<Record<string, Pin>>,
): Promise<string | undefined> {
  const path = folder && (await findFile(file, folder))
  if (!path) return 'missing'
  const expected = file.unpinned ? pins[file.name] : { bytes: file.bytes!, sha256: file.sha256! }
  if (!expected) return 'there, but its checksum is not recorded'
  const { size } = await stat(path)
  if (size > mostHashed) return file.content === 'file' && size !== expected.bytes ? 'another size' : undefined
  const found = await identify(file, path)
  return found.sha256 === expected.sha256 ? undefined : `sha256 ${found.sha256}, not ${expected.sha256}`
}
