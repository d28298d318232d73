import { rule, type PlotArea } from './axis.js'
import type { Reference } from './bar-data.js'
import type { Markup } from './element.js'
import { wrapText } from './fit-text.js'
import { blockHeight, textBlock } from './text-block.js'
import { textWidth } from './text-width.js'
import { theme } from './theme.js'

const size = theme.fontSize.note
const lines = (label: string) => wrapText(label, 96, size, { maxLines: 3 })

/** Pixels right of the plot that the labels take. */
export const referenceRoom = (references: readonly Reference[]): number =>
  Math.max(0, ...references.flatMap(({ label }) => lines(label)).map((line) => textWidth(line, size) + 6))

/** Tops of blocks of these heights, each as near to its wish as non-overlapping blocks between top and bottom can be. */
const apart = (blocks: readonly { wish: number; height: number }[], top: number, bottom: number): number[] => {
  const tops: number[] = []
  let next = top
  for (const { wish, height } of blocks) {
    tops.push(Math.max(wish, next))
    next = tops.at(-1)! + height
  }
  let limit = bottom
  for (let i = tops.length - 1; i >= 0; i--) {
    tops[i] = Math.min(tops[i]!, limit - blocks[i]!.height)
    limit = tops[i]!
  }
  return tops
}

/** Dashed lines across the plot, labelled at their right ends; labels of near lines are pushed apart. */
export const referenceLines = (
  references: readonly Reference[],
  y: (value: number) => number,
  { left, top, width, height }: PlotArea,
): Markup[] => {
  const right = left + width
  const ordered = references
    .map(({ value, label }) => ({ at: y(value), lines: lines(label), label }))
    .sort((a, b) => a.at - b.at)
  const blocks = ordered.map(({ at, lines }) => {
    const tall = blockHeight(lines.length, size)
    return { wish: at - tall / 2, height: tall }
  })
  const tops = apart(blocks, top - size / 2, top + height + 2 * size)
  return ordered.flatMap(({ at, lines, label }, i) => [
    rule(left, at, right, at, { class: 'reference', 'stroke-dasharray': '4 3' }),
    ...(lines.length === 0 ? [] : [textBlock(lines, { x: right + 5, y: tops[i]!, size, full: label })]),
  ])
}
