import { lines, panels } from '@likeness/figures'
import { wilsonInterval } from '@likeness/stats'
import { thousands } from '../format.js'
import { params } from '../params.js'
import type { Training } from '../train/train.js'

const id = 'mnist-similarity-learning-curve'
const size = { width: 321, height: 280 }

/** Loss and accuracy by epoch, of the images that the network was trained on and of those held out. */
export function learningCurveFigure(training: Training) {
  const { kind, epochs } = training
  const sets = kind === 'mnist' ? 'MNIST’s training set; held out: its test set' : 'drawn digits'
  return {
    id,
    title: 'Learning curve',
    caption: `Training from scratch on ${sets}. Both sets are scored after each epoch with the same weights: left, the mean cross-entropy, from before the first epoch (0) on; right, the images classified correctly, from the first epoch on. Band: 95 % Wilson interval of the held-out accuracy. One run, ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}.`,
    svg: panels({ id, title: 'Learning curve', panels: [lossPanel(training), accuracyPanel(training)] }),
  }
}

const labels = ({ n }: Training) =>
  [`training, n = ${thousands(n.training)}`, `held out, n = ${thousands(n.heldOut)}`] as const

function lossPanel(training: Training): string {
  const points = (set: 'training' | 'heldOut') => training.curve.map((s) => ({ x: s.epoch, y: s[set].loss }))
  const [seen, unseen] = labels(training)
  return lines({
    id: `${id}-loss`,
    series: [
      { label: seen, points: points('training') },
      { label: unseen, points: points('heldOut') },
    ],
    xLabel: 'epoch',
    yLabel: 'cross-entropy (nats, logarithmic)',
    scales: { x: 'integer', y: 'log' },
    size,
  })
}

function accuracyPanel(training: Training): string {
  const { curve, n } = training
  const after = curve.slice(1)
  const points = (set: 'training' | 'heldOut') => after.map((s) => ({ x: s.epoch, y: (100 * s[set].correct) / n[set] }))
  const band = after.map(({ epoch, heldOut }) => {
    const { ci } = wilsonInterval(heldOut.correct, n.heldOut, params.level)
    return { x: epoch, lower: 100 * ci[0], upper: 100 * ci[1] }
  })
  const [seen, unseen] = labels(training)
  return lines({
    id: `${id}-accuracy`,
    series: [
      { label: seen, points: points('training') },
      { label: unseen, points: points('heldOut'), band },
    ],
    xLabel: 'epoch',
    xDomain: [-0.04 * training.epochs, 1.04 * training.epochs],
    yLabel: 'accuracy (%)',
    scales: { x: 'integer' },
    size,
  })
}
