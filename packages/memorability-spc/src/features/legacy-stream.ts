/** What the sparse coding draws, in the order of numpy's `RandomState` (../legacy-random has it). */
export interface LegacyStream {
  /** `size` of the integers 0 to n - 1, each at most once unless `replace`. */
  choice(n: number, size: number, options: { readonly replace: boolean }): ArrayLike<number>
  /** Standard normal numbers. */
  standardNormals(count: number): ArrayLike<number>
}
