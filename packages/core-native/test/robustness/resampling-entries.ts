import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  benjaminiHochberg,
  bootstrapMean,
  bootstrapRsa,
  noiseCeiling,
  permuteCorrelation,
  permuteRsa,
  resamplingComparisons,
  signFlip,
  type Matrix,
} from '../../src/index.js'
import type { Entry } from './entry.js'
import { colCount, computeOptions, fill, floatType, planned, plannedOptions, recipes } from './recipes.js'

const seed = fc.oneof(fc.maxSafeNat(), fc.bigInt(0n, 2n ** 64n - 1n))
const comparison = fc.constantFrom(...resamplingComparisons)
const alternative = fc.constantFrom('two-sided', 'greater', 'less', undefined)
// Tiny: a removed option stands for 10,000 resamples, which the reference has to get through too.
const conditionCount = fc.integer({ min: 3, max: 6 })
const few = fc.integer({ min: 1, max: 40 })
const common = { options: computeOptions, seed, fill }
const rdmPlan = { type: floatType, subjects: fc.integer({ min: 1, max: 3 }), conditions: conditionCount }
const modelPlan = { modelType: floatType, models: fc.integer({ min: 1, max: 2 }) }

const pairs = (conditions: number) => (conditions * (conditions - 1)) / 2
const rowsOf = (x: unknown) => (x as Matrix).rows
const colsOf = (x: unknown) => (x as Matrix).cols
/** How many resamples were asked for; 10,000 where a mutation left it to the default. */
const count = (args: readonly unknown[], name: string) => (args.at(-1) as Record<string, number>)[name] ?? 10_000

/** Checks that these of a result's arrays have these lengths. */
function lengths(result: unknown, expected: Record<string, number>) {
  for (const [name, length] of Object.entries(expected)) {
    const value = (result as Record<string, unknown>)[name]
    const data = ArrayBuffer.isView(value) ? value : (value as Matrix | undefined)?.data
    assert((data as Float64Array | undefined)?.length === length, `${length} values of ${name}`)
  }
}

/** The exported functions of src/resampling. */
export const resamplingEntries: readonly Entry[] = [
  {
    name: 'bootstrapRsa',
    call: bootstrapRsa as Entry['call'],
    valid: recipes(
      fc.record({
        ...{ ...common, ...rdmPlan, ...modelPlan, comparison, draws: few },
        over: fc.constantFrom('subjects', 'conditions', 'both'),
      }),
      ({ comparison, over, draws, seed, ...p }) => [
        planned(p.type, { rows: p.subjects, cols: pairs(p.conditions), fill: p.fill }),
        planned(p.modelType, { rows: p.models, cols: pairs(p.conditions), fill: 'normal' }),
        { ...plannedOptions(p.options), comparison, over, draws, seed },
      ],
    ),
    check: (result, args) => {
      const [subjects, models] = args.map(rowsOf) as [number, number]
      const each = { estimates: models, standardErrors: models, lower: models, upper: models, p: models, valid: models }
      lengths(result, { ...each, similarities: subjects * models, draws: count(args, 'draws') * models })
    },
  },
  {
    name: 'permuteRsa',
    call: permuteRsa as Entry['call'],
    valid: recipes(
      fc.record({ ...common, ...rdmPlan, ...modelPlan, comparison, alternative, permutations: few }),
      ({ comparison, alternative, permutations, seed, ...p }) => [
        planned(p.type, { rows: p.subjects, cols: pairs(p.conditions), fill: p.fill }),
        planned(p.modelType, { rows: p.models, cols: pairs(p.conditions), fill: 'normal' }),
        { ...plannedOptions(p.options), comparison, alternative, permutations, seed },
      ],
    ),
    check: (result, args) => {
      const [subjects, models] = args.map(rowsOf) as [number, number]
      const permutations = count(args, 'permutations')
      lengths(result, { estimates: models, p: models, pCorrected: models, similarities: subjects * models })
      lengths(result, { null: permutations * models, maxima: permutations })
    },
  },
  {
    name: 'permuteCorrelation',
    call: permuteCorrelation as Entry['call'],
    valid: recipes(
      fc.record({
        ...common,
        type: floatType,
        yType: floatType,
        n: colCount,
        comparison,
        alternative,
        permutations: few,
      }),
      ({ comparison, alternative, permutations, seed, n, ...p }) => [
        planned(p.type, { rows: 1, cols: n + 2, fill: p.fill }).data,
        planned(p.yType, { rows: 1, cols: n + 2, fill: 'normal' }).data,
        { ...plannedOptions(p.options), comparison, alternative, permutations, seed },
      ],
    ),
    check: (result, args) => lengths(result, { null: count(args, 'permutations') }),
  },
  {
    name: 'signFlip',
    call: signFlip as Entry['call'],
    valid: recipes(
      fc.record({
        ...{ ...common, type: floatType, subjects: fc.integer({ min: 2, max: 35 }), cols: colCount, alternative },
        ...{ flips: few, statistic: fc.constantFrom('mean', 't', undefined) },
      }),
      ({ flips, statistic, alternative, seed, ...p }) => [
        planned(p.type, { rows: p.subjects, cols: p.cols, fill: p.fill }),
        { ...plannedOptions(p.options), flips, statistic, alternative, seed },
      ],
    ),
    check: (result, args) => {
      const [variables, flips] = [colsOf(args[0]), count(args, 'flips')]
      const all = 2 ** rowsOf(args[0])
      lengths(result, { maxima: all <= flips ? all - 1 : flips, p: variables, pCorrected: variables })
      lengths(result, { means: variables, statistics: variables })
    },
  },
  {
    name: 'noiseCeiling',
    call: noiseCeiling as Entry['call'],
    valid: recipes(
      fc.record({ ...common, ...rdmPlan, comparison, draws: few }),
      ({ comparison, draws, seed, ...p }) => [
        planned(p.type, { rows: p.subjects + 1, cols: pairs(p.conditions), fill: p.fill }),
        { ...plannedOptions(p.options), comparison, draws, seed },
      ],
    ),
    check: (result, args) => {
      const sizes = { subjects: rowsOf(args[0]), draws: count(args, 'draws') }
      for (const end of ['lower', 'upper']) lengths((result as Record<string, unknown>)[end], sizes)
    },
  },
  {
    name: 'bootstrapMean',
    call: bootstrapMean as Entry['call'],
    valid: recipes(
      fc.record({ ...common, type: floatType, rows: few, cols: colCount, draws: few }),
      ({ draws, seed, ...p }) => [planned(p.type, p), { ...plannedOptions(p.options), draws, seed }],
    ),
    check: (result, args) => {
      const variables = colsOf(args[0])
      lengths(result, { estimates: variables, p: variables, draws: count(args, 'draws') * variables })
    },
  },
  {
    name: 'benjaminiHochberg',
    call: benjaminiHochberg as Entry['call'],
    valid: recipes(
      fc.record({
        p: fc.array(fc.double({ min: 0, max: 1 }), { minLength: 1, maxLength: 9 }),
        alpha: fc.constantFrom(0.01, 0.1, undefined),
      }),
      ({ p, alpha }) => [p, alpha],
    ),
    check: (result, [p]) => {
      const { length } = p as number[]
      lengths(result, { rejected: length, adjusted: length })
    },
  },
]
