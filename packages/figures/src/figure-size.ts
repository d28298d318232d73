import { refusal } from './figure-error.js'

/** Width and height of a whole figure in CSS pixels (1/96 inch). */
export interface FigureSize {
  width: number
  height: number
}

/** @throws FigureError (INVALID_ARGUMENT) unless both sides lie between 100 and 5000 pixels */
export const checkSize = (size: FigureSize): FigureSize => {
  for (const side of ['width', 'height'] as const)
    if (!(size[side] >= 100 && size[side] <= 5000)) throw refusal('100 to 5000 pixels', `size.${side}`, size[side])
  return size
}

/** @throws FigureError (INVALID_ARGUMENT) where margins and labels leave less than 40 pixels for the data */
export const checkRoom = (area: { width: number; height: number }): void => {
  for (const side of ['width', 'height'] as const)
    if (area[side] < 40)
      throw refusal(`a size that leaves at least 40 pixels of ${side} for the data`, 'size', area[side])
}
