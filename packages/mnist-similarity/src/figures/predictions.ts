import { imageGrid } from '@likeness/figures'
import type { Classification } from '../classify.js'
import type { Images } from '../material.js'
import { greyImage } from './grey-image.js'

const percent = (p: number) => `${Math.floor(100 * p)} %`

/** The first thirty images with what the network says of them. */
export function predictionsFigure(images: Images, labels: Uint8Array, c: Classification) {
  const shown = Array.from({ length: Math.min(30, images.rows) }, (_, i) => i)
  return {
    id: 'mnist-similarity-predictions',
    title: 'Sample predictions',
    caption: `The first ${shown.length} images, each with the digit that the network finds most probable and that probability (softmax).`,
    svg: imageGrid({
      id: 'mnist-similarity-predictions',
      columns: 10,
      invert: true,
      imageSize: 44,
      images: shown.map((i) => ({
        image: greyImage(images, i),
        caption: `${c.predicted[i]}, ${percent(c.probability[i]!)}`,
        highlight: c.predicted[i] === labels[i] ? 'right' : 'wrong',
      })),
    }),
  }
}

const mostErrors = 60

/** The images that the network gets wrong, the most confident error first; null where there is none. */
export function errorsFigure(images: Images, labels: Uint8Array, c: Classification) {
  if (c.errors.length === 0) return null
  const shown = c.errors.slice(0, mostErrors)
  const which =
    shown.length < c.errors.length
      ? `The ${shown.length} most confident of ${c.errors.length} errors`
      : `All ${shown.length} errors`
  return {
    id: 'mnist-similarity-errors',
    title: 'Errors',
    caption: `${which}, true digit → predicted digit; the most confident first. The table lists all of them.`,
    svg: imageGrid({
      id: 'mnist-similarity-errors',
      columns: 10,
      invert: true,
      imageSize: 44,
      images: shown.map((i) => ({
        image: greyImage(images, i),
        caption: `${labels[i]} → ${c.predicted[i]}, ${percent(c.probability[i]!)}`,
      })),
      notes: ['true → predicted digit, its probability'],
    }),
  }
}
