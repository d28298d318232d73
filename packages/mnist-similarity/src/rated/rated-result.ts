import type { StudyContext, StudyResult } from '@likeness/study-kit'
import type { Material } from '../material.js'
import { pairRdm } from '../rdm.js'
import { citations } from '../texts.js'
import { analyseRated } from './analyse-rated.js'
import { ratedFigures } from './figures.js'
import { ratedAnswer, ratedMethods, ratedRows, ratedTable, ratedValues } from './numbers.js'
import type { JoinedRatings } from './read-ratings.js'

const networkOf = (data: JoinedRatings['data']) =>
  data === 'real'
    ? 'Network: the homework’s, pretrained on MNIST and used as published. Similarity: cosine of two images’ feature vectors, not centred.'
    : 'Network: trained by this project on drawn digits. Similarity: cosine of two images’ feature vectors, not centred.'

/**
 * What new ratings show, in the parts of a study's result.
 * @param known the material where the run has it already
 */
export async function ratedResult(
  joined: JoinedRatings,
  context: StudyContext,
  known?: Material,
): Promise<StudyResult> {
  const found = await analyseRated(joined, context, known)
  const { signal, threads, device } = context
  const rdm = await pairRdm(found.material, joined.pairs, { signal, threads, device })
  return {
    values: ratedValues(found),
    numbers: ratedRows(found),
    figures: ratedFigures(found, rdm),
    tables: [ratedTable(found)],
    answers: [ratedAnswer(found)],
    methods: [...(known ? [] : [networkOf(joined.data)]), ratedMethods(found)],
    citations: known ? [] : citations,
    notReplicated: [],
  }
}
