import { execFileSync } from 'node:child_process'
import * as tf from '@tensorflow/tfjs'
import { useBackend } from '@likeness/nets'
import type { Benchmark, BenchmarkCase } from '../../../packages/core-native/src/testing/benchmark.js'
import { learningRate, problem, steps, type NetName } from './problems.js'

type Step = keyof ReturnType<typeof steps>

/** Multiply-adds of one image, forward: convolutions and products. */
const multiplyAdds = { vgg16: 15_470_264_320, 'digit-net': 480_500 }
const passes: Record<Step, number> = { forward: 1, saliency: 2, gradients: 3, sgd: 3 }
const titles: Record<Step, string> = {
  forward: 'forward',
  saliency: 'saliency (forward, gradient of the image)',
  gradients: 'forward and all gradients',
  sgd: 'SGD step',
}

/** @param times how often a run repeats the step: what takes a millisecond is measured as training runs it, in a row */
function measured(net: NetName, step: Step, batch: number, times = 1): () => Promise<BenchmarkCase<Float32Array>> {
  return async () => {
    await useBackend('native')
    tf.disposeVariables()
    const made = problem(net, batch)
    const run = steps(made)[step]
    return {
      label: `${net}, ${titles[step]}, batch ${batch}${times > 1 ? `, ${times} times` : ''}`,
      type: 'float32',
      inputs: {
        weights: joined(made.weights),
        images: { data: made.images, rows: batch, cols: made.images.length / batch },
      },
      parameters: { net, step, shapes: made.shapes, learningRate, times },
      operations: 2 * multiplyAdds[net] * batch * passes[step] * times,
      run: async (threads) => {
        await useBackend('native', { threads })
        for (let k = 1; k < times; k++) run()
        return run()
      },
      check: () => ({
        ask: {},
        ours: () => '',
        theirs: ({ values }, ours) => difference(ours, values as number[]).toExponential(1),
      }),
      peers: [{ name: 'torch', threaded: true }],
    }
  }
}

function joined(parts: readonly Float32Array[]) {
  const data = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    data.set(part, at)
    at += part.length
  }
  return { data, rows: 1, cols: data.length }
}

/** Largest difference over the largest value. */
function difference(ours: Float32Array, theirs: readonly number[]): number {
  if (ours.length !== theirs.length)
    throw new Error(`Expected ${ours.length} values from the peer but received ${theirs.length}`)
  let [largest, scale] = [0, 0]
  ours.forEach((value, k) => {
    largest = Math.max(largest, Math.abs(value - theirs[k]!))
    scale = Math.max(scale, Math.abs(theirs[k]!))
  })
  return largest / scale
}

export const benchmark: Benchmark<Float32Array> = {
  name: 'nets',
  peerScript: 'nets.py',
  cases: [
    measured('digit-net', 'forward', 64, 200),
    measured('digit-net', 'sgd', 64, 200),
    measured('vgg16', 'forward', 1),
    measured('vgg16', 'saliency', 1),
    measured('vgg16', 'gradients', 1),
    measured('vgg16', 'sgd', 4),
  ],
  checkTitle: 'difference',
  checkNote: 'between logits, 64 values of each gradient, or losses: the largest over the largest value',
  peerNotes: { torch: 'PyTorch on the same weights and images, channels first as it has them' },
  remarks: async () => {
    const script = new URL('peak-memory.ts', import.meta.url).pathname
    const bytes = execFileSync(process.execPath, [...process.execArgv, script, '1'], { encoding: 'utf8' })
    return [
      `Peak resident memory of a process of four SGD steps of vgg16, batch 4: ${(Number(bytes) / 1e9).toFixed(2)} GB`,
    ]
  },
}
