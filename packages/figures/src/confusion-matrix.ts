import { axisLabelLines, bottomLabel, leftAxisWidth, leftLabel, type PlotArea } from './axis.js'
import { bandLabels } from './band-labels.js'
import { checkText, checkWhole } from './check.js'
import { colourBar, colourBarMargin } from './colour-bar.js'
import { element, text, type Markup } from './element.js'
import { refusal } from './figure-error.js'
import { figureRoot } from './figure-root.js'
import { fitText } from './fit-text.js'
import { counted, formatValue } from './format-value.js'
import { header } from './header.js'
import { inkOn, singleHue } from './single-hue.js'
import { blockHeight, centredBaseline } from './text-block.js'
import { textWidth } from './text-width.js'
import { theme } from './theme.js'

/** A confusion matrix: counts[i][j] answers of class j where class i was true. */
export interface ConfusionMatrixOptions {
  id: string
  title?: string
  /** One label per class, 2 to 60. */
  labels: readonly string[]
  counts: readonly (readonly number[])[]
  /** Default "predicted". */
  xLabel?: string
  /** Default "true". */
  yLabel?: string
  notes?: readonly string[]
}

const { tick: tickSize, label: labelSize } = theme.fontSize
const barWidth = 10
const barGap = 14

const check = ({ labels, counts }: ConfusionMatrixOptions): void => {
  if (!Array.isArray(labels) || labels.length < 2 || labels.length > 60)
    throw refusal('2 to 60 labels', 'labels', labels)
  labels.forEach((label, i) => checkText(label, `labels[${i}]`))
  if (!Array.isArray(counts) || counts.length !== labels.length)
    throw refusal(`${labels.length} rows`, 'counts', counts)
  counts.forEach((row, i) => {
    if (!Array.isArray(row) || row.length !== labels.length)
      throw refusal(`${labels.length} values`, `counts[${i}]`, row)
    row.forEach((count, j) => checkWhole(count, `counts[${i}][${j}]`, 0))
  })
  if (counts.every((row) => row.every((count: number) => count === 0)))
    throw refusal('at least one count above 0', 'counts', counts)
}

const cellMark = (count: number, sum: number, name: string, box: { x: number; y: number; side: number }): Markup => {
  const t = sum > 0 ? Math.sqrt(count / sum) : 0
  const { x, y, side } = box
  const share = sum > 0 ? `${formatValue(count / sum)} of the row` : 'no proportion'
  const rect = { x, y, width: side, height: side, fill: singleHue(t), stroke: '#ffffff', 'stroke-width': 0.5 }
  const at = {
    x: x + side / 2,
    y: centredBaseline(y + side / 2, theme.fontSize.mark),
    'font-size': theme.fontSize.mark,
  }
  // Zeros are greyed, so that the eye finds the few confusions among them.
  const ink = { 'text-anchor': 'middle', fill: count === 0 ? '#6b6b6b' : inkOn(t) }
  return element(
    'g',
    { class: 'cell', 'data-count': String(count) },
    element('title', {}, text(`${name}: ${count} (${share})`)),
    element('rect', rect),
    element('text', { ...at, ...ink }, text(String(count))),
  )
}

const matrixMarks = (
  { labels, counts, xLabel, yLabel }: Required<Pick<ConfusionMatrixOptions, 'labels' | 'counts' | 'xLabel' | 'yLabel'>>,
  area: PlotArea,
): Markup => {
  const side = area.width / labels.length
  const cells = counts.flatMap((row, i) => {
    const sum = row.reduce((a, b) => a + b, 0)
    const name = (j: number) => `${yLabel} ${labels[i]}, ${xLabel} ${labels[j]}`
    return row.map((count, j) =>
      cellMark(count, sum, name(j), { x: area.left + j * side, y: area.top + i * side, side }),
    )
  })
  const frame = { x: area.left, y: area.top, width: area.width, height: area.height }
  const look = { fill: 'none', stroke: 'currentColor', 'stroke-width': 0.75 }
  return element('g', { class: 'plot' }, ...cells, element('rect', { ...frame, ...look }))
}

const rowLabels = (labels: readonly string[], shown: readonly string[], area: PlotArea): Markup[] =>
  labels.map((label, i) => {
    const y = centredBaseline(area.top + ((i + 0.5) * area.height) / labels.length, tickSize)
    const at = { class: 'tick', x: area.left - 5, y, 'font-size': tickSize, 'text-anchor': 'end', fill: 'currentColor' }
    return element('text', at, element('title', {}, text(label)), text(shown[i]!))
  })

const cellSide = (counts: ConfusionMatrixOptions['counts']): number => {
  const widest = Math.max(...counts.flat().map((count) => textWidth(String(count), theme.fontSize.mark)))
  return Math.max(Math.min(60, 340 / counts.length), 22, widest + 8)
}

const layout = (options: ConfusionMatrixOptions, names: { x: string; y: string }, notes: readonly string[]) => {
  const { title, labels, counts } = options
  const side = cellSide(counts)
  const edge = side * labels.length
  const shown = labels.map((label) => fitText(label, 120, tickSize))
  const [xLines, yLines] = [axisLabelLines(names.x, edge), axisLabelLines(names.y, edge)]
  const left = leftAxisWidth(yLines.length, Math.max(...shown.map((label) => textWidth(label, tickSize)))) - 2
  const width = left + edge + barGap + barWidth + colourBarMargin
  const top = header({ title, notes }, width)
  const area: PlotArea = { left, top: top.bottom + 2, width: edge, height: edge }
  const columns = bandLabels(labels, side, left + side / 2)
  const below = area.top + edge + 4
  const labelTop = below + columns.height + 4
  // The colour bar keeps room for its seven tick labels beside a small matrix.
  const barHeight = Math.max(edge, 150)
  const labelEnd = labelTop + blockHeight(xLines.length, labelSize) + theme.padding - 2
  const height = Math.max(labelEnd, area.top + barHeight + 6)
  const bar: PlotArea = { left: left + edge + barGap, top: area.top, width: barWidth, height: barHeight }
  const middles = labels.map((_, i) => left + (i + 0.5) * side)
  return {
    size: { width, height },
    top,
    area,
    bar,
    shown,
    xLines,
    yLines,
    labelTop,
    columns: columns.draw(middles, below),
  }
}

/**
 * Confusion matrix as an SVG string: the count in every cell, coloured by its proportion of the row on a square-root
 * scale (named at the colour bar), on which one confusion in a hundred is still seen.
 * @throws FigureError (INVALID_ARGUMENT) for fewer than 2 or more than 60 labels, a matrix that is not square in them,
 * counts that are no whole numbers from 0, and only zeros
 */
export const confusionMatrix = (options: ConfusionMatrixOptions): string => {
  const { id, title, labels, counts, xLabel = 'predicted', yLabel = 'true' } = options
  check(options)
  checkText(xLabel, 'xLabel')
  checkText(yLabel, 'yLabel')
  const empty = counts.filter((row) => row.every((count) => count === 0)).length
  const notes = [
    ...(options.notes ?? []),
    ...(empty > 0 ? [`${counted(empty, 'row')} without counts (no proportion)`] : []),
  ]
  const parts = layout(options, { x: xLabel, y: yLabel }, notes)
  const { size, area } = parts
  const scale = { id: `${id}-scale`, label: 'proportion of the row (square-root scale)', position: Math.sqrt }
  const description = [`Confusion matrix of ${labels.length} classes: rows ${yLabel}, columns ${xLabel}.`, ...notes]
  return figureRoot(
    { id, ...size, name: title ?? `Confusion matrix, ${yLabel} against ${xLabel}`, description: description.join(' ') },
    ...parts.top.markup,
    matrixMarks({ labels, counts, xLabel, yLabel }, area),
    ...rowLabels(labels, parts.shown, area),
    ...parts.columns,
    ...bottomLabel(xLabel, parts.xLines, area, parts.labelTop, size.width),
    ...leftLabel(yLabel, parts.yLines, area, size.height),
    ...colourBar(scale, parts.bar),
  )
}
