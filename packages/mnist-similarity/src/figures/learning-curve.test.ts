import { svgToPng } from '@likeness/figures'
import { expectSnapshots } from '@likeness/figures/testing'
import { expect, test } from 'vitest'
import { madeTraining } from '../../test/made-training.js'
import { learningCurveFigure } from './learning-curve.js'

test('looks as committed', async () => {
  const figure = learningCurveFigure(madeTraining())
  await expectSnapshots({ ...figure, png: svgToPng(figure.svg) }, new URL('..', import.meta.url))
})

test('a point per epoch and set; the start has a loss alone', () => {
  const { svg, caption } = learningCurveFigure(madeTraining())
  expect(svg.split('<circle').length - 1).toBe(2 * 5 + 2 * 4)
  expect(svg).toContain('held out, n = 2,000')
  expect(caption).toContain('on drawn digits')
  expect(caption).toContain('One run, 4 epochs.')
})

test('a single epoch, and all held-out images right', () => {
  const { curve } = madeTraining()
  const one = [curve[0]!, { epoch: 1, training: { loss: 0.01, correct: 8000 }, heldOut: { loss: 0.02, correct: 2000 } }]
  const { svg, caption } = learningCurveFigure(madeTraining({ kind: 'mnist', epochs: 1, curve: one }))
  expect(svg).not.toMatch(/NaN|undefined/)
  expect(caption).toContain('MNIST’s training set; held out: its test set')
  expect(caption).toContain('One run, 1 epoch.')
})
