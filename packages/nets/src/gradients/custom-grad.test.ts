import * as tf from '@tensorflow/tfjs'
import { beforeAll, expect, test } from 'vitest'
import { useBackend } from '../backend.js'

beforeAll(async () => void (await useBackend('cpu')))

type Save = (tensors: tf.Tensor[]) => void
type Custom = (x: tf.Tensor, save: Save) => { value: tf.Tensor; gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor } // prettier-ignore
const custom = (f: Custom) => tf.customGrad(f as unknown as Parameters<typeof tf.customGrad>[0])
const at = tf.tensor1d([0.5, -1, 2])

test('an output that is saved is a function of the input again, to any order', () => {
  const exp = custom((x, save) => {
    const value = tf.exp(x)
    save([value])
    return { value, gradFunc: (dy, [y]) => tf.mul(dy, y!) }
  })
  const [one, two, three] = [tf.grad(exp), tf.grad(tf.grad(exp)), tf.grad(tf.grad(tf.grad(exp)))].map((g) => g(at))
  for (const derivative of [one!, two!, three!])
    derivative.dataSync().forEach((v, i) => expect(v).toBeCloseTo(Math.exp(at.dataSync()[i]!), 5))
})

test('an input that is saved, and a tensor from outside, are what they are', () => {
  const factor = tf.tensor1d([2, 3, 4])
  const scaledCube = custom((x, save) => {
    save([x, factor])
    return { value: tf.mul(factor, tf.pow(x, 3)), gradFunc: (dy, [a, b]) => tf.mul(dy, tf.mul(b!, tf.mul(3, tf.square(a!)))) } // prettier-ignore
  })
  expect([...tf.grad(tf.grad(scaledCube))(at).dataSync()]).toEqual([2 * 6 * 0.5, 3 * 6 * -1, 4 * 6 * 2])
})

test('what is computed in between throws once it is differentiated, and not before', () => {
  const exp = custom((x, save) => {
    const half = tf.exp(tf.mul(x, 0.5))
    save([half])
    return { value: tf.square(half), gradFunc: (dy, [h]) => tf.mul(dy, tf.square(h!)) }
  })
  expect(tf.grad(exp)(at).dataSync()[2]).toBeCloseTo(Math.exp(2), 5)
  expect(() => tf.grad(tf.grad(exp))(at)).toThrow(expect.objectContaining({ code: 'UNDEFINED_GRADIENT' }))
})

test('several inputs', () => {
  const product = tf.customGrad(((a: tf.Tensor, b: tf.Tensor, save: Save) => {
    const value = tf.exp(tf.mul(a, b))
    save([a, b, value])
    return { value, gradFunc: (dy: tf.Tensor, [p, q, y]: tf.Tensor[]) => [tf.mul(dy, tf.mul(q!, y!)), tf.mul(dy, tf.mul(p!, y!))] } // prettier-ignore
  }) as unknown as Parameters<typeof tf.customGrad>[0])
  const mixed = tf.grads((a, b) => tf.grads((p, q) => product(p, q))([a, b])[0]!)([tf.scalar(0.3), tf.scalar(0.7)])
  // d/da and d/db of b exp(ab)
  expect(mixed[0]!.dataSync()[0]).toBeCloseTo(0.49 * Math.exp(0.21), 5)
  expect(mixed[1]!.dataSync()[0]).toBeCloseTo(1.21 * Math.exp(0.21), 5)
})
