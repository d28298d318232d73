import { scaleLinear } from 'd3-scale'
import { bottomAxis, leftAxis, type PlotArea } from './axis.js'
import type { Domain } from './domain.js'
import type { Markup } from './element.js'
import { checkRoom } from './figure-size.js'
import type { HistogramGroup } from './histogram-data.js'
import { headingHeight, headingLines, histogramPanel } from './histogram-panel.js'
import { horizontalTicks, widestLabel, type Ticks } from './ticks.js'

/** What all panels share. */
export interface SharedAxes {
  edges: readonly number[]
  domain: { x: Domain; y: Domain }
  yTicks: Ticks
  columns: number
}

const leastGap = 12
const rowGap = 10

const ticksFor = (domain: Domain, width: number): Ticks =>
  horizontalTicks(scaleLinear(domain, [0, width]), Math.max(2, Math.min(7, Math.round(width / 40))))

/** Room between columns that keeps the last tick label of a panel off the first one of its neighbour. */
const columnGap = (domain: Domain, columns: number, width: number): number =>
  Math.max(leastGap, widestLabel(ticksFor(domain, (width - (columns - 1) * leastGap) / columns)) + 6)

/** Where each panel's data go, row after row, `above` pixels below the top of its cell. */
const boxes = (
  count: number,
  columns: number,
  cell: { width: number; gap: number; above: number },
  area: PlotArea,
): PlotArea[] => {
  const { width, gap, above } = cell
  const rows = Math.ceil(count / columns)
  const height = (area.height - (rows - 1) * rowGap) / rows - above
  checkRoom({ width, height })
  return Array.from({ length: count }, (_, i) => ({
    left: area.left + (i % columns) * (width + gap),
    top: area.top + Math.floor(i / columns) * (height + above + rowGap) + above,
    width,
    height,
  }))
}

/**
 * Panels in rows inside `area`; the lowest panel of a column and the first of a row carry tick labels.
 * @throws FigureError (INVALID_ARGUMENT) where a panel would be under 40 pixels wide or high
 */
export const histogramPanels = (groups: readonly HistogramGroup[], shared: SharedAxes, area: PlotArea): Markup[] => {
  const { edges, domain, yTicks, columns } = shared
  const gap = columnGap(domain.x, columns, area.width)
  const width = (area.width - (columns - 1) * gap) / columns
  const lines = headingLines(groups, width)
  return boxes(groups.length, columns, { width, gap, above: headingHeight(lines) }, area).flatMap((box, i) => {
    const x = scaleLinear(domain.x, [box.left, box.left + box.width])
    const y = scaleLinear(domain.y, [box.top + box.height, box.top])
    return [
      histogramPanel(groups[i]!, edges, { x, y }, box, lines),
      bottomAxis(ticksFor(domain.x, box.width), x, box, { labelled: i + columns >= groups.length }),
      leftAxis(yTicks, y, box, { labelled: i % columns === 0 }),
    ]
  })
}
