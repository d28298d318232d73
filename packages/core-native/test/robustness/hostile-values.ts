/** What a hostile value threw, or promised to throw, while a call read it. */
export class Bait {
  readonly thrown = new Set<unknown>()

  /** Throws an error that is remembered as the caller's own. */
  readonly throwing = (): never => {
    const error = new Error('from the caller')
    this.thrown.add(error)
    throw error
  }
}

const limits = [-1, -0, 0, 1, 0.5, 7, NaN, Infinity, -Infinity, 2 ** 31, 2 ** 32, 2 ** 40, 2 ** 53, 1e308, -(2 ** 53)]
const primitives = [undefined, null, true, false, '', '1', 'cosine', 'auto', 'constructor', 1n, -1n, 2n ** 64n]

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

/** Makers of values that belong nowhere; each call makes a new one. */
export const hostileValues: readonly ((bait: Bait) => unknown)[] = [
  ...limits.map((value) => () => value),
  ...primitives.map((value) => () => value),
  () => Symbol('s'),
  () => () => {},
  () => class Some {},
  () => [],
  () => [1, 2, 3, 4],
  () => ({}),
  () => Object.create(null),
  () => new Date(NaN),
  () => new Map([['data', 1]]),
  () => Promise.resolve(1),
  () => new Error('no matrix'),
  () => new Int32Array(4),
  () => new Uint8ClampedArray(4),
  () => new BigInt64Array(4),
  () => new DataView(new ArrayBuffer(16)),
  () => new ArrayBuffer(16),
  () => new SharedArrayBuffer(16),
  () => Buffer.alloc(16),
  () => new Float32Array(0),
  () => new Float64Array(7),
  () => ({ data: new Float32Array(4), rows: 2, cols: 2 }),
  // Its distances need more memory than one typed array may hold.
  () => ({ data: new Float32Array(200_000), rows: 200_000, cols: 1 }),
  () => ({ data: { length: 4, buffer: {} }, rows: 2, cols: 2 }),
  revoked,
  (bait) => new Proxy({}, { get: bait.throwing, has: bait.throwing, ownKeys: bait.throwing }),
  (bait) => new Proxy(new Float32Array(4), { get: bait.throwing, getPrototypeOf: bait.throwing }),
  (bait) => Object.defineProperty({}, 'constructor', { get: bait.throwing }),
  () => ({ constructor: { name: Symbol('no text') } }),
  () => ({ constructor: { name: { toString: () => 1 } } }),
  (bait) => ({ toString: bait.throwing, valueOf: bait.throwing, [Symbol.toPrimitive]: bait.throwing }),
  () => ({ throwIfAborted: () => {} }),
  () => ({ throwIfAborted: () => {}, addEventListener: 3 }),
  (bait) => ({ throwIfAborted: () => {}, addEventListener: bait.throwing }),
  (bait) => ({ throwIfAborted: bait.throwing, addEventListener: () => {} }),
]
