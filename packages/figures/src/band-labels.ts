import { element, text, type Markup } from './element.js'
import { fitText, wrapText } from './fit-text.js'
import { blockHeight, textBlock } from './text-block.js'
import { textWidth } from './text-width.js'
import { theme } from './theme.js'

/** Labels under equally wide bands, and how high they are; `draw` gets each band's middle and the top of the labels. */
export interface BandLabels {
  height: number
  draw: (middles: readonly number[], top: number) => Markup[]
}

const size = theme.fontSize.tick
const longest = 110

const upright = (lines: readonly (readonly string[])[], labels: readonly string[]): BandLabels => ({
  height: blockHeight(Math.max(1, ...lines.map((l) => l.length)), size),
  draw: (middles, top) =>
    labels.flatMap((label, i) =>
      lines[i]!.length === 0
        ? []
        : [textBlock(lines[i]!, { x: middles[i]!, y: top, size, anchor: 'middle', full: label })],
    ),
})

const turned = (labels: readonly string[], degrees: 45 | 90, width: number): BandLabels => {
  const shown = labels.map((label) => fitText(label, width, size))
  const reach = Math.max(...shown.map((label) => textWidth(label, size)))
  const slope = Math.sin((degrees * Math.PI) / 180)
  const draw = (middle: number, top: number, i: number) => {
    const [x, y] = degrees === 45 ? [middle + 2, top + 0.6 * size] : [middle + 0.33 * size, top + 1]
    const transform = `rotate(${-degrees} ${Math.round(x * 100) / 100} ${Math.round(y * 100) / 100})`
    const attributes = { class: 'tick', x, y, 'font-size': size, 'text-anchor': 'end', fill: 'currentColor', transform }
    return element('text', attributes, element('title', {}, text(labels[i]!)), text(shown[i]!))
  }
  return {
    height: reach * slope + (degrees === 45 ? size : 4),
    draw: (middles, top) => labels.map((_, i) => draw(middles[i]!, top, i)),
  }
}

/**
 * Chooses how labels stand under bands `step` pixels wide so that no two touch: in up to three lines; else turned by
 * 45° from a step of 16 pixels on, else by 90°, then shortened with "…" (the full text is the tooltip).
 * @param room pixels from the first band's middle to the left edge of the canvas
 */
export const bandLabels = (labels: readonly string[], step: number, room: number): BandLabels => {
  const lines = labels.map((label) => wrapText(label, step - 5, size))
  const whole = labels.every((label) => label.split(/\s+/).every((word) => textWidth(word, size) <= step - 5))
  if (whole && lines.every((l) => l.length <= 3)) return upright(lines, labels)
  return step >= 16 ? turned(labels, 45, Math.min(longest, (room - 8) * Math.SQRT2)) : turned(labels, 90, longest)
}
