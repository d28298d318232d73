import { invalid } from '../runtime/errors.js'

const tails = ['positive', 'negative', 'both'] as const
/** Which values are looked at: those above zero, those below, or both, apart from each other. */
export type Tail = (typeof tails)[number]

/** The index of a tail, as native code knows it. @throws CoreNativeError INVALID_ARGUMENT */
export function checkTail(tail: Tail): number {
  const index = tails.indexOf(tail)
  if (index < 0) throw invalid(`one of ${tails.join(', ')}`, 'options.tail', tail)
  return index
}

/** The signs of a tail: 1, -1 or both. */
export const signsOf = (tail: Tail): readonly (1 | -1)[] =>
  tail === 'positive' ? [1] : tail === 'negative' ? [-1] : [1, -1]
