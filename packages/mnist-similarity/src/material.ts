import type { Weights } from '@likeness/nets'

/** Grey images, one per row of 784 pixels (28 x 28, 0 black to 255 white, row-major). */
export interface Images {
  readonly data: Uint8Array
  readonly rows: number
  readonly cols: number
}

/** Ratings of image pairs by people, and the network similarities printed beside them; the pairs may be unknown. */
export interface Ratings {
  readonly digit: number
  /** One array per rater, aligned with `network`. */
  readonly raters: readonly (readonly number[])[]
  /** Cosine similarities at fc1, eight decimals. */
  readonly network: readonly number[]
  /** The rated pairs, where they are known (made material): what the search must find. */
  readonly pairs?: readonly (readonly [number, number])[]
}

/** All that the study analyses, from the real files or made. */
export interface Material {
  readonly weights: Weights
  readonly images: Images
  readonly labels: Uint8Array
  readonly ratings: Ratings
}

/** The rows of some images, as a matrix of their own. */
export function selectImages(images: Images, rows: ArrayLike<number>): Images {
  const data = new Uint8Array(rows.length * images.cols)
  for (let k = 0; k < rows.length; k++)
    data.set(images.data.subarray(rows[k]! * images.cols, (rows[k]! + 1) * images.cols), k * images.cols)
  return { data, rows: rows.length, cols: images.cols }
}

/** Indices of the images of one digit, ascending. */
export function imagesOf(labels: Uint8Array, digit: number): number[] {
  return Array.from(labels.keys()).filter((i) => labels[i] === digit)
}
