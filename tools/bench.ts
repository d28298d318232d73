// npm run bench -- [--quick] [--runs N] [--only TEXT] [name or family …]: each kernel beside its Python peers, in turns in
// one run. Prints Markdown for a package's README; progress goes to stderr. --runs: of ours and of quick peers, 7 unless
// told, more on a machine that others disturb; --only: the cases whose label contains TEXT.
import { availableParallelism, cpus } from 'node:os'
import { basename } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { capabilities } from '@likeness/core-native'
import { format, resolveConfig } from 'prettier'
import { globSync } from 'tinyglobby'
import { measurePeak } from '../packages/core-native/src/machine/peak.js'
import type { Benchmark } from '../packages/core-native/src/testing/benchmark.js'
import { measure } from './bench/measure.js'
import { Peers } from './bench/peers.js'
import { table, type Section } from './bench/table.js'

const root = new URL('..', import.meta.url).pathname
const { values: options, positionals: wanted } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    runs: { type: 'string' },
    only: { type: 'string', default: '' },
  },
  allowPositionals: true,
})
const runs = Number(options.runs ?? (options.quick ? 3 : 7))
if (!Number.isInteger(runs) || runs < 1)
  throw new Error(`Expected a positive integer for --runs but received ${options.runs}`)
const plan = options.quick
  ? { repeats: runs, slowRepeats: 1, slowSeconds: 2, pause: 50 }
  : { repeats: runs, slowRepeats: Math.min(runs, 3), slowSeconds: 4, pause: 50 }
const counts = [...new Set([1, availableParallelism()])]

async function chosen(): Promise<Benchmark[]> {
  const files = globSync(['packages/*/src/**/*.bench.ts', 'tools/bench/*/*.bench.ts'], {
    cwd: root,
    absolute: true,
  }).toSorted()
  const named = files.filter((file) =>
    wanted.some((w) => basename(file) === `${w}.bench.ts` || file.includes(`/src/${w}/`)),
  )
  const modules = (wanted.length ? named : files).map((file) => import(pathToFileURL(file).href))
  return ((await Promise.all(modules)) as { benchmark: Benchmark }[]).map(({ benchmark }) => benchmark)
}

async function startPeers(script: string): Promise<{ peers?: Peers; versions: string }> {
  return Peers.start(script, counts).catch((error: Error) => ({ versions: `none (${error.message})` }))
}

/** The best that the machine did in the whole run: it is measured again beside each case. */
const peaks = new Map<string, number>()
async function updatePeak(type: 'float32' | 'float64', threads: number): Promise<void> {
  const key = `${type} ${threads}`
  peaks.set(key, Math.max(peaks.get(key) ?? 0, await measurePeak(type, threads)))
}

async function run(benchmark: Benchmark, peers: Peers | undefined): Promise<Section> {
  const results = []
  for (const make of benchmark.cases) {
    const c = await make()
    if (!c.label.includes(options.only)) continue
    console.error(`${benchmark.name}: ${c.label}`)
    for (const threads of counts) await updatePeak(c.type, threads)
    results.push({ case: c, measured: await measure(c, counts, peers, plan) })
  }
  return { benchmark, plan, results, peak: (type, threads) => peaks.get(`${type} ${threads}`)! }
}

const print = async (markdown: string) =>
  console.log(await format(markdown, { ...(await resolveConfig(`${root}README.md`)), parser: 'markdown' }))

const benchmarks = await chosen()
if (benchmarks.length === 0)
  throw new Error(`Expected the name or folder of a benchmark but received ${wanted.join(', ')}`)
const scripts = new Map<string, Awaited<ReturnType<typeof startPeers>>>()
for (const { peerScript } of benchmarks)
  if (!scripts.has(peerScript)) scripts.set(peerScript, await startPeers(peerScript))
const { simd, versions } = capabilities()
await print(
  `\`npm run bench -- ${process.argv.slice(2).join(' ')}\`, ${new Date().toISOString().slice(0, 10)}: ` +
    `${cpus()[0]?.model}, ${process.arch}, ${counts.at(-1)} threads, SIMD level ${simd?.level ?? 'none'}; ` +
    `Node ${versions.node}, core-native compiled by ${versions.compiler}. ` +
    [...scripts].map(([script, started]) => `Peers (${script}): ${started.versions}.`).join(' '),
)
for (const benchmark of benchmarks) {
  const section = await run(benchmark, scripts.get(benchmark.peerScript)?.peers)
  if (section.results.length === 0) continue
  await print(table(section))
  if (benchmark.cancelDelay)
    await print(`Cancelling: ${(await benchmark.cancelDelay()).toFixed(0)} ms from abort to rejection.`)
  for (const line of (await benchmark.remarks?.()) ?? []) await print(line)
}
for (const { peers } of scripts.values()) peers?.close()
