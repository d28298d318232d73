import { crc32, deflateSync } from 'node:zlib'

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** A chunk of a PNG file: type and content. */
export type PngChunk = readonly [type: string, data: Uint8Array]

const framed = ([type, data]: PngChunk): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(data.length, 0)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return chunk
}

/** What stands in a PNG file: one byte per channel or index, row after row. */
export interface PngPixels {
  data: Uint8Array
  width: number
  height: number
  /** 0 grey, 2 RGB, 3 indices of a palette (whose chunks come in `extra`). */
  colourType: 0 | 2 | 3
}

/**
 * An 8-bit PNG file (PNG specification, third edition: IHDR, further chunks, IDAT, IEND; filter 0 on every row). The data are
 * stored, not compressed, so that the bytes do not depend on the version of zlib.
 */
export const pngFile = (
  { data, width, height, colourType }: PngPixels,
  extra: readonly PngChunk[] = [],
): Uint8Array => {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head[8] = 8
  head[9] = colourType
  const row = width * (colourType === 2 ? 3 : 1)
  const rows = Buffer.alloc(height * (row + 1))
  for (let y = 0; y < height; y++) rows.set(data.subarray(y * row, (y + 1) * row), y * (row + 1) + 1)
  const chunks: PngChunk[] = [
    ['IHDR', head],
    ...extra,
    ['IDAT', deflateSync(rows, { level: 0 })],
    ['IEND', Buffer.alloc(0)],
  ]
  return Buffer.concat([signature, ...chunks.map(framed)])
}
