/**
 * High 32 bits of the 64-bit product of two unsigned 32-bit integers, by 16-bit halves.
 * The low 32 bits are `Math.imul(a, b) >>> 0`.
 */
export function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff
  const aHigh = a >>> 16
  const bLow = b & 0xffff
  const bHigh = b >>> 16
  // Each sum stays below 2^32: (2^16 - 1)^2 + (2^16 - 1) < 2^32.
  const middle = (Math.imul(aHigh, bLow) >>> 0) + (Math.imul(aLow, bLow) >>> 16)
  const cross = (Math.imul(aLow, bHigh) >>> 0) + (middle & 0xffff)
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (cross >>> 16)) >>> 0
}
