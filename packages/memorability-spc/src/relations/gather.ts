/** Values at the given places. */
export function gather(values: ArrayLike<number>, indices: Int32Array): Float64Array {
  const result = new Float64Array(indices.length)
  for (let i = 0; i < indices.length; i++) result[i] = values[indices[i]!]!
  return result
}
