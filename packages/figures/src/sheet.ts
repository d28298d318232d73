import type { Markup } from './element.js'
import { checkWhole } from './check.js'
import { refusal } from './figure-error.js'
import { wrapText } from './fit-text.js'
import { blockHeight } from './text-block.js'
import { theme } from './theme.js'

/** One cell of a sheet: its caption, and how to draw it with its top left corner at (x, y). */
export interface SheetCell {
  caption: readonly string[]
  draw: (x: number, y: number, lines: readonly string[]) => Markup[]
}

/** Measures of a sheet in pixels: width and height of a cell's images, room between cells, width for captions. */
export interface SheetMeasures {
  columns: number
  cellWidth: number
  imageHeight: number
  captionWidth: number
}

const size = theme.fontSize.note
const gap = 14

/** Width in pixels of a sheet with this many columns, margins included. */
export const sheetWidth = (columns: number, cellWidth: number): number =>
  2 * theme.padding + columns * cellWidth + (columns - 1) * gap

/** Cells in rows, each row as high as its longest caption needs; `bottom` is where the sheet ends. */
export const sheet = (
  cells: readonly SheetCell[],
  { columns, cellWidth, imageHeight, captionWidth }: SheetMeasures,
  top: number,
): { markup: Markup[]; bottom: number } => {
  const markup: Markup[] = []
  let y = top
  for (let first = 0; first < cells.length; first += columns) {
    const row = cells.slice(first, first + columns)
    const captions = row.map(({ caption }) => caption.flatMap((line) => wrapText(line, captionWidth, size)))
    row.forEach(({ draw }, i) => markup.push(...draw(theme.padding + i * (cellWidth + gap), y, captions[i]!)))
    y += imageHeight + 3 + blockHeight(Math.max(0, ...captions.map((lines) => lines.length)), size) + 8
  }
  return { markup, bottom: y - 8 + theme.padding }
}

/** @throws FigureError (INVALID_ARGUMENT) unless columns is a whole number from 1 and the side 8 to 1000 pixels */
export const checkSheet = (columns: number, imageSize: number): void => {
  checkWhole(columns, 'columns', 1)
  if (!(imageSize >= 8 && imageSize <= 1000)) throw refusal('8 to 1000 pixels', 'imageSize', imageSize)
}
