/** What the sparse coding draws, in numpy's legacy order (`RandomState`). */
export interface LegacyStream {
  /** `size` of the integers 0 to n - 1, each at most once unless `replace`. */
  choice(n: number, size: number, options: { readonly replace: boolean }): ArrayLike<number>
  /** Standard normal numbers. */
  normals(count: number): ArrayLike<number>
}
