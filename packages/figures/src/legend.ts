import { element, type Markup } from './element.js'
import { fitText } from './fit-text.js'
import { blockHeight, textBlock } from './text-block.js'
import { textWidth } from './text-width.js'
import { theme } from './theme.js'

/** One entry of a legend: a sample drawn into a box 10 pixels high whose top left corner is (x, y). */
export interface LegendItem {
  label: string
  /** Width of the sample, default 18 pixels. */
  sampleWidth?: number
  sample: (x: number, y: number) => Markup
}

const size = theme.fontSize.note

/** Legend sample for filled marks. */
export const boxSample =
  (fill: string, stroke = 'currentColor') =>
  (x: number, y: number) =>
    element('rect', { x: x + 0.5, y: y + 0.5, width: 10, height: 9, fill, stroke, 'stroke-width': 0.75 })

/** Legend sample for lines. */
export const lineSample =
  (stroke: string, { dash, width = 1.5 }: { dash?: string; width?: number } = {}) =>
  (x: number, y: number) =>
    element('line', {
      x1: x,
      y1: y + 5,
      x2: x + 18,
      y2: y + 5,
      stroke,
      'stroke-width': width,
      'stroke-dasharray': dash,
    })

/**
 * A legend in rows, left aligned at (x, y), at most `width` pixels wide; labels that do not fit are shortened.
 * @returns its markup and its height in pixels (0 without items)
 */
export const legend = (
  items: readonly LegendItem[],
  { x, y, width }: { x: number; y: number; width: number },
): { markup: Markup[]; height: number } => {
  const markup: Markup[] = []
  let left = 0
  let row = 0
  for (const { label, sample, sampleWidth = 18 } of items) {
    const shown = fitText(label, width - sampleWidth - 5, size)
    const taken = sampleWidth + 5 + textWidth(shown, size)
    if (left > 0 && left + taken > width) {
      left = 0
      row += 1
    }
    const top = y + blockHeight(row, size)
    const full = shown === label ? undefined : label
    markup.push(sample(x + left, top + 1.2), textBlock([shown], { x: x + left + sampleWidth + 5, y: top, size, full }))
    left += taken + 14
  }
  return { markup, height: items.length === 0 ? 0 : blockHeight(row + 1, size) }
}
