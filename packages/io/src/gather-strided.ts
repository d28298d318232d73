import { elementCount } from './element-count.js'

/** Where the elements of an array lie in a flat storage; offset and strides count elements, not bytes. */
export interface StridedView {
  readonly offset: number
  readonly shape: readonly number[]
  readonly strides: readonly number[]
}

/**
 * Copies a strided view of `source` into `target` in C order (last axis fastest).
 * The caller has checked that every index of the view lies in `source` and that `target` holds the whole view.
 */
export function gatherStrided<T>(source: ArrayLike<T>, view: StridedView, target: { [index: number]: T }): void {
  // Axes of size 1 add nothing but carries: without them an element costs O(1) steps, however long the shape.
  const axes = view.shape.map((size, k) => ({ size, stride: view.strides[k]! })).filter(({ size }) => size !== 1)
  const inner = axes.pop() ?? { size: 1, stride: 0 }
  const count = elementCount(view.shape)
  const index = axes.map(() => 0)
  let from = view.offset
  for (let to = 0; to < count; to += inner.size) {
    for (let i = 0; i < inner.size; i++) target[to + i] = source[from + i * inner.stride]!
    for (let k = axes.length - 1; k >= 0; k--) {
      from += axes[k]!.stride
      if (++index[k]! < axes[k]!.size) break
      from -= axes[k]!.size * axes[k]!.stride
      index[k] = 0
    }
  }
}

/** Strides of a dense array in Fortran order (first axis fastest), in elements. */
export function fortranStrides(shape: readonly number[]): number[] {
  let stride = 1
  return shape.map((size) => {
    const own = stride
    stride *= size
    return own
  })
}
