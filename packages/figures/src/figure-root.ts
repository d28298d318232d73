import { element, text, type Markup } from './element.js'
import { refusal } from './figure-error.js'
import { theme } from './theme.js'

/** What every figure's root element needs; width and height in pixels. */
export interface FigureRoot {
  id: string
  width: number
  height: number
  /** Accessible name (`<title>`). */
  name: string
  /** Accessible description (`<desc>`). */
  description: string
}

/**
 * The root `<svg>`: an image with a name and a description, in `currentColor`, that a page can recolour through
 * `svg.likeness-figure { color: … }`. Ids inside a figure begin with the figure's own id.
 * @throws FigureError (INVALID_ARGUMENT) for an id that is not a letter followed by letters, digits, "-" and "_"
 */
export const figureRoot = (root: FigureRoot, ...children: readonly Markup[]): string => {
  const { id, width, height, name, description } = root
  if (typeof id !== 'string' || !/^[A-Za-z][\w-]*$/.test(id))
    throw refusal('a letter followed by letters, digits, "-" or "_"', 'id', id)
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    id,
    class: 'likeness-figure',
    width: Math.ceil(width),
    height: Math.ceil(height),
    viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`,
    role: 'img',
    'aria-labelledby': `${id}-title ${id}-desc`,
    color: theme.ink,
    'font-family': theme.fontFamily,
  }
  const title = element('title', { id: `${id}-title` }, text(name))
  const desc = element('desc', { id: `${id}-desc` }, text(description))
  return element('svg', attributes, title, desc, ...children)
}
