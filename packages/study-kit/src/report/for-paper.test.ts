import { describe, expect, test } from 'vitest'
import { madeResults } from '../testing/made-results.js'
import { bibtex } from './bibtex.js'
import { methodsParagraph } from './methods-paragraph.js'
import { reproducingCommand } from './reproduce.js'

const citations = [
  {
    text: 'LeCun, Y., Bottou, L., Bengio, Y., & Haffner, P. (1998). Gradient-based learning applied to document recognition. Proceedings of the IEEE, 86(11), 2278–2324.',
    url: 'https://doi.org/10.1109/5.726791',
  },
  { text: 'LeCun, Y. (1998). Another of 50 % & more.', url: 'https://example.org/a_b' },
  { text: 'Code: Qi-Lin7/SPC_public.' },
  {
    text: 'Isola, P., Xiao, J., Parikh, D., Torralba, A., & Oliva, A. (2014). What makes a photograph memorable? IEEE Transactions on Pattern Analysis and Machine Intelligence, 36(7), 1469–1482.',
  },
]

test('BibTeX: articles by their parts, everything else as it stands, no key twice', () => {
  const entries = bibtex({ citations, version: '0.1.0' }).split('\n\n')
  expect(entries).toEqual([
    '@misc{likeness,\n  title = {Likeness},\n  note = {Version 0.1.0, computer software},\n}',
    `@article{lecun1998,
  author = {LeCun, Y. and Bottou, L. and Bengio, Y. and Haffner, P.},
  year = {1998},
  title = {Gradient-based learning applied to document recognition},
  journal = {Proceedings of the IEEE},
  volume = {86},
  number = {11},
  pages = {2278--2324},
  doi = {10.1109/5.726791},
}`,
    `@misc{lecun1998a,
  note = {LeCun, Y. (1998). Another of 50 \\% \\& more.},
  url = {https://example.org/a_b},
}`,
    '@misc{code,\n  note = {Code: Qi-Lin7/SPC\\_public.},\n}',
    `@article{isola2014,
  author = {Isola, P. and Xiao, J. and Parikh, D. and Torralba, A. and Oliva, A.},
  year = {2014},
  title = {What makes a photograph memorable?},
  journal = {IEEE Transactions on Pattern Analysis and Machine Intelligence},
  volume = {36},
  number = {7},
  pages = {1469--1482},
}`,
  ])
})

describe('the command', () => {
  const input = { bytes: 1, sha256: 'a'.repeat(64), licence: '', verified: null }
  test('has data, seed, device and options, as the command line takes them', () => {
    const options = { digit: 8, idColumn: '', scoreColumn: "it's" }
    expect(reproducingCommand(madeResults({ data: 'real', options, environment: { device: 'cpu' } }))).toBe(
      `npm run likeness -- run made --data real --seed 7 --device cpu --digit 8 --score-column 'it'\\''s'`,
    )
  })
  test('names the files of own data', () => {
    const inputs = ['a.csv', 'b c.csv'].map((name) => ({ ...input, name, option: 'ratings' }))
    expect(reproducingCommand(madeResults({ data: 'own', inputs, options: {} }))).toBe(
      `npm run likeness -- run made --seed 7 --ratings a.csv 'b c.csv'`,
    )
  })
})

test('the methods paragraph has versions, seed, inputs and short citations', () => {
  const inputs = [{ name: 'x.npy', bytes: 1, sha256: '0123456789abcdef'.repeat(4), licence: 'CC0', verified: true }]
  const text = methodsParagraph(madeResults({ data: 'real', citations, inputs, environment: { node: '20.1', SIMD: 'avx2', threads: '2' } })) // prettier-ignore
  expect(text).toBe(
    'A paragraph. All analyses were run with Likeness 0.1.0 (study made; Node.js 20.1, SIMD avx2, threads: 2) with seed 7. Input files: x.npy (SHA-256 0123456789ab…). Sources: LeCun et al., 1998; LeCun, 1998; Isola et al., 2014.',
  )
  expect(methodsParagraph(madeResults())).toMatch(/^The data were made by the program \(seed 7\)\./)
})
