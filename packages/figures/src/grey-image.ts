import { checkWhole } from './check.js'
import { element, text, type Markup } from './element.js'
import { refusal } from './figure-error.js'
import { greyPng } from './grey-png.js'

/** A grey image: height rows of width values from 0 (black) to 255 (white), row after row. */
export interface GreyImage {
  data: ArrayLike<number>
  width: number
  height: number
}

const bytes = ({ data, width, height }: GreyImage, invert: boolean, name: string): Uint8Array => {
  checkWhole(width, `${name}.width`, 1)
  checkWhole(height, `${name}.height`, 1)
  if (data?.length !== width * height)
    throw refusal(`${width} x ${height} = ${width * height} values`, `${name}.data`, `${data?.length} values`)
  return Uint8Array.from(data, (value, i) => {
    if (!(value >= 0 && value <= 255)) throw refusal('values from 0 to 255', `${name}.data[${i}]`, value)
    return invert ? 255 - Math.round(value) : Math.round(value)
  })
}

/** Where an image goes: a square of `side` pixels with its top left corner at (x, y). */
export interface ImagePlace {
  x: number
  y: number
  side: number
  invert: boolean
  /** Name of the image in errors, and its tooltip. */
  name: string
  title: string
  /** What a page links it by: its own id, and those of all that its mark shows. */
  item?: string
  items?: string
}

/**
 * The image as an embedded PNG, enlarged without smoothing and as large as its square allows, with a hairline around
 * it that tells its edge from a background of the same grey. Fractions are rounded to whole greys.
 * @throws FigureError (INVALID_ARGUMENT) for sizes that are no whole numbers from 1, a wrong number of values, and
 * values outside 0 to 255
 */
export const imageMark = (image: GreyImage, place: ImagePlace): Markup => {
  const { x, y, side, invert, name, title, item, items } = place
  const png = greyPng(bytes(image, invert, name), image.width, image.height)
  const shrink = side / Math.max(image.width, image.height)
  const [width, height] = [image.width * shrink, image.height * shrink]
  const box = { x: x + (side - width) / 2, y: y + (side - height) / 2, width, height }
  const attributes = {
    class: 'image',
    ...box,
    preserveAspectRatio: 'none',
    style: 'image-rendering: pixelated',
    'data-item': item,
    href: `data:image/png;base64,${Buffer.from(png).toString('base64')}`,
  }
  const hairline = { fill: 'none', stroke: 'currentColor', 'stroke-opacity': 0.4, 'stroke-width': 0.5 }
  return element(
    'g',
    { 'data-items': items },
    element('title', {}, text(title)),
    element('image', attributes),
    element('rect', { ...box, ...hairline }),
  )
}
