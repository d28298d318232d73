import { FormatError, quote } from './format-error.js'
import type { TorchTensor } from './torch-objects.js'
import type { TorchValue } from './read-torch-legacy.js'

// Keys are shared in a file but not in names, so a small file could ask for very long ones.
const MAX_NAME_CHARACTERS = 2 ** 24

/**
 * The tensors of a value by name, in file order. The names are those of the state_dict, such as `conv1.weight`, when
 * the value is one or holds one under the key `state_dict`; keys of nested containers are joined by dots.
 * No tensor gives an empty Map.
 * @throws FormatError `INVALID_FORMAT` when two tensors would get the same name; `LIMIT_EXCEEDED` when all names together
 *   exceed 2^24 characters
 */
export function findTensors(value: TorchValue): Map<string, TorchTensor> {
  const stateDict = value instanceof Map ? value.get('state_dict') : undefined
  const found = new Map<string, TorchTensor>()
  let characters = 0
  collect(stateDict instanceof Map ? stateDict : value, '', (name, tensor) => {
    characters += name.length
    if (characters > MAX_NAME_CHARACTERS)
      throw new FormatError(
        'LIMIT_EXCEEDED',
        `Expected at most ${MAX_NAME_CHARACTERS} characters of tensor names but received more`,
      )
    if (found.has(name))
      throw new FormatError('INVALID_FORMAT', `Expected one tensor for the name ${quote(name)} but received two`)
    found.set(name, tensor)
  })
  return found
}

function collect(value: TorchValue, name: string, add: (name: string, tensor: TorchTensor) => void): void {
  if (typeof value !== 'object' || value === null) return
  if (isTensor(value)) return add(name, value)
  for (const [key, child] of value.entries()) collect(child, name === '' ? `${key}` : `${name}.${key}`, add)
}

function isTensor(value: TorchTensor | readonly TorchValue[] | Map<string, TorchValue>): value is TorchTensor {
  return 'kind' in value
}
