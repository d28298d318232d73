// Mixed calls in a worker: posts 'up' when the first are about to start, and their tally at the end.
import { parentPort, workerData } from 'node:worker_threads'
import { mixedCalls } from './mixed-calls.js'

const { seed, seconds } = workerData as { readonly seed: number; readonly seconds: number }
parentPort?.postMessage('up')
parentPort?.postMessage(await mixedCalls(seed, seconds))
