import type { PlotArea } from './axis.js'
import { element, type Markup } from './element.js'
import { figureRoot } from './figure-root.js'
import { header } from './header.js'
import { boxSample } from './legend.js'
import { rdmAxes } from './rdm-axes.js'
import { matrixPng, missingColour } from './rdm-colours.js'
import { rdmData, type RdmData, type RdmHeatMapOptions } from './rdm-data.js'
import { scaleBar } from './scale-bar.js'
import { theme } from './theme.js'

const barWidth = 11
const barGap = 14

const matrix = ({ positions, n }: RdmData, area: PlotArea): Markup => {
  const box = { x: area.left, y: area.top, width: area.width, height: area.height }
  const href = `data:image/png;base64,${Buffer.from(matrixPng(positions, n)).toString('base64')}`
  const image = {
    class: 'matrix',
    'data-n': n,
    ...box,
    preserveAspectRatio: 'none',
    style: 'image-rendering: pixelated',
    href,
  }
  const frame = { ...box, fill: 'none', stroke: 'currentColor', 'stroke-width': 0.75 }
  return element('g', { class: 'plot' }, element('image', image), element('rect', frame))
}

const barLabel = ({ valueLabel, scale }: RdmHeatMapOptions): string =>
  scale === 'percentile' ? `percentile of ${valueLabel}` : valueLabel

/**
 * A representational dissimilarity matrix as an SVG string: every pair of conditions in both triangles, its colour from dark
 * (alike) to bright (unlike) on a perceptually uniform scale, the diagonal left blank, a colour bar, the number of conditions.
 * Beside it stand the conditions' labels where a row is high enough for them, else the groups, else numbers from 1.
 * @throws FigureError (INVALID_ARGUMENT) for values that are no condensed RDM of 2 to 4000 conditions, infinite ones, only
 * NaN, labels or groups that do not fit the conditions, limits in the wrong order or beside percentiles, and a side outside
 * 60 to 2000
 */
export const rdmHeatMap = (options: RdmHeatMapOptions): string => {
  const { id, title, labels, groups, side = 300 } = options
  const data = rdmData(options)
  const axes = rdmAxes({ n: data.n, side, labels, groups })
  const left = theme.padding + axes.left
  const bar = (top: number) =>
    scaleBar(
      { id: `${id}-scale`, label: barLabel(options), domain: data.domain },
      { left: left + side + barGap, top, width: barWidth, height: side },
    )
  const width = bar(0).right + theme.padding
  const notes = [...(options.notes ?? []), ...data.notes]
  const grey = data.positions.some(Number.isNaN)
    ? [{ label: 'no value', sampleWidth: 11, sample: boxSample(missingColour) }]
    : []
  const top = header({ title, notes, items: [...axes.legend, ...grey] }, width)
  const area: PlotArea = { left, top: top.bottom, width: side, height: side }
  const height = area.top + side + axes.bottom + theme.padding
  const name = title ?? 'Representational dissimilarity matrix'
  const description = `Dissimilarity (${barLabel(options)}) of every pair. ${notes.join('. ')}.`
  return figureRoot(
    { id, width, height, name, description },
    ...top.markup,
    matrix(data, area),
    ...axes.draw(area),
    ...bar(area.top).markup,
  )
}
