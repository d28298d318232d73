import { crc32, deflateSync } from 'node:zlib'

/** A PNG of red, green and blue values, row by row. */
export function madePng(pixels: Uint8Array, width: number, height: number): Uint8Array {
  const rows = Array.from({ length: height }, (_, y) => [0, ...pixels.subarray(3 * width * y, 3 * width * (y + 1))])
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2], 8)
  const chunks = [chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.from(rows.flat()))), chunk('IEND', Buffer.alloc(0))] // prettier-ignore
  return new Uint8Array(Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...chunks]))
}

function chunk(type: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type), content])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
