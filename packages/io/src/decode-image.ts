import type { Metadata, Sharp, SharpOptions } from 'sharp'
import { cmykToRgb } from './cmyk-to-rgb.js'
import { type FormatError, formatError, formatLabel, requireBytes, requireLimit } from './format-error.js'
import { loadSharp } from './load-sharp.js'

/** An image of 8 bits per value: height x width x channels, row-major, red first. */
export interface DecodedImage {
  readonly data: Uint8Array
  readonly height: number
  readonly width: number
  readonly channels: 3
}

export interface DecodeImageOptions {
  /** Names the image in errors. */
  readonly name?: string
  /** Most pixels (width x height) that are decoded. Default 10^8. */
  readonly maxPixels?: number
  /** Turns the image as its EXIF orientation says. Default false: the pixels as they are stored. */
  readonly orient?: boolean
}

/**
 * Decodes a JPEG or PNG file to sRGB of 8 bits: the pixels that libjpeg and libpng store there, as
 * `PIL.Image.open(file).convert('RGB')` gives them. Embedded colour profiles and gamma are ignored, alpha is dropped and
 * not composited, grey repeats in all channels, CMYK is converted as PIL does ((1 - c)(1 - k), without a profile). Of 16 bits
 * the upper eight are kept; so does PIL with colour, while it clips 16-bit grey at 255. Decoder: sharp (libvips).
 * @throws FormatError `INVALID_FORMAT` for damage, truncation, and a JPEG about which libjpeg only warns;
 *   `UNSUPPORTED_FORMAT` for any other format; `LIMIT_EXCEEDED` above `maxPixels`
 * @throws DecoderUnavailableError where sharp's binary does not load
 * @throws TypeError for wrong arguments
 */
export async function decodeImage(bytes: Uint8Array, options: DecodeImageOptions = {}): Promise<DecodedImage> {
  requireBytes(bytes)
  const { name, maxPixels = 1e8, orient = false } = options
  requireLimit('maxPixels', maxPixels)
  const label = formatLabel(imageKind(bytes, name), name)
  const sharp = await loadSharp()
  const damaged = (error: unknown): FormatError =>
    formatError('INVALID_FORMAT', label, 'an image that decodes', reason(error), error)
  const source = sharp(bytes, decoding)
  const found = await source.metadata().catch((error: unknown) => {
    throw damaged(error)
  })
  checkSize(found, maxPixels, label)
  const cmyk = found.space === 'cmyk'
  const turned = orient ? source.autoOrient() : source
  const { data, info } = await toRaw(turned, cmyk)
    .toBuffer({ resolveWithObject: true })
    .catch((error: unknown) => {
      throw damaged(error)
    })
  const rgb = cmyk ? cmykToRgb(data) : new Uint8Array(data)
  return { data: rgb, height: info.height, width: info.width, channels: 3 }
}

// The size is checked here, with an error of our own.
const decoding: SharpOptions = { ignoreIcc: true, failOn: 'warning', limitInputPixels: false, sequentialRead: true }

function toRaw(source: Sharp, cmyk: boolean): Sharp {
  if (cmyk) return source.pipelineColourspace('cmyk').toColourspace('cmyk').raw({ depth: 'uchar' })
  return source.removeAlpha().toColourspace('srgb').raw({ depth: 'uchar' })
}

const signatures = {
  jpeg: [0xff, 0xd8, 0xff],
  png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
}

function imageKind(bytes: Uint8Array, name: string | undefined): string {
  for (const [kind, signature] of Object.entries(signatures))
    if (signature.every((byte, k) => bytes[k] === byte)) return kind
  const first = Buffer.from(bytes.subarray(0, 8)).toString('hex')
  const received = bytes.length === 0 ? 'no byte' : `bytes that begin with ${first}`
  throw formatError('UNSUPPORTED_FORMAT', formatLabel('image', name), 'a JPEG or PNG file', received)
}

function checkSize({ width, height }: Metadata, maxPixels: number, label: string): void {
  if (width * height <= maxPixels) return
  const expected = `at most ${maxPixels} pixels (maxPixels)`
  throw formatError('LIMIT_EXCEEDED', label, expected, `${width} x ${height}`)
}

// libvips reports one line per layer, and repeats itself.
function reason(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error)).split('\n').map((line) => line.trim())
  return [...new Set(lines.filter((line) => line !== ''))].join('; ').slice(0, 200) || 'one that does not'
}
