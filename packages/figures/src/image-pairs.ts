import { checkFilled, checkText } from './check.js'
import { figureRoot } from './figure-root.js'
import { counted } from './format-value.js'
import { imageMark, type GreyImage } from './grey-image.js'
import { header } from './header.js'
import { itemList } from './items.js'
import { checkSheet, sheet, sheetWidth, type SheetCell } from './sheet.js'
import { textBlock } from './text-block.js'
import { theme } from './theme.js'

/** Two images side by side and the lines below them. */
export interface ImagePair {
  left: GreyImage
  right: GreyImage
  caption: readonly string[] | string
  /** What a page links the left and the right image by. */
  items?: readonly [string, string]
}

/** A sheet of image pairs. */
export interface ImagePairsOptions {
  id: string
  title?: string
  pairs: readonly ImagePair[]
  /** Pairs per row, default 3. */
  columns?: number
  /** Draws 255 - value. */
  invert?: boolean
  notes?: readonly string[]
  /** Side of the square that each image is fitted into, in pixels, default 56. */
  imageSize?: number
}

const inner = 4

const cell = (pair: ImagePair, index: number, side: number, invert: boolean): SheetCell => {
  const caption = typeof pair.caption === 'string' ? [pair.caption] : pair.caption
  checkFilled(caption, `pairs[${index}].caption`)
  caption.forEach((line, i) => checkText(line, `pairs[${index}].caption[${i}]`))
  const place = { side, invert, title: caption.join('; '), items: pair.items && itemList(pair.items) }
  return {
    caption,
    draw: (x, y, lines) => [
      imageMark(pair.left, { ...place, x, y, name: `pairs[${index}].left`, item: pair.items?.[0] }),
      imageMark(pair.right, { ...place, x: x + side + inner, y, name: `pairs[${index}].right`, item: pair.items?.[1] }),
      ...(lines.length === 0
        ? []
        : [
            textBlock(lines, { x: x + side + inner / 2, y: y + side + 3, size: theme.fontSize.note, anchor: 'middle' }),
          ]),
    ],
  }
}

/**
 * Pairs of grey images as an SVG string, each pair with its caption (say, the distances that a network and people give
 * it). The images are embedded as PNG and keep their own black and white on any background.
 * @throws FigureError (INVALID_ARGUMENT) for no pairs, an empty caption, a wrong number of values or values outside
 * 0 to 255, and for columns, imageSize or id that do not fit their description
 */
export const imagePairs = (options: ImagePairsOptions): string => {
  const { id, title, pairs, invert = false, notes = [], imageSize = 56 } = options
  checkFilled(pairs, 'pairs')
  const columns = options.columns ?? Math.min(3, pairs.length)
  checkSheet(columns, imageSize)
  const cellWidth = 2 * imageSize + inner
  const width = Math.max(sheetWidth(Math.min(columns, pairs.length), cellWidth), title || notes.length > 0 ? 160 : 0)
  const top = header({ title, notes }, width)
  const cells = pairs.map((pair, i) => cell(pair, i, imageSize, invert))
  const body = sheet(cells, { columns, cellWidth, imageHeight: imageSize, captionWidth: cellWidth }, top.bottom + 4)
  const description = [`${counted(pairs.length, 'image pair')}.`, ...notes].join(' ')
  const root = { id, width, height: body.bottom, name: title ?? 'Image pairs', description }
  return figureRoot(root, ...top.markup, ...body.markup)
}
