import { decodeImage } from '@likeness/io'
import type { EncodedImage } from '@likeness/nets'

/** Who watches, and may end it. */
export interface CheckImagesOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (fraction: number) => void
}

/** Decoded at once. */
const together = 8

/**
 * Decodes every image once: one that is damaged is then known before a network has worked for an hour.
 * @returns how many there are
 * @throws FormatError of io naming the first in order that does not decode; what reading throws; `signal.reason` once aborted
 */
export async function checkImages(
  images: readonly EncodedImage[],
  { signal, onProgress }: CheckImagesOptions = {},
): Promise<number> {
  for (let start = 0; start < images.length; start += together) {
    signal?.throwIfAborted()
    const block = images.slice(start, start + together)
    const checked = await Promise.allSettled(block.map(async ({ name, read }) => decodeImage(await read(), { name })))
    const failed = checked.find((one) => one.status === 'rejected')
    if (failed) throw failed.reason
    onProgress?.(Math.min(1, (start + together) / images.length))
  }
  return images.length
}
