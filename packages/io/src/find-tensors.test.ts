import { expect, test } from 'vitest'
import { findTensors } from './find-tensors.js'
import { readTorchLegacy, type TorchValue } from './read-torch-legacy.js'
import { smallTorchFile } from './testing/build-torch.js'

const tensor = (value: number) => ({
  kind: 'tensor' as const,
  data: new Float32Array([value]),
  shape: [1],
  dtype: 'float32' as const,
})
const map = (entries: Record<string, TorchValue>) => new Map(Object.entries(entries))

test('names are those of the state_dict, in file order', () => {
  const found = findTensors(readTorchLegacy(smallTorchFile()).value)
  expect([...found.keys()]).toEqual(['conv.weight', 'conv.turned', 'conv.bias'])
})

test('a bare state_dict, and nested containers', () => {
  const [a, b, c] = [tensor(1), tensor(2), tensor(3)]
  const value = map({ 'fc.weight': a, nested: map({ list: [1, b, [c]], text: 'x', none: null }) })
  expect(findTensors(value)).toEqual(new Map([['fc.weight', a], ['nested.list.1', b], ['nested.list.2.0', c]])) // prettier-ignore
  expect(findTensors(map({ state_dict: 5, w: a }))).toEqual(new Map([['w', a]]))
  expect(findTensors(a)).toEqual(new Map([['', a]]))
  expect(findTensors(3)).toEqual(new Map())
})

test('refuses names that fall together, and names of endless length', () => {
  const clash = map({ 'a.b': tensor(1), a: map({ b: tensor(2) }) })
  expect(() => findTensors(clash)).toThrow('Expected one tensor for the name "a.b" but received two')
  const long = map({ ['k'.repeat(1e6)]: Array.from({ length: 100 }, () => tensor(1)) })
  expect(() => findTensors(long)).toThrow(expect.objectContaining({ code: 'LIMIT_EXCEEDED' }))
})
