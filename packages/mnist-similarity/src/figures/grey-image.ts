import type { Images } from '../material.js'

/** Image `index` as the figures take it. */
export function greyImage({ data, cols }: Images, index: number) {
  return { data: data.subarray(index * cols, (index + 1) * cols), width: 28, height: 28 }
}
