import { pngFile } from './png-file.js'

/**
 * An 8-bit grey PNG file.
 * @param data height rows of width bytes, 0 black, 255 white
 */
export const greyPng = (data: Uint8Array, width: number, height: number): Uint8Array =>
  pngFile({ data, width, height, colourType: 0 })
