import type { Images } from '../material.js'
import type { Pair } from '../similarity.js'

/** Image `index` as the figures take it. */
export function greyImage({ data, cols }: Images, index: number) {
  return { data: data.subarray(index * cols, (index + 1) * cols), width: 28, height: 28 }
}

/** What the report links a pair's marks and pictures by: its images, "image-61" and "image-299". */
export const itemsOf = ([a, b]: Pair): [string, string] => [`image-${a}`, `image-${b}`]
