import { expect, test } from 'vitest'
import { madeFindings } from '../test/made-findings.js'
import { methods } from './texts.js'

const { material } = madeFindings()

test('made material is called made, real material is not', () => {
  const made = methods(material, { digit: 8, pairs: 20 }).join('\n')
  expect(made).toContain('trained by this project on drawn digits')
  expect(made).toContain('two made raters judged 20 pairs of the digit 8')
  const real = methods(
    { ...material, ratings: { ...material.ratings, pairs: undefined } },
    { digit: 3, pairs: 5 },
  ).join('\n')
  expect(real).not.toMatch(/made|drawn digits/)
  expect(real).toContain('pretrained on MNIST and used as published')
  expect(real).toContain('For the digit 3, the k-th image was paired with the (k + 5)-th, k = 0 to 4')
})
