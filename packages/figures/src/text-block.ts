import { element, text, type Markup } from './element.js'
import { theme } from './theme.js'

/** Where and how a block of lines is written; `y` is the top of the block, `x` its anchor, both in pixels. */
export interface TextBlock {
  x: number
  y: number
  size: number
  anchor?: 'start' | 'middle' | 'end'
  weight?: 400 | 600
  /** Degrees, clockwise, around (x, y). */
  rotate?: number
  fill?: string
  opacity?: number
  /** Full text for the reader's pointer where the lines are shortened. */
  full?: string
}

/** Height of `lines` lines of text in pixels. */
export const blockHeight = (lines: number, size: number): number => lines * size * theme.lineHeight

/** Baseline of a line whose capitals and digits (0.66 em high in Source Sans 3) are centred on `y`. */
export const centredBaseline = (y: number, size: number): number => y + 0.33 * size

/** Lines of text as one `<text>` element. */
export const textBlock = (lines: readonly string[], block: TextBlock): Markup => {
  const { x, y, size, anchor = 'start', weight = 400, rotate, fill = 'currentColor', opacity, full } = block
  const baseline = (line: number) => y + 0.94 * size + blockHeight(line, size)
  const attributes = {
    x,
    y: baseline(0),
    'font-size': size,
    'text-anchor': anchor === 'start' ? undefined : anchor,
    'font-weight': weight === 400 ? undefined : weight,
    fill,
    'fill-opacity': opacity,
    transform:
      rotate === undefined ? undefined : `rotate(${rotate} ${Math.round(x * 100) / 100} ${Math.round(y * 100) / 100})`,
  }
  const title = full === undefined ? [] : [element('title', {}, text(full))]
  if (lines.length === 1) return element('text', attributes, ...title, text(lines[0]!))
  const spans = lines.map((line, i) => element('tspan', { x, y: baseline(i) }, text(line)))
  return element('text', attributes, ...title, ...spans)
}
