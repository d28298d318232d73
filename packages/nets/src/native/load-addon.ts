import { createRequire } from 'node:module'

/** The functions of nets_native.node. Parameter blocks and layouts are documented beside each kernel (native/*.cc). */
export interface NetsAddon {
  readonly oneDNN: string
  /** Threads of the calling thread's kernels. */
  setThreads(threads: number): void
  conv2d(
    image: Float32Array,
    filter: Float32Array,
    output: Float32Array,
    shape: Int32Array,
    bias: Float32Array | undefined,
    relu: number,
  ): void
  conv2dInputGradient(dy: Float32Array, filter: Float32Array, dx: Float32Array, shape: Int32Array): void
  conv2dFilterGradient(image: Float32Array, dy: Float32Array, dw: Float32Array, shape: Int32Array): void
  matMul(a: Float32Array, b: Float32Array, c: Float32Array, shape: Int32Array): void
  maxPool(image: Float32Array, output: Float32Array, window: Int32Array): void
  avgPool(image: Float32Array, output: Float32Array, window: Int32Array): void
  maxPoolGrad(dy: Float32Array, image: Float32Array, dx: Float32Array, window: Int32Array): void
  avgPoolGrad(dy: Float32Array, dx: Float32Array, window: Int32Array): void
  unary(operation: string, x: Float32Array, y: Float32Array, p: number, q: number): void
  binary(operation: string, a: Float32Array, b: Float32Array, out: Float32Array | Uint8Array, layout: Int32Array): void
  weightedSum(p: number, a: Float32Array, q: number, b: Float32Array, out: Float32Array): void
  logical(both: 0 | 1, a: Uint8Array, b: Uint8Array, out: Uint8Array): void
  select(condition: Uint8Array, yes: Float32Array, no: Float32Array, out: Float32Array): void
  reduce(operation: string, x: Float32Array, out: Float32Array, block: Int32Array): void
  position(largest: 0 | 1, x: Float32Array, out: Float32Array, axis: Int32Array): void
  runningSum(x: Float32Array, sums: Float32Array, axis: Int32Array, exclusive: number, backwards: number): void
  gather(x: Float32Array, positions: Int32Array, out: Float32Array, block: Int32Array): void
  resizeBilinear(x: Float32Array, y: Float32Array, block: Int32Array): void
  resizeBilinearGrad(dy: Float32Array, dx: Float32Array, block: Int32Array): void
  copy(from: Float32Array, to: Float32Array, offsets: Int32Array, layout: Int32Array): void
  lrn(x: Float32Array, y: Float32Array, channels: number, ...parameters: number[]): void
  lrnGrad(
    x: Float32Array,
    y: Float32Array,
    dy: Float32Array,
    dx: Float32Array,
    channels: number,
    ...parameters: number[]
  ): void
  batchNorm(
    x: Float32Array,
    mean: Float32Array,
    variance: Float32Array,
    offset: Float32Array | undefined,
    scale: Float32Array | undefined,
    y: Float32Array,
    epsilon: number,
  ): void
}

const require = createRequire(import.meta.url)
let loaded: NetsAddon | undefined

/**
 * Loads the addon once per environment (the main thread and each worker have their own): the file that
 * LIKENESS_NETS_ADDON names, else the one that `npm run build` makes.
 * @throws an error of one line that says what to do, where it is absent or does not load
 */
export function loadNetsAddon(): NetsAddon {
  const named = process.env['LIKENESS_NETS_ADDON']
  const place = named || '../../build/Release/nets_native.node'
  try {
    loaded ??= withShortSpins(() => require(place) as NetsAddon)
    return loaded
  } catch (error) {
    const advice = named
      ? 'LIKENESS_NETS_ADDON names it'
      : 'npm run build makes it where oneDNN (libdnnl-dev) and g++ are'
    throw new Error(`${place}: ${String((error as Error).message).split('\n')[0]}; ${advice}`, { cause: error })
  }
}

/**
 * OpenMP's threads wait for one another in a loop, by default for some 17 ms: where other work wants the processors they
 * starve it and each other. A thousand turns (about 50 µs) bridge the time between two kernels. The library reads its
 * settings from the environment when it is loaded and never again, so that they stand there only meanwhile: other programs that
 * this process starts have their own. What the user set stays. Without effect in a worker that has an environment of its own.
 */
function withShortSpins<T>(load: () => T): T {
  const { env } = process
  if (env['GOMP_SPINCOUNT'] !== undefined || env['OMP_WAIT_POLICY'] !== undefined) return load()
  env['GOMP_SPINCOUNT'] = '1000'
  try {
    return load()
  } finally {
    delete env['GOMP_SPINCOUNT']
  }
}
