import { checkFilled, checkText } from './check.js'
import { element, type Markup } from './element.js'
import { refusal } from './figure-error.js'
import { figureRoot } from './figure-root.js'
import { counted } from './format-value.js'
import { imageMark, type GreyImage } from './grey-image.js'
import { header } from './header.js'
import type { LegendItem } from './legend.js'
import { checkSheet, sheet, sheetWidth, type SheetCell } from './sheet.js'
import { textBlock } from './text-block.js'
import { textWidth } from './text-width.js'
import { theme } from './theme.js'

/** An image with its caption; `highlight` frames it and puts a tick or a cross before the caption. */
export interface GridImage {
  image: GreyImage
  caption: string
  highlight?: 'right' | 'wrong'
}

/** A sheet of single images. */
export interface ImageGridOptions {
  id: string
  title?: string
  images: readonly GridImage[]
  columns: number
  /** Draws 255 - value. */
  invert?: boolean
  notes?: readonly string[]
  /** Side of the square that each image is fitted into, in pixels, default 56. */
  imageSize?: number
}

type Highlight = 'right' | 'wrong'
const strokes = { right: 'M0 4L3 7L8 0.5', wrong: 'M0.5 0.5L7 7M7 0.5L0.5 7' }
const signWidth = 12

// Drawn, not written: U+2713 and U+2717 are missing from many fonts of readers' browsers.
const sign = (highlight: Highlight, x: number, y: number): Markup =>
  element('path', {
    class: highlight,
    d: strokes[highlight],
    transform: `translate(${Math.round(x * 100) / 100} ${Math.round(y * 100) / 100})`,
    fill: 'none',
    stroke: theme[highlight],
    'stroke-width': 1.75,
  })

const border = (highlight: Highlight, x: number, y: number, side: number): Markup => {
  const look = {
    fill: 'none',
    stroke: theme[highlight],
    'stroke-width': 2,
    'stroke-dasharray': highlight === 'wrong' ? '4 2' : undefined,
  }
  return element('rect', { x: x - 1.5, y: y - 1.5, width: side + 3, height: side + 3, ...look })
}

const cell = ({ image, caption, highlight }: GridImage, index: number, side: number, invert: boolean): SheetCell => {
  checkText(caption, `images[${index}].caption`)
  if (highlight !== undefined && highlight !== 'right' && highlight !== 'wrong')
    throw refusal("'right' or 'wrong'", `images[${index}].highlight`, highlight)
  return {
    caption: [caption],
    draw: (x, y, lines) => {
      const size = theme.fontSize.note
      const shift = highlight ? signWidth / 2 : 0
      const start = x + side / 2 + shift - Math.max(0, ...lines.slice(0, 1).map((line) => textWidth(line, size))) / 2
      return [
        imageMark(image, { x, y, side, invert, name: `images[${index}].image`, title: caption }),
        ...(highlight ? [border(highlight, x, y, side), sign(highlight, start - signWidth, y + side + 6.5)] : []),
        ...(lines.length === 0
          ? []
          : [textBlock(lines, { x: x + side / 2 + shift, y: y + side + 4, size, anchor: 'middle' })]),
      ]
    },
  }
}

const legendItems = (images: readonly GridImage[]): LegendItem[] =>
  (['right', 'wrong'] as const)
    .filter((kind) => images.some(({ highlight }) => highlight === kind))
    .map((kind) => ({ label: kind, sampleWidth: 9, sample: (x, y) => sign(kind, x, y + 1) }))

/**
 * A sheet of captioned grey images as an SVG string: sample predictions, or the errors of a classifier. What is right
 * and wrong is told by colour, by the kind of frame and by a tick or a cross.
 * @throws FigureError (INVALID_ARGUMENT) for no images, a caption that is no string, an unknown highlight, a wrong
 * number of values or values outside 0 to 255, and for columns, imageSize or id that do not fit their description
 */
export const imageGrid = (options: ImageGridOptions): string => {
  const { id, title, images, columns, invert = false, notes = [], imageSize = 56 } = options
  checkFilled(images, 'images')
  checkSheet(columns, imageSize)
  const cells = images.map((image, i) => cell(image, i, imageSize, invert))
  const width = Math.max(sheetWidth(Math.min(columns, images.length), imageSize), title || notes.length > 0 ? 160 : 110)
  const top = header({ title, notes, items: legendItems(images) }, width)
  const measures = { columns, cellWidth: imageSize, imageHeight: imageSize, captionWidth: imageSize + 10 - signWidth }
  const body = sheet(cells, measures, top.bottom + 4)
  const description = [`${counted(images.length, 'image')}.`, ...notes].join(' ')
  const root = { id, width, height: body.bottom, name: title ?? 'Images', description }
  return figureRoot(root, ...top.markup, ...body.markup)
}
