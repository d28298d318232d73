import {
  kendallTest,
  partialCorrelation,
  pearsonTest,
  semiPartialCorrelation,
  spearmanTest,
  type CorrelationTest,
  type KendallTest,
  type PartialCorrelation,
  type SemiPartialCorrelation,
} from '@likeness/stats'

/** One variable against another. */
export interface PairCorrelations {
  /** Fisher's interval. */
  readonly pearson: CorrelationTest
  /** Bonett & Wright's interval. */
  readonly spearman: CorrelationTest
  /** tau-b. */
  readonly kendall: KendallTest
}

/** One variable against another, with a third held constant. */
export interface PairPartials {
  readonly partial: PartialCorrelation
  /** Of ranks. */
  readonly rankPartial: PartialCorrelation
  /** The third taken out of the first only. */
  readonly semiPartial: SemiPartialCorrelation
}

type Vector = ArrayLike<number>

export const correlatePair = (x: Vector, y: Vector): PairCorrelations => ({
  pearson: pearsonTest(x, y),
  spearman: spearmanTest(x, y),
  kendall: kendallTest(x, y),
})

export const partialPair = (x: Vector, y: Vector, control: Vector): PairPartials => ({
  partial: partialCorrelation(x, y, [control]),
  rankPartial: partialCorrelation(x, y, [control], { method: 'spearman' }),
  semiPartial: semiPartialCorrelation(x, y, [control]),
})
