import { writeNpy } from '@likeness/io'
import { describe, expect, test } from 'vitest'
import { readErrors } from './read-errors.js'
import { readLayer } from './read-layer.js'
import { readNeighbours } from './read-neighbours.js'
import { requireSameScores } from './read-real.js'
import { readScores } from './read-scores.js'

const bytes = (...rows: string[]) => new TextEncoder().encode(`${rows.join('\n')}\n`)

describe('scores', () => {
  const head = 'im_ind,hit,fa,corrected_hit'
  const read = (...rows: string[]) => readScores(bytes(...rows), 2)

  test('in the order of the file', () => {
    expect(read(head, '2,0.75,0.25,0.5', '1,0.5,0.125,0.375')).toEqual({
      ids: Int32Array.of(2, 1),
      hit: Float64Array.of(0.75, 0.5),
      fa: Float64Array.of(0.25, 0.125),
      correctedHit: Float64Array.of(0.5, 0.375),
    })
  })
  test.each([
    [['im_ind,hit,corrected_hit,fa', '1,1,0,1'], 'columns im_ind, hit, fa, corrected_hit for csv "target_info_IsolaEtAl.csv" but received im_ind, hit, corrected_hit, fa'], // prettier-ignore
    [[head, '1,1,0,1', '1,1,0,1'], 'every image once for csv "target_info_IsolaEtAl.csv" but received image 1 again on line 3'], // prettier-ignore
    [[head, '1,1,0,1'], 'images 1 to 2 for csv "target_info_IsolaEtAl.csv" but received 1 rows without image 2'],
    [[head], 'images 1 to 2 for csv "target_info_IsolaEtAl.csv" but received 0 rows without image 1'],
    [[head, '1,1,0,1', '3,1,0,1'], 'an image from 1 to 2 on line 3 for csv "target_info_IsolaEtAl.csv" but received 3'],
    [[head, '1.5,1,0,1', '2,1,0,1'], 'an image from 1 to 2 on line 2'],
    [[head, '1,1,0,1', '2,many,0,1'], 'a finite number in column "hit" on line 3'],
    [[head, '1,1,0,1', '2,,0,1'], 'received an empty cell'],
    [[head, '1,1,0,1', '2,1.5,1,0.5'], 'a rate in hit from 0 to 1 on line 3 for csv "target_info_IsolaEtAl.csv" but received 1.5'], // prettier-ignore
    [[head, '1,1,0,1', '2,0.5,0.25,0.2500000001'], 'hit - fa (0.25) as corrected_hit on line 3 for csv "target_info_IsolaEtAl.csv" but received 0.2500000001'], // prettier-ignore
  ])('%j is refused', (rows, message) => expect(() => read(...rows)).toThrow(`${message}`))

  test('the rounding of fifteen digits passes', () => {
    expect(read(head, '1,1,0,1', '2,0.5,0.25,0.250000000000001').correctedHit[1]).toBe(0.250000000000001)
  })
})

describe('neighbours', () => {
  const read = (...rows: string[]) => readNeighbours(bytes(...rows), { targets: 2, fillers: 20 })

  test('blanks, the order of the jobs, and the names of fillers', () => {
    expect(read('2, 7_filler, 886.5', '1, 12_filler, 0')).toEqual({
      ids: Int32Array.of(2, 1),
      fillers: Int32Array.of(7, 12),
      distances: Float64Array.of(886.5, 0),
    })
  })
  test.each([
    [['1, 7, 886.5', '2, 7_filler, 1'], '1_filler to 20_filler as neighbour on line 1 for csv "block5_pool_NN.csv" but received "7"'], // prettier-ignore
    [['1, 21_filler, 1', '2, 7_filler, 1'], 'received "21_filler"'],
    [['1, 7_fillers, 1', '2, 7_filler, 1'], 'received "7_fillers"'],
    [['1, 7_filler, 1', '1, 7_filler, 1'], 'image 1 again on line 2'],
    [['1, 7_filler, 1'], 'without image 2'],
    [['1, 7_filler, 1', '2, 7_filler, -1'], 'a distance of at least 0 on line 2'],
    [['1, 7_filler, 1', '2, 7_filler, nan'], 'a finite number in column "2" on line 2'],
    [['1, 7_filler', '2, 7_filler'], 'three columns (target, neighbour, distance) for csv "block5_pool_NN.csv" but received 2'], // prettier-ignore
    [[''], 'three columns'],
  ])('%j is refused', (rows, message) => expect(() => read(...rows)).toThrow(message))
})

describe('reconstruction errors', () => {
  const npy = (values: Float64Array | Float32Array, shape: number[]) => writeNpy(values, shape)
  test('one column of float64', () => {
    expect(readErrors(npy(Float64Array.of(0.25, 0.5), [2, 1]), 2)).toEqual(Float64Array.of(0.25, 0.5))
  })
  test.each([
    [npy(Float64Array.of(1, 2), [2]), 'float64 of 2 x 1 for npy "spc_rec_quality.npy" but received float64 of 2'],
    [npy(Float64Array.of(1), [1, 1]), 'but received float64 of 1 x 1'],
    [npy(Float32Array.of(1, 2), [2, 1]), 'but received float32 of 2 x 1'],
    [npy(Float64Array.of(1, NaN), [2, 1]), 'an error of at least 0 in row 1 for npy "spc_rec_quality.npy" but received NaN'], // prettier-ignore
    [npy(Float64Array.of(1, -1), [2, 1]), 'but received -1'],
    [npy(Float64Array.of(1, Infinity), [2, 1]), 'but received Infinity'],
  ])('%# is refused', (file, message) => expect(() => readErrors(file, 2)).toThrow(message))
})

describe('a layer', () => {
  const head = 'Image type,Image index,Memorability score,Distinctiveness,Reconstruction error'
  const read = (...rows: string[]) => readLayer(bytes(...rows), 2, 'layer.csv')
  const good = [head, 'Target,2,0.5,3,0.1', 'Target,1,-0.25,0,0.2']

  test('in the order of the file', () => {
    expect(read(...good)).toEqual({
      ids: Int32Array.of(2, 1),
      memorability: Float64Array.of(0.5, -0.25),
      distinctiveness: Float64Array.of(3, 0),
      reconstructionError: Float64Array.of(0.1, 0.2),
    })
  })
  test.each([
    [[head.replace('score', 'scores'), ...good.slice(1)], 'columns Image type, Image index, Memorability score'],
    [[head, 'Target,1,0,1,1', 'Filler,2,0,1,1'], 'Target as image type on line 3 for csv "layer.csv" but received "Filler"'], // prettier-ignore
    [[head, 'Target,1,0,1,1', 'Target,1,0,1,1'], 'image 1 again on line 3'],
    [[head, 'Target,1,0,1,1'], 'without image 2'],
    [[head, 'Target,1,0,1,1', 'Target,2,2,1,1'], 'a corrected hit rate from -1 to 1 on line 3'],
    [[head, 'Target,1,0,1,1', 'Target,2,0,-1,1'], 'a number in Distinctiveness of at least 0 on line 3'],
    [[head, 'Target,1,0,1,1', 'Target,2,0,1,x'], 'a finite number in column "Reconstruction error" on line 3'],
  ])('%j is refused', (rows, message) => expect(() => read(...rows)).toThrow(message))

  test('must have the scores of the other repository, to the last digit, whatever the orders', () => {
    const scores = readScores(bytes('im_ind,hit,fa,corrected_hit', '1,0,0.25,-0.25', '2,0.5,0,0.5'), 2)
    expect(() => requireSameScores(scores, read(...good), 'layer.csv')).not.toThrow()
    const moved = { ...read(...good), memorability: Float64Array.of(0.5, -0.25 + Number.EPSILON) }
    expect(() => requireSameScores(scores, moved, 'layer.csv')).toThrow(
      'Expected corrected_hit of target_info (-0.25) as memorability of image 1 for csv "layer.csv" but received -0.24999999999999978',
    )
  })
})
