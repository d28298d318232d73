import { invalid } from '../nets-error.js'

/** An image: height x width x channels values, row-major (channels last), as `decodeImage` of @likeness/io gives it. */
export interface PixelImage<T extends Uint8Array | Float32Array = Uint8Array | Float32Array> {
  readonly data: T
  readonly height: number
  readonly width: number
  readonly channels: number
}

/** @throws NetsError INVALID_ARGUMENT unless sizes are positive integers and fit the data */
export function checkImage({ data, height, width, channels }: PixelImage): void {
  checkSides({ height, width, channels }, 'image')
  if (data.length !== height * width * channels)
    throw invalid(`${height} x ${width} x ${channels} values`, 'image.data', data.length)
}

/** @throws NetsError INVALID_ARGUMENT unless every side is a positive integer */
export function checkSides(sides: Readonly<Record<string, number>>, of: string): void {
  for (const [name, side] of Object.entries(sides))
    if (!Number.isSafeInteger(side) || side < 1) throw invalid('a positive integer', `${of}.${name}`, side)
}
