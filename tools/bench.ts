// npm run bench -- [name …]: each kernel beside its Python peers, interleaved in one run; medians of 7.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { capabilities, type Matrix } from '@likeness/core-native'
import { globSync } from 'tinyglobby'
import { measurePeak } from '../packages/core-native/src/machine/peak.js'
import type { Benchmark, BenchmarkCase } from '../packages/core-native/src/testing/benchmark.js'
import { Peer } from './peers/peer.js'

const repeats = 7
const wanted = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'likeness-bench-'))
const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
const print = (cells: (string | number)[]) => console.log(`| ${cells.join(' | ')} |`)

async function startPeer(threads: number): Promise<Peer | undefined> {
  const peer = new Peer(new URL('peers/distance.py', import.meta.url).pathname, threads)
  try {
    const versions = await peer.ask({ versions: true })
    if (threads === 1)
      console.log(
        `peers: ${Object.entries(versions)
          .map(([k, v]) => `${k} ${String(v)}`)
          .join(', ')}`,
      )
    return peer
  } catch (error) {
    console.log(`peers: none (${(error as Error).message})`)
    return undefined
  }
}

async function load(peer: Peer, { x, y }: BenchmarkCase): Promise<void> {
  const entry = (name: string, { data, rows, cols }: Matrix) => {
    const path = join(folder, name)
    writeFileSync(path, data)
    return [path, data instanceof Float64Array ? 'float64' : 'float32', rows, cols]
  }
  await peer.ask({ load: { x: entry('x', x), ...(y && { y: entry('y', y) }) } })
}

async function measure(c: BenchmarkCase, threads: number, peer: Peer | undefined, peak: number): Promise<void> {
  if (peer) await load(peer, c)
  const ours: number[] = []
  const theirs = new Map<string, number[]>(c.peers.map((name) => [name, []]))
  await c.run(threads)
  for (let k = 0; k < repeats; k++) {
    const start = performance.now()
    await c.run(threads)
    ours.push((performance.now() - start) / 1000)
    if (peer) for (const [name, times] of theirs) times.push((await peer.ask({ run: name }))['seconds'] as number)
  }
  const time = median(ours)
  const rate = c.operations / time / 1e9
  const ratios = peer
    ? [...theirs].map(
        ([name, times]) => `${name} ${(median(times) / time).toFixed(1)}x (${median(times).toFixed(3)} s)`,
      )
    : ['-']
  print([
    c.label,
    threads,
    time.toFixed(4),
    rate.toFixed(1),
    `${((100 * rate) / peak).toFixed(0)} %`,
    ratios.join(', '),
  ])
}

const files = globSync('packages/*/src/**/*.bench.ts', { cwd: new URL('..', import.meta.url).pathname, absolute: true })
const benchmarks = await Promise.all(
  files.map(
    async (file) => [file, ((await import(pathToFileURL(file).href)) as { benchmark: Benchmark }).benchmark] as const,
  ),
)
const chosen = benchmarks.filter(
  ([file, { name }]) => wanted.length === 0 || wanted.some((w) => name === w || file.includes(`/${w}/`)),
)
const all = availableParallelism()
console.log(
  `${cpus()[0]?.model}, ${all} cores, SIMD ${capabilities().simd?.level}, Node ${process.versions.node}; medians of ${repeats}, interleaved`,
)
const counts = all > 1 ? [1, all] : [1]
const peers = new Map<number, Peer | undefined>()
for (const threads of counts) peers.set(threads, await startPeer(threads))
for (const [, { name, cases, cancelDelay }] of chosen) {
  console.log(`\n## ${name}\n`)
  print(['case', 'threads', 'seconds', 'GFLOP/s', 'of FMA peak', 'peers: times as long as ours'])
  print(['---', '---:', '---:', '---:', '---:', '---'])
  for (const threads of counts) {
    const peaks = { float32: await measurePeak('float32', threads), float64: await measurePeak('float64', threads) }
    for (const c of cases())
      await measure(c, threads, peers.get(threads), peaks[c.x.data instanceof Float64Array ? 'float64' : 'float32'])
  }
  if (cancelDelay) console.log(`\ncancelling: ${(await cancelDelay()).toFixed(0)} ms from abort to rejection`)
}
for (const peer of peers.values()) peer?.close()
rmSync(folder, { recursive: true })
