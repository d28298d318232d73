/**
 * Number of elements of an array: the product of its dimensions; 1 for no dimension, 0 when any dimension is 0.
 * Dimensions are safe integers >= 0. A true product up to 2^53 comes out exactly; a larger one comes out as some
 * double above 2^53 (Infinity at worst), so comparing the count with a byte length is right without overflow checks.
 */
export function elementCount(shape: readonly number[]): number {
  return shape.includes(0) ? 0 : shape.reduce((count, size) => count * size, 1)
}
