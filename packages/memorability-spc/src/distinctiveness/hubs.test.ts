import { readCsv } from '@likeness/io'
import { describe, expect, test } from 'vitest'
import { dataDir, readData } from '@likeness/study-kit/testing'
import { hubs } from './hubs.js'

describe('hubs', () => {
  test('are sorted by their count, then by their number', () => {
    expect(hubs([7, 3, 7, 9, 3, 1], 2)).toEqual({
      ...{ targets: 6, distinct: 4, top: 2, topShare: 4 / 6 },
      hubs: [
        { neighbour: 3, count: 2, share: 2 / 6 },
        { neighbour: 7, count: 2, share: 2 / 6 },
        { neighbour: 1, count: 1, share: 1 / 6 },
        { neighbour: 9, count: 1, share: 1 / 6 },
      ],
    })
  })
  test('of fewer than ten neighbours make up all; of none, nothing is defined', () => {
    expect(hubs(Int32Array.of(0, 0)).topShare).toBe(1)
    expect(hubs([])).toEqual({ targets: 0, distinct: 0, hubs: [], top: 10, topShare: NaN })
  })
})

test.skipIf(dataDir === undefined)(
  'the released neighbours: 295 fillers, ten of which are the neighbours of 61.7 %',
  async () => {
    const { rows } = readCsv(await readData('isola2014/block5_pool_NN.csv'), { header: false, trim: true })
    const report = hubs(rows.map(([, neighbour]) => Number(/^(\d+)_filler$/.exec(neighbour!)![1])))
    expect(report).toMatchObject({ targets: 2222, distinct: 295 })
    expect((100 * report.topShare).toFixed(1)).toBe('61.7')
    expect(
      report.hubs
        .slice(0, 10)
        .map(({ neighbour, count }) => `${neighbour}:${count}`)
        .join(', '),
    ).toBe('7587:618, 4565:217, 711:114, 1716:81, 1042:79, 3062:79, 554:60, 5125:47, 6683:39, 4434:37')
  },
)
