import { imageGrid } from '@likeness/figures'
import type { Classification } from '../classify.js'
import type { Images } from '../material.js'
import { greyImage } from './grey-image.js'

// Rounded down, so that no probability below 1 reads as certain.
const percent = (p: number) => `${Math.floor(100 * p)} %`
const rounding = 'its probability (softmax), rounded down'

/** The first thirty images with what the network says of them. */
export function predictionsFigure(images: Images, labels: Uint8Array, c: Classification) {
  const shown = Array.from({ length: Math.min(30, images.rows) }, (_, i) => i)
  return {
    id: 'mnist-similarity-predictions',
    title: 'Sample predictions',
    caption: `The first ${shown.length} images in file order, each with the digit that the network finds most probable and that probability (softmax, rounded down).`,
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
      notes: [`predicted digit, ${rounding}`],
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
    caption: `${which}, the most confident first: true digit → predicted digit and the probability (softmax, rounded down) that the network gives to the wrong one. The table lists all of them.`,
    svg: imageGrid({
      id: 'mnist-similarity-errors',
      columns: 10,
      invert: true,
      imageSize: 54,
      images: shown.map((i) => ({
        image: greyImage(images, i),
        caption: `${labels[i]} → ${c.predicted[i]}, ${percent(c.probability[i]!)}`,
      })),
      notes: [`true → predicted digit, ${rounding}`],
    }),
  }
}
