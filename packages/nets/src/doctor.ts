import { loadNetsAddon } from './native/load-addon.js'
import { useBackend, type BackendName } from './backend.js'

interface Finding {
  readonly name: string
  readonly state: 'ok' | 'absent' | 'broken'
  readonly text: string
  readonly mend?: string
}

const mends: Partial<Record<BackendName, string>> = {
  'tensorflow-gpu': 'npm run setup:gpu, where there is an NVIDIA GPU',
  native: 'apt-get install g++ cmake libdnnl-dev, then npm run build',
  wasm: 'npm ci',
  cpu: 'npm ci',
}

/** What `likeness doctor` asks of this package (package.json, `likeness.doctor`): which backends work here, and why not. */
export default async function doctor(): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const name of ['tensorflow-gpu', 'native', 'wasm', 'cpu'] as const) findings.push(await backend(name))
  const works = findings.find(({ state }) => state === 'ok')?.name
  const auto: Finding = works
    ? { name: 'auto', state: 'ok', text: `takes ${works}` }
    : { name: 'auto', state: 'broken', text: 'no backend works', mend: 'npm ci' }
  return [auto, ...findings]
}

async function backend(name: Exclude<BackendName, 'auto'>): Promise<Finding> {
  try {
    await useBackend(name)
    return { name, state: 'ok', text: name === 'native' ? `works, on oneDNN ${loadNetsAddon().oneDNN}` : 'works' }
  } catch (error) {
    const [line = ''] = (error as Error).message.split('\n')
    const text = line.replace(/^Expected a backend that works here for backend but received [\w-]+: /, '').trim()
    // One that works is enough, and cpu needs nothing.
    return { name, state: name === 'cpu' ? 'broken' : 'absent', text, ...(mends[name] && { mend: mends[name] }) }
  }
}
