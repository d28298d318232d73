import { rdmMatrix } from '@likeness/figures'
import type { PairRdm } from '../rdm.js'

/** The RDM of the images that stand in rated pairs, the pairs themselves outlined; null where none is known. */
export function rdmFigure(rdm: PairRdm | null, id = 'mnist-similarity-rdm') {
  if (!rdm) return null
  const { images, pairs, values } = rdm
  return {
    id,
    title: 'Dissimilarity of the rated images',
    caption: `Cosine distance at fc1, in float64, between all ${images.length} images of ${pairs.length} rated pairs, which stand beside each other; outlined: the pairs. Labels: number of the image, from 0.`,
    svg: rdmMatrix({
      id,
      values,
      labels: images.map(String),
      items: images.map((image) => `image-${image}`),
      outlined: pairs,
      valueLabel: '1 − cosine at fc1',
    }),
  }
}
