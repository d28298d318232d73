/**
 * Splits one progress callback among parts of a work by their weights.
 * @param onProgress receives 0 to 1 over all parts
 * @returns options for each part: `onProgress` for its own 0 to 1, or nothing where nobody listens
 */
export function progressParts(
  onProgress: ((fraction: number) => void) | undefined,
  weights: readonly number[],
): { readonly onProgress?: (fraction: number) => void }[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0) || 1
  let before = 0
  return weights.map((weight) => {
    const start = before
    before += weight
    return onProgress ? { onProgress: (f) => onProgress(Math.min(1, (start + f * weight) / total)) } : {}
  })
}
