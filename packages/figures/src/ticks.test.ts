import { scaleLinear } from 'd3-scale'
import { describe, expect, test } from 'vitest'
import { textWidth } from './text-width.js'
import { horizontalTicks, tickLabels } from './ticks.js'

describe('tickLabels', () => {
  test.each([
    [
      [-0.1, 0, 0.1, 0.2, 0.3],
      ['−0.1', '0.0', '0.1', '0.2', '0.3'],
    ],
    [
      [0, 0.05, 0.1],
      ['0.00', '0.05', '0.10'],
    ],
    [
      [0.1, 0.2, 0.30000000000000004],
      ['0.1', '0.2', '0.3'],
    ],
    [
      [-20, 0, 20],
      ['−20', '0', '20'],
    ],
    [
      [0, 10000, 20000],
      ['0', '10,000', '20,000'],
    ],
    [
      [0, 2e6, 4e6],
      ['0', '2×10⁶', '4×10⁶'],
    ],
    [
      [-1.5e-7, 0, 1.5e-7],
      ['−1.5×10⁻⁷', '0', '1.5×10⁻⁷'],
    ],
    [[1e300], ['1×10³⁰⁰']],
    [[-0.25], ['−0.25']],
    [
      [1e9, 1e9 + 2],
      ['1×10⁹', '1.000000002×10⁹'],
    ],
    [[], []],
  ])('%j is %j', (values, labels) => {
    expect(tickLabels(values)).toEqual(labels)
  })
})

describe('horizontalTicks', () => {
  test('of an integer axis stand at whole numbers alone, written without decimals', () => {
    const scale = scaleLinear([-0.16, 4.16], [0, 240])
    expect(horizontalTicks(scale, 7).values).toContain(0.5)
    expect(horizontalTicks(scale, 7, true)).toEqual({ values: [0, 1, 2, 3, 4], labels: ['0', '1', '2', '3', '4'] })
  })

  test.each([
    [[0, 1], 480],
    [[0, 1], 41],
    [[1e9, 1e9 + 3], 200],
    [[-1e-9, 1e-9], 120],
    [[0, 1e-3], 55],
    [[1e300, 3e300], 41],
  ])('labels over %j on %d pixels stand apart', ([low, high], width) => {
    const scale = scaleLinear([low!, high!], [0, width])
    const { values, labels } = horizontalTicks(scale, 7)
    expect(values.length).toBeGreaterThan(0)
    for (let i = 1; i < values.length; i++) {
      const reach = (textWidth(labels[i]!, 10) + textWidth(labels[i - 1]!, 10)) / 2
      expect(scale(values[i]!) - scale(values[i - 1]!)).toBeGreaterThan(reach + 7)
    }
    expect(new Set(labels).size).toBe(labels.length)
  })
})
