import { sizeOf, type Weights } from '../network.js'

/** `count` numbers in [-1, 1) from a name: a hash that tools/golden/networks.py computes to the bit. */
export function mixed(name: string, count: number): Float64Array {
  let seed = 0
  for (const character of name) seed = (Math.imul(seed, 31) + character.charCodeAt(0)) >>> 0
  return Float64Array.from({ length: count }, (_, k) => {
    let x = (Math.imul(k + 1, 0x9e3779b1) + Math.imul(seed, 0x85ebca6b)) >>> 0
    x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d) >>> 0
    x = Math.imul(x ^ (x >>> 12), 0x297a2d39) >>> 0
    return ((x ^ (x >>> 15)) >>> 0) / 2 ** 31 - 1
  })
}

function value(part: string, shape: readonly number[]): (x: number) => number {
  if (['running_var', 'moving_variance'].includes(part)) return (x) => 1 + x / 2
  if (['running_mean', 'moving_mean', 'bias', 'beta'].includes(part)) return (x) => x / 10
  if (shape.length === 1) return (x) => 1 + x / 4
  const fanIn = part === 'kernel' ? sizeOf(shape.slice(0, -1)) : sizeOf(shape.slice(1))
  return (x) => x * Math.sqrt(6 / fanIn)
}

/** Weights of any network, of a size that lets its values neither grow nor vanish from layer to layer. */
export function madeWeights(shapes: Readonly<Record<string, readonly number[]>>): Weights {
  return new Map(
    Object.entries(shapes).map(([name, shape]) => {
      const scaled = value(name.split('.').at(-1)!, shape)
      return [name, { shape, data: Float32Array.from(mixed(name, sizeOf(shape)), scaled) }]
    }),
  )
}

/** Square images of three channels, channels last, -100 to 100. */
export function madeImages(rows: number, side: number) {
  const data = Float32Array.from(mixed(`images ${side}`, rows * side * side * 3), (x) => x * 100)
  return { data, rows, cols: side * side * 3 }
}
