import { availableParallelism, cpus, freemem, totalmem } from 'node:os'
import { statfs } from 'node:fs/promises'
import { probe, type Finding, type Section } from './finding.js'

/** The machine as the doctor sees it; tests replace parts of it. */
export interface Machine {
  readonly node: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Runs a program: its standard output. @throws where it is not there (code ENOENT) or fails */
  readonly run: (program: string, args: readonly string[]) => Promise<string>
}

const oldestNode = [20, 19] as const

/** Node, processor, memory and disk. */
export async function machineSection({ node }: Machine, folder: string): Promise<Section> {
  const findings = await Promise.all([
    probe('Node.js', () => [nodeFinding(node)]),
    probe('processor', () => [ok('processor', `${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} threads`)]),
    probe('memory', () => [ok('memory', `${gib(freemem())} of ${gib(totalmem())} GiB free`)]),
    probe('disk', async () => {
      const { bavail, bsize } = await statfs(folder)
      return [ok('disk', `${gib(bavail * bsize)} GiB free`)]
    }),
  ])
  return { title: 'Machine', findings: findings.flat() }
}

const ok = (name: string, text: string): Finding => ({ name, state: 'ok', text })
const gib = (bytes: number) => (bytes / 2 ** 30).toFixed(1)

function nodeFinding(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const old = major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])
  if (!old) return ok('Node.js', version)
  const mend = `install Node.js ${oldestNode.join('.')} or later`
  return { name: 'Node.js', state: 'broken', text: `${version} is older than ${oldestNode.join('.')}`, mend }
}

/** A program that some work needs. */
interface Tool {
  readonly name: string
  readonly program: string
  readonly args: readonly string[]
  readonly needed: string
  readonly mend: string
}

const tools: readonly Tool[] = [
  { name: 'C++ compiler', program: 'g++', args: ['--version'], needed: 'builds the native addons', mend: 'apt-get install g++' },
  { name: 'CMake', program: 'cmake', args: ['--version'], needed: 'builds the native addons', mend: 'apt-get install cmake' },
  { name: 'CUDA compiler', program: 'nvcc', args: ['--version'], needed: 'builds kernels for NVIDIA GPUs', mend: 'install the CUDA toolkit' },
  { name: 'clang-format', program: 'clang-format', args: ['--version'], needed: 'formats C++', mend: 'apt-get install clang-format' },
] // prettier-ignore

/** Compilers, and the GPU's driver. None is needed where the addons are built already. */
export async function toolsSection(machine: Machine): Promise<Section> {
  const findings = await Promise.all([
    ...tools.map((tool) => probe(tool.name, async () => [await toolFinding(tool, machine)])),
    probe('GPU', async () => [await gpuFinding(machine)]),
  ])
  return { title: 'Compilers and GPU', findings: findings.flat() }
}

async function toolFinding({ name, program, args, needed, mend }: Tool, { run }: Machine): Promise<Finding> {
  try {
    return ok(name, versionLine(await run(program, args)))
  } catch (error) {
    return { name, state: 'absent', text: `${program} ${why(error)}; it ${needed}`, mend }
  }
}

// nvcc says its version in the line before the last.
const versionLine = (text: string) => {
  const lines = text.trim().split('\n')
  return (lines.find((line) => /\d+\.\d+/.test(line)) ?? lines[0] ?? '').trim()
}

async function gpuFinding({ run }: Machine): Promise<Finding> {
  const query = ['--query-gpu=name,memory.total,driver_version', '--format=csv,noheader']
  try {
    const text = (await run('nvidia-smi', query)).trim()
    if (text !== '') return ok('GPU', text.split('\n').join('; '))
    return { name: 'GPU', state: 'absent', text: 'nvidia-smi names none' }
  } catch (error) {
    const mend = 'install the driver of the GPU, where there is one; everything runs on the processor'
    return { name: 'GPU', state: 'absent', text: `nvidia-smi ${why(error)}`, mend }
  }
}

const why = (error: unknown) =>
  (error as NodeJS.ErrnoException).code === 'ENOENT'
    ? 'is not there'
    : `fails: ${(error as Error).message.split('\n')[0]}`
