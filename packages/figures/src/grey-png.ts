import { checkWhole } from './check.js'
import { refusal } from './figure-error.js'
import { pngFile } from './png-file.js'

/**
 * An 8-bit grey PNG file.
 * @param data height rows of width bytes, 0 black, 255 white
 * @throws FigureError (INVALID_ARGUMENT) for sides that are no whole numbers from 1, or another number of bytes
 */
export const greyPng = (data: Uint8Array, width: number, height: number): Uint8Array => {
  checkWhole(width, 'width', 1)
  checkWhole(height, 'height', 1)
  if (data.length !== width * height)
    throw refusal(`${width} x ${height} = ${width * height} bytes`, 'data', `${data.length} bytes`)
  return pngFile({ data, width, height, colourType: 0 })
}
