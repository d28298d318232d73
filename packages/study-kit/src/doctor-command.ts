import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { dataFolder } from './data-files.js'
import { dataSection } from './doctor/data.js'
import { probe, type Finding, type Section } from './doctor/finding.js'
import { machineSection, toolsSection, type Machine } from './doctor/machine.js'
import { librariesSection, packageSections } from './doctor/packages.js'
import { findManifests, type StudyData } from './find-manifests.js'
import type { CommandContext } from './run-command.js'

/** The command line of `likeness doctor`, as commander gives it. */
export interface DoctorFlags {
  readonly json?: boolean
}

/** What tests replace. */
export interface DoctorParts {
  readonly machine?: Machine
  readonly studies?: () => Promise<readonly StudyData[]>
}

const realMachine: Machine = {
  node: process.versions.node,
  env: process.env,
  run: async (program, args) => (await promisify(execFile)(program, args, { timeout: 20_000 })).stdout,
}

/**
 * Looks at everything that a study may need, and says what mends each thing that is not there.
 * @returns whether nothing is broken; what is absent without need does not count
 */
export async function doctorCommand(
  { json = false }: DoctorFlags,
  { root, packages, stdout }: CommandContext,
  { machine = realMachine, studies = () => findManifests('all', packages) }: DoctorParts = {},
): Promise<boolean> {
  const sections = await Promise.all([
    machineSection(machine, root),
    ...(await packageSections(packages)),
    toolsSection(machine),
    librariesSection(packages),
    realData(studies, dataFolder(root)),
  ])
  const healthy = sections.every(({ findings }) => findings.every(({ state }) => state !== 'broken'))
  stdout.write(json ? `${JSON.stringify({ healthy, sections }, null, 1)}\n` : `${sections.map(text).join('\n')}\n`)
  return healthy
}

// One study's damaged manifest must not hide all others: each problem is a finding.
async function realData(studies: () => Promise<readonly StudyData[]>, folder: string | undefined): Promise<Section> {
  let section: Section = { title: 'Real data', findings: [] }
  const findings = await probe('manifests', async () => {
    section = await dataSection(await studies(), folder)
    return []
  })
  return { ...section, findings: [...section.findings, ...findings] }
}

const marks: Record<Finding['state'], string> = { ok: 'ok    ', absent: 'absent', broken: 'BROKEN' }

function text({ title, findings }: Section): string {
  const width = Math.max(...findings.map(({ name }) => name.length))
  const lines = findings.flatMap(({ name, state, text, mend }) => [
    `  ${marks[state]} ${name.padEnd(width)}  ${text}`,
    ...(mend ? [`         ${' '.repeat(width)}  -> ${mend}`] : []),
  ])
  return [title, ...lines].join('\n')
}
