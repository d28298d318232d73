// Several workers with mixed calls, beside those of the main thread; every third ends by itself, the others are terminated
// in the middle: `workers.child.ts <seed> <seconds>`. Prints what happened as JSON.
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { philox, type Philox } from '../../src/index.js'
import { mixedCalls } from './mixed-calls.js'

const [seed, seconds] = process.argv.slice(2).map(Number) as [number, number]
const count = { terminated: 0, ended: 0, completed: 0 }
const end = performance.now() + seconds * 1000

/** One worker, to its own end or to one at a random time; rejects with what it threw. */
async function oneWorker(random: Philox, patient: boolean): Promise<void> {
  const workerData = { seed: random.integer(2 ** 31), seconds: patient ? 0.3 : 60 }
  const worker = new Worker(new URL('mixed-calls.worker.js', import.meta.url), { workerData })
  const failed = new Promise<never>((_, reject) => worker.once('error', reject))
  await Promise.race([once(worker, 'message'), failed])
  if (patient) {
    const exit = once(worker, 'exit')
    await Promise.race([once(worker, 'message'), failed])
    await Promise.race([exit, failed])
    count.ended++
  } else {
    await Promise.race([delay(random.integer(1500)), failed])
    await worker.terminate()
    count.terminated++
  }
}

async function workersInTurn(random: Philox): Promise<void> {
  for (let k = 0; k < 3 || performance.now() < end; k++) await oneWorker(random, k % 3 === 1)
}

const random = philox(seed)
const [{ completed }] = await Promise.all([
  mixedCalls(seed, seconds, 3),
  ...[1, 2, 3].map((k) => workersInTurn(random.stream(k))),
])
count.completed = completed
// Nothing else: the process has to end by itself.
process.stdout.write(JSON.stringify(count))
