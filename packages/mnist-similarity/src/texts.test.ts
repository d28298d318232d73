import { expect, test } from 'vitest'
import { madeFindings } from '../test/made-findings.js'
import { madeTraining } from '../test/made-training.js'
import { methods, notReplicated } from './texts.js'

const { material } = madeFindings()

test('made material is called made, real material is not', () => {
  const made = methods(material, { digit: 8, pairs: 20, train: false, epochs: 5 }).join('\n')
  expect(made).toContain('trained by this project on drawn digits')
  expect(made).toContain('two made raters judged 20 pairs of the digit 8')
  const real = methods(
    { ...material, ratings: { ...material.ratings, pairs: undefined } },
    { digit: 3, pairs: 5, train: false, epochs: 5 },
  ).join('\n')
  expect(real).not.toMatch(/made|drawn digits/)
  expect(real).toContain('pretrained on MNIST and used as published')
  expect(real).toContain('For the digit 3, the k-th image was paired with the (k + 5)-th, k = 0 to 4')
})

test('a training is told, and then it is not said that there was none', () => {
  const trained = madeTraining()
  const text = methods(material, { digit: 8, pairs: 20, train: true, epochs: 4 }, trained).join('\n')
  expect(text).toContain('that of the homework, trained from scratch in this run')
  expect(text).toContain('on 8,000 drawn digits; 2,000 others were held out')
  expect(text).toContain('learning rate 0.02 and batches of 64')
  expect(text).toContain('for 4 epochs')
  expect(notReplicated(trained).map(({ what }) => what)).not.toContain('Training')
  expect(notReplicated().map(({ what }) => what)).toContain('Training')
})
