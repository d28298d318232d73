import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readNpy, writeNpy } from '@likeness/io'
import { describe, expect, test } from 'vitest'
import rdm, { squareOf } from './rdm.js'
import { services, temporaryFolder } from './testing/services.js'

const patterns = Float64Array.of(1, 2, 4, 2, 4, 7, 9, 5, 1, 3, 3, 4)

async function made(about?: object) {
  const folder = await temporaryFolder()
  const argument = join(folder, 'f.npy')
  await writeFile(argument, writeNpy(patterns, [4, 3]))
  if (about) await writeFile(join(folder, 'f.json'), JSON.stringify(about))
  const out = join(folder, 'rdm.npy')
  const run = (options: Record<string, string> = {}) => rdm.run({ argument, options: { out, ...options } }, services())
  return { folder, out, run, read: async () => readNpy(await readFile(out)) }
}
const images = ['ant.jpg', 'bee.jpg', 'cat.tiny.jpg', 'dog.jpg']
const about = { format: 'likeness-features/1', network: 'madenet', layer: 'fc7', images }

// 1 - r of rows i and j, written out.
const correlation = (i: number, j: number) => {
  const centred = [i, j].map((row) => {
    const values = [...patterns.subarray(3 * row, 3 * row + 3)]
    const mean = values.reduce((sum, value) => sum + value) / 3
    return values.map((value) => value - mean)
  })
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, k) => sum + value * b[k]!, 0)
  const [a, b] = centred as [number[], number[]]
  return 1 - dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
}
const pairs = [
  [0, 1],
  [0, 2],
  [0, 3],
  [1, 2],
  [1, 3],
  [2, 3],
] as const

describe('an RDM', () => {
  test('is condensed, by correlation unless told otherwise', async () => {
    const { out, run, read } = await made()
    expect(await run()).toBe(`correlation: 4 conditions, 6 pairs in ${out} (condensed)`)
    const { data, shape, dtype } = await read()
    expect({ shape, dtype }).toEqual({ shape: [6], dtype: 'float64' })
    pairs.forEach(([i, j], k) => expect(data[k]).toBeCloseTo(correlation(i, j), 14))
  })

  test('or square, with zeros on its diagonal', async () => {
    const { run, read } = await made()
    await run({ square: 'true', metric: 'cityblock' })
    expect(await read()).toEqual({
      ...{ shape: [4, 4], dtype: 'float64' },
      data: Float64Array.of(0, 6, 14, 3, 6, 0, 14, 5, 14, 14, 0, 11, 3, 5, 11, 0),
    })
  })

  test('a square matrix has the pairs of the condensed one on both sides', () => {
    expect([...squareOf(Float32Array.of(1, 2, 3), 3)]).toEqual([0, 1, 2, 1, 0, 3, 2, 3, 0])
  })

  test('a row without a correlation is said', async () => {
    const { folder, run } = await made()
    await writeFile(join(folder, 'f.npy'), writeNpy(Float32Array.of(1, 1, 1, 2, 1, 3), [3, 2]))
    expect(await run()).toContain('\n2 pairs without value: a row that is constant or holds NaN')
  })
})

describe('its figure', () => {
  test('is an SVG with the names of the images, network and layer, groups and metric', async () => {
    const { folder, run } = await made(about)
    const figure = join(folder, 'rdm.svg')
    expect(await run({ figure, groups: 'insects:2, pets:2' })).toContain(`\nFigure: ${figure}`)
    const svg = await readFile(figure, 'utf8')
    for (const text of ['madenet, fc7', 'ant', 'cat.tiny', 'insects', 'pets', '1 − Pearson r', '4 conditions, 6 pairs'])
      expect(svg, text).toContain(`>${text}</text>`)
  })

  test('or a PNG; of features of other programs without names', async () => {
    const { folder, run } = await made({ images })
    await run({ figure: join(folder, 'rdm.PNG'), percentile: 'true', title: 'My RDM', metric: 'euclidean' })
    expect([...(await readFile(join(folder, 'rdm.PNG'))).subarray(1, 4)]).toEqual([...Buffer.from('PNG')])
    await run({ figure: join(folder, 'rdm.svg'), percentile: 'true', title: 'My RDM', metric: 'euclidean' })
    const svg = await readFile(join(folder, 'rdm.svg'), 'utf8')
    expect(svg).toContain('>My RDM</text>')
    expect(svg).toContain('>percentile of Euclidean distance</text>')
    expect(svg).not.toContain('>ant</text>')
  })

  test.each([
    ['other counts', { ...about, images: images.slice(1) }],
    ['another format', { ...about, format: 'x' }],
    ['null', null],
  ])('a .json of %s is passed over', async (_, wrong) => {
    const { folder, run } = await made()
    await writeFile(join(folder, 'f.json'), JSON.stringify(wrong))
    await run({ figure: join(folder, 'rdm.svg') })
    expect(await readFile(join(folder, 'rdm.svg'), 'utf8')).not.toContain('>ant</text>')
  })
})

test.each<[Record<string, string>, string]>([
  [
    { metric: 'pearson' },
    'Expected one of euclidean, sqeuclidean, cosine, correlation, cityblock, chebyshev for --metric',
  ],
  [{ out: '/tmp/rdm.csv' }, 'Expected a file that ends in .npy for --out but received /tmp/rdm.csv'],
  [{ figure: '/tmp/rdm.pdf' }, 'Expected a file that ends in .png or .svg for --figure'],
  [{ groups: 'animate' }, 'Expected label:size,label:size,… for --groups but received animate'],
  [{ groups: 'animate:3', figure: '/tmp/rdm.svg' }, 'Expected 4 conditions in all groups'],
])('refuses %j, and writes nothing', async (options, message) => {
  const { run, read } = await made()
  await expect(run(options)).rejects.toThrow(message)
  await expect(read()).rejects.toThrow('ENOENT')
})
