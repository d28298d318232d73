import type { ComputedFindings, Findings, ReleasedFindings } from './findings.js'
import { finite } from './format.js'
import { peakOf } from './layers.js'
import { outcomes, predictors, type MemorabilityTable, type Relations } from './relations/relations.js'

// Short names in keys: `re.hit.r`.
const short = {
  ...{ reconstructionError: 're', distinctiveness: 'dist', partial: 'partial' },
  ...{ hit: 'hit', fa: 'fa', correctedHit: 'corrected' },
} as const

type Entries = (readonly [string, number | undefined])[]

/** The values that replication.json checks, by key; null: not defined for these data. */
export function values({ table, relations, hubs, source }: Findings): Record<string, number | null> {
  const entries: Entries = [
    ...correlationValues(relations),
    ...partialValues(relations),
    ...regressionValues(relations),
    ...notebookValues(relations),
    ...meanValues(table),
    ['hubs.distinct', hubs.distinct],
    ['hubs.id', hubs.hubs[0]?.neighbour],
    ['hubs.first', hubs.hubs[0]?.count],
    ['hubs.top10', 100 * hubs.topShare],
    ...(source.kind === 'released' ? releasedValues(source) : computedValues(source)),
  ]
  return Object.fromEntries(entries.map(([key, value]) => [key, finite(value)]))
}

const bounds = (key: string, ci: readonly [number, number] | null): Entries => [
  [`${key}.lower`, ci?.[0]],
  [`${key}.upper`, ci?.[1]],
]

function correlationValues({ correlations, betweenPredictors, betweenOutcomes }: Relations): Entries {
  const pairs = predictors.flatMap((x) => outcomes.map((y) => [`${short[x]}.${short[y]}`, correlations[x][y]] as const))
  return [
    ...pairs.flatMap(([key, { pearson, spearman, kendall, bootstrap }]): Entries => [
      [`${key}.r`, pearson.estimate],
      ...bounds(`${key}.r`, pearson.ci),
      [`${key}.p`, pearson.p],
      [`${key}.rho`, spearman.estimate],
      ...bounds(`${key}.rho`, spearman.ci),
      [`${key}.tau`, kendall.estimate],
      ...bounds(`${key}.boot`, bootstrap.ci),
    ]),
    ['re.dist.r', betweenPredictors.pearson.estimate],
    ['re.dist.rho', betweenPredictors.spearman.estimate],
    ['hit.fa.r', betweenOutcomes.pearson.estimate],
    ['hit.fa.rho', betweenOutcomes.spearman.estimate],
  ]
}

function partialValues({ partials }: Relations): Entries {
  const { partial, rankPartial, bootstrap } = partials.reconstructionError.correctedHit
  return [
    ...predictors.flatMap((x) =>
      outcomes.map((y) => [`partial.${short[x]}.${short[y]}`, partials[x][y].partial.estimate] as const),
    ),
    ...bounds('partial.re.corrected', partial.ci),
    ['partial.re.corrected.t', partial.t],
    ['partial.re.corrected.p', partial.p],
    ['partial.re.corrected.rho', rankPartial.estimate],
    ...bounds('partial.re.corrected.boot', bootstrap.ci),
    ...predictors.map((x) => [`semi.${short[x]}`, partials[x].correctedHit.semiPartial.estimate] as const),
  ]
}

function regressionValues({ regression, williams, quartiles }: Relations): Entries {
  const { both } = regression
  return [
    ['ols.intercept', both.intercept.estimate],
    ['ols.r2', both.r2],
    ...predictors.flatMap((x, k): Entries => {
      const { estimate, t, standardized } = both.coefficients[k]!
      return [
        [`ols.slope.${short[x]}`, estimate],
        [`ols.beta.${short[x]}`, standardized.estimate],
        [`ols.se.${short[x]}`, standardized.standardError],
        [`ols.t.${short[x]}`, t],
        [`ols.r2.${short[x]}`, regression[x].r2],
      ]
    }),
    ['williams.t', williams.t],
    ['williams.p', williams.p],
    ...quartiles.flatMap(({ estimate, n }, k): Entries => [
      [`quartile.${k + 1}.mean`, estimate],
      [`quartile.${k + 1}.n`, n],
    ]),
  ]
}

const notebookValues = ({ notebook }: Relations): Entries =>
  (['distinctiveness', 'reconstructionError', 'partial'] as const).flatMap((name): Entries => {
    const { estimate, ci } = notebook[name]
    return [[`notebook.${short[name]}.r`, estimate], ...bounds(`notebook.${short[name]}`, ci.notebook)]
  })

const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length

const meanValues = (table: MemorabilityTable): Entries =>
  [...outcomes, ...predictors].map((name) => [`mean.${short[name]}`, mean(table[name])] as const)

const computedValues = ({ seeds, planted = {} }: ComputedFindings): Entries => [
  ['seeds.least.r', seeds.least],
  ['lasso.r', seeds.runs[0]?.lasso?.agreement.pearson],
  ['lasso.ratio', seeds.runs[0]?.lasso?.agreement.ratio],
  ...Object.entries(planted),
]

function releasedValues({ neighbours, layers, runs, unjoined }: ReleasedFindings): Entries {
  const { equal, larger, smaller, duplicates, r } = neighbours
  return [
    ['released.equal', equal],
    ['released.larger', larger],
    ['released.smaller', smaller],
    ['released.duplicates', duplicates.length],
    ['released.r', r.released],
    ['released.r.paper', r.paper],
    ['released.r.distinct', r.paperWithoutDuplicates],
    ['layers.peak.dist', peakOf(layers, (layer) => layer.distinctiveness.pearson.estimate)],
    ['layers.peak.partial', peakOf(layers, (layer) => layer.givenOwn.estimate)],
    ['layers.partial.re7.dist5', layers.layers[6]?.givenControl.estimate],
    ['runs.r', runs.pearson],
    ['unjoined.r', unjoined],
  ]
}
