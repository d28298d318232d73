import { metrics, openNpy, pdist, type Metric } from '@likeness/core-native'
import { rdmHeatMap, svgToPng, type RdmGroup } from '@likeness/figures'
import { writeNpy } from '@likeness/io'
import { defineCommand, type CommandInput, type CommandServices } from '@likeness/study-kit'
import { aboutPath, parseAbout, type FeaturesAbout } from './features-about.js'
import { refused } from './refused.js'

type Options = CommandInput['options']

const valueLabels: Readonly<Record<Metric, string>> = {
  euclidean: 'Euclidean distance',
  sqeuclidean: 'squared Euclidean distance',
  cosine: '1 − cosine',
  correlation: '1 − Pearson r',
  cityblock: 'city-block distance',
  chebyshev: 'Chebyshev distance',
}

/** `likeness rdm`: dissimilarities of the rows of a matrix on disk, and a figure of them. */
export default defineCommand({
  async run({ argument, options }: CommandInput, services: CommandServices): Promise<string> {
    const path = argument!
    const metric = metricOf(options['metric'])
    const out = withEnding(options['out']!, '--out', /\.npy$/i, '.npy')
    const groups = options['groups'] === undefined ? undefined : parseGroups(options['groups'])
    if (options['figure'] !== undefined) withEnding(options['figure'], '--figure', /\.(png|svg)$/i, '.png or .svg')
    const features = await openNpy(path)
    const n = features.rows
    if (n < 2) throw refused('at least two rows', path, n)
    const { signal, threads } = services
    const onProgress = services.stage(`${metric}, ${n} x ${features.cols}`)
    const values = await pdist(features, metric, { signal, threads, onProgress })
    const about = await aboutOf(path, n, services)
    const title = options['title'] ?? (about && `${about.network}, ${about.layer}`)
    const figure = drawFigure(options, { values, metric, about, groups, title })
    const square = options['square'] !== undefined
    await services.write(out, square ? writeNpy(squareOf(values, n), [n, n]) : writeNpy(values, [values.length]))
    if (figure !== undefined) await services.write(options['figure']!, figure)
    return report({ values, n, metric, square, out, figure: options['figure'] })
  },
})

interface Drawn {
  readonly values: Float32Array | Float64Array
  readonly metric: Metric
  readonly about: FeaturesAbout | undefined
  readonly groups: readonly RdmGroup[] | undefined
  readonly title: string | undefined
}

function drawFigure(
  options: Options,
  { values, metric, about, groups, title }: Drawn,
): string | Uint8Array | undefined {
  const path = options['figure']
  if (path === undefined) return undefined
  const labels = about?.images.map((name) => name.replace(/\.[^.]*$/, ''))
  const svg = rdmHeatMap({
    ...{ id: 'rdm', values, valueLabel: valueLabels[metric] },
    ...(options['percentile'] !== undefined && { scale: 'percentile' as const }),
    ...(title !== undefined && { title }),
    ...(labels && { labels }),
    ...(groups && { groups }),
  })
  return /\.svg$/i.test(path) ? svg : svgToPng(svg, { scale: 3 })
}

/** The whole matrix of a condensed one, zeros on the diagonal. */
export function squareOf<T extends Float32Array | Float64Array>(values: T, n: number): T {
  const square = new (values.constructor as new (length: number) => T)(n * n)
  let pair = 0
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) square[i * n + j] = square[j * n + i] = values[pair++]!
  return square
}

// Features of another program have none.
async function aboutOf(path: string, rows: number, services: CommandServices): Promise<FeaturesAbout | undefined> {
  const bytes = await services.read(aboutPath(path)).catch(() => undefined)
  return bytes && parseAbout(new TextDecoder().decode(bytes), rows)
}

function metricOf(name = 'correlation'): Metric {
  if (metrics.includes(name as Metric)) return name as Metric
  throw refused(`one of ${metrics.join(', ')}`, '--metric', name)
}

function withEnding(path: string, option: string, ending: RegExp, expected: string): string {
  if (ending.test(path)) return path
  throw refused(`a file that ends in ${expected}`, option, path)
}

function parseGroups(text: string): RdmGroup[] {
  return text.split(',').map((group) => {
    const [, label, size] = /^(.+):([1-9]\d*)$/.exec(group.trim()) ?? []
    if (label === undefined) throw refused('label:size,label:size,…', '--groups', text)
    return { label, size: Number(size) }
  })
}

interface Reported {
  readonly values: Float32Array | Float64Array
  readonly n: number
  readonly metric: Metric
  readonly square: boolean
  readonly out: string
  readonly figure: string | undefined
}

function report({ values, n, metric, square, out, figure }: Reported): string {
  const missing = values.filter((value) => Number.isNaN(value)).length
  return [
    `${metric}: ${n} conditions, ${values.length} pairs in ${out} (${square ? `${n} x ${n}` : 'condensed'})`,
    ...(missing > 0 ? [`${missing} pairs without value: a row that is constant or holds NaN`] : []),
    ...(figure === undefined ? [] : [`Figure: ${figure}`]),
  ].join('\n')
}
