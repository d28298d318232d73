import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, test } from 'vitest'
import { useBackend } from '../backend.js'
import { addonProblem } from '../testing/addon.js'
import { cases } from './testing/cases.js'
import { first, second, verdict } from './testing/differences.js'
import { smallNets } from './testing/small-nets.js'

const native = addonProblem ? [] : (['native'] as const)

describe.each(['cpu', 'wasm', ...native] as const)('gradients on %s agree with central differences', (backend) => {
  beforeAll(async () => void (await useBackend(backend)))

  test.each(cases)('$name', (c) => {
    expect([verdict(first(c), c), verdict(second(c), c)]).toEqual(['right', 'right'])
  })

  // The loss is a function of a gradient already, so that its first derivative is the second one of the network. A small
  // step, because a saliency jumps where a ReLU or a maximum changes: with these seeds none does.
  test.each(smallNets)('the loss of a saliency with respect to the weights: $name', (net) => {
    expect(verdict(first(net), net, { step: 1e-3 })).toBe('right')
  })

  test('leak no tensor', () => {
    const gradients = () => smallNets.forEach((net) => first(net)(net.inputs).gradient())
    const held = () => [tf.memory().numTensors, tf.memory().numDataBuffers, tf.engine().backend.numDataIds()]
    gradients()
    const before = held()
    for (let k = 0; k < 5; k++) gradients()
    expect(held()).toEqual(before)
  })
})
