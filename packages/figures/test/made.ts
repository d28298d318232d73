import type {
  BarsOptions,
  ConfusionMatrixOptions,
  GreyImage,
  HistogramsOptions,
  ImageGridOptions,
  ImagePairsOptions,
  LinesOptions,
  RdmHeatMapOptions,
  ScatterOptions,
} from '../src/index.js'
import { seeded } from './seeded.js'

const range = (n: number) => Array.from({ length: n }, (_, i) => i)

/** Twenty points, one place with three of them, and one without value. */
export const madeScatter = (): ScatterOptions => {
  const random = seeded(7)
  const points = range(20).map((i) => ({ x: 0.2 + 0.7 * random(), y: 0.5 * random() - 0.1, label: `pair ${i + 1}` }))
  const middle = (x: number) => 0.3 - 0.36 * (x - 0.2)
  const xs = range(21).map((i) => 0.2 + 0.035 * i)
  const half = (x: number) => 0.05 + 0.3 * (x - 0.55) ** 2
  return {
    id: 'made-scatter',
    title: 'Network distance and judged dissimilarity',
    points: [...points, points[3]!, points[3]!, { x: NaN, y: 0.2 }],
    xLabel: 'Cosine distance in layer conv4',
    yLabel: 'Judged dissimilarity (z-score)',
    regression: {
      line: [0.2, 0.9].map((x) => ({ x, y: middle(x) })),
      band: xs.map((x) => ({ x, lower: middle(x) - half(x), upper: middle(x) + half(x) })),
      label: 'least squares, 95 % band',
    },
    notes: ['r = −0.171, 95 % CI [−0.57, 0.29], ρ = −0.12, R² = 0.03', 'n = 22'],
  }
}

/** A bright ring on black with noise, 28 by 28 unless told otherwise. */
export const madeImage = (seed: number, width = 28, height = 28): GreyImage => {
  const random = seeded(seed)
  const [cx, cy, radius] = [
    width * (0.4 + 0.2 * random()),
    height * (0.4 + 0.2 * random()),
    width * (0.18 + 0.14 * random()),
  ]
  const data = range(width * height).map((i) => {
    const off = Math.hypot((i % width) - cx, Math.floor(i / width) - cy) - radius
    return Math.round(255 * Math.max(0, Math.min(1, Math.exp(-(off ** 2) / 5) + 0.04 * random())))
  })
  return { data, width, height }
}

export const madePairs = (): ImagePairsOptions => ({
  id: 'made-pairs',
  title: 'Pairs on which network and people disagree',
  pairs: range(6).map((i) => ({
    left: madeImage(2 * i + 1),
    right: madeImage(2 * i + 2),
    caption: [`network ${(0.1 * i + 0.07).toFixed(2)}`, `people ${(0.9 - 0.13 * i).toFixed(2)}`],
  })),
  notes: ['Distances scaled to ranks; ρ = −0.12, n = 6 pairs'],
  invert: true,
})

export const madeGrid = (): ImageGridOptions => ({
  id: 'made-grid',
  title: 'Sample predictions on the test set',
  images: range(12).map((i) => ({
    image: madeImage(i + 40),
    caption: i % 5 === 2 ? '3, said 8' : `${i % 10}`,
    highlight: i % 5 === 2 ? 'wrong' : 'right',
  })),
  columns: 6,
  notes: ['12 of 10 000 images'],
})

export const madeBars = (): BarsOptions => {
  const random = seeded(3)
  const layers = ['conv1', 'conv2', 'conv3', 'fc1', 'fc2']
  const bars = ['network A', 'network B'].flatMap((group, g) =>
    layers.map((label, i) => {
      const value = g === 1 && i === 4 ? NaN : -0.08 + 0.11 * i + 0.05 * g
      const points = range(8).map(() => value + 0.16 * (random() - 0.5))
      return {
        label,
        group,
        value,
        interval: [value - 0.07, value + 0.08] as const,
        points: Number.isNaN(value) ? [] : points,
      }
    }),
  )
  return {
    id: 'made-bars',
    title: 'Agreement with people by layer',
    bars,
    yLabel: 'Spearman correlation ρ',
    reference: [
      { value: 0.52, label: 'noise ceiling, upper' },
      { value: 0.47, label: 'noise ceiling, lower' },
    ],
    notes: ['whiskers: bootstrapped 95 % CI; dots: n = 8 people'],
  }
}

export const madeConfusion = (classes = 10): ConfusionMatrixOptions => {
  const random = seeded(11)
  const counts = range(classes).map((i) =>
    range(classes).map((j) =>
      i === j ? 940 + Math.round(60 * random()) : random() < 0.55 ? 0 : Math.round(14 * random() ** 3),
    ),
  )
  return {
    id: 'made-confusion',
    title: 'Digits, test set',
    labels: range(classes).map(String),
    counts,
    xLabel: 'predicted digit',
    yLabel: 'true digit',
    notes: ['accuracy 98.3 %, n = 10 000'],
  }
}

export const madeHistograms = (groupCount = 10): HistogramsOptions => {
  const edges = range(21).map((i) => i / 20)
  const groups = range(groupCount).map((g) => {
    const centre = 0.25 + 0.045 * g
    const heights = range(20).map((i) => Math.exp(-(((i + 0.5) / 20 - centre) ** 2) / 0.02))
    const sum = heights.reduce((a, b) => a + b, 0)
    return {
      label: `${g}`,
      counts: heights.map((h) => h / sum),
      n: 5400 + 137 * g,
      median: centre,
      mean: centre + 0.02,
    }
  })
  return {
    id: 'made-histograms',
    title: 'Distances between images of one digit',
    groups,
    edges,
    xLabel: 'Euclidean distance (share of the largest)',
    yLabel: 'Proportion of pairs per bin',
    notes: ['training set'],
  }
}

/** Two training curves over a logarithmic count of batches: one with a band, one with a gap and a lonely point. */
export const madeLines = (): LinesOptions => {
  const random = seeded(5)
  const at = [...new Set(range(120).map((i) => Math.round(1.06 ** i)))]
  const error = (x: number, floor: number) => floor + 0.07 / x + 0.003 * random()
  const first = at.map((x) => ({ x, y: error(x, 0.036) }))
  const second = at.map((x, i) => ({ x, y: (i > 40 && i < 50 && i !== 45) || i > 85 ? NaN : error(x, 0.05) }))
  return {
    id: 'made-lines',
    title: 'Training error',
    series: [
      { label: '500 atoms', points: first, band: first.map(({ x, y }) => ({ x, lower: 0.9 * y, upper: 1.1 * y })) },
      { label: '100 atoms', points: second },
    ],
    xLabel: 'batch (logarithmic)',
    yLabel: 'mean squared residual of a batch',
    scales: { x: 'log' },
    reference: [{ value: 0.0408, label: 'test mean' }],
    notes: ['band: range over 3 seeds'],
  }
}

/** Forty-eight conditions in three categories of unequal size, the animate ones alike too; two pairs without value. */
export const madeRdm = (): RdmHeatMapOptions => {
  const random = seeded(11)
  const groups = [
    { label: 'faces', size: 12 },
    { label: 'bodies', size: 14 },
    { label: 'objects', size: 22 },
  ]
  const category = groups.flatMap(({ size }, k) => Array<number>(size).fill(k))
  const values = range(48).flatMap((i) =>
    range(48)
      .slice(i + 1)
      .map((j) => {
        const [a, b] = [category[i]!, category[j]!]
        const expected = a === b ? 0.45 + 0.15 * a : a < 2 && b < 2 ? 0.8 : 1.05
        return expected + 0.25 * (random() - 0.5)
      }),
  )
  ;[values[100], values[700]] = [NaN, NaN]
  return { id: 'made-rdm', title: 'Made network, layer fc1', values, valueLabel: '1 − Pearson r', groups }
}

/** Twelve labelled conditions in two groups, in percentiles. */
export const madeSmallRdm = (): RdmHeatMapOptions => {
  const labels = [
    'hand',
    'foot',
    'ear',
    'eye',
    'face of a man',
    'face of a monkey',
    'leaf',
    'tree',
    'carrot',
    'bottle',
    'lamp',
    'key',
  ]
  const random = seeded(3)
  const values = range(66).map(() => random() ** 6)
  const groups = [
    { label: 'animate', size: 6 },
    { label: 'inanimate', size: 6 },
  ]
  return {
    ...{ id: 'made-small-rdm', title: 'Judged dissimilarity', values, valueLabel: 'dissimilarity', labels, groups },
    ...{ scale: 'percentile', side: 220, notes: ['made data'] },
  }
}
