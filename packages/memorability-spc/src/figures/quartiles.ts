import { bars } from '@likeness/figures'
import { meansByQuantile } from '@likeness/stats'
import type { FigureResult } from '@likeness/study-kit'
import { thousands } from '../format.js'
import type { MemorabilityTable } from '../relations/relations.js'
import { params } from '../params.js'

const names = ['lowest error', 'second quarter', 'third quarter', 'highest error']

/** Mean corrected hit rate by quartile of the reconstruction error. */
export function quartilesFigure(
  { correctedHit, reconstructionError }: MemorabilityTable,
  score: string,
): FigureResult | null {
  const groups = meansByQuantile(reconstructionError, correctedHit, 4, { level: params.level })
  if (!groups.some(({ estimate }) => Number.isFinite(estimate))) return null
  const counts = groups.map(({ n }) => thousands(n)).join(', ')
  return {
    id: 'memorability-spc-quartiles',
    title: 'Memorability by quartile of reconstruction error',
    caption: `Mean ${score} of the images in each quartile of the reconstruction error, from best to worst reconstructed. Whiskers: 95 % t intervals of the means.`,
    svg: bars({
      id: 'memorability-spc-quartiles',
      bars: groups.map(({ estimate, ci, n }, k) => ({
        ...{ label: names[k]!, value: estimate },
        ...(n > 1 && { interval: ci }),
      })),
      yLabel: `mean ${score}`,
      notes: [`n = ${counts} images; whiskers: 95 % t interval of the mean`],
    }),
  }
}
