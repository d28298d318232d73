import type { TensorDtype } from './elements.js'

/** The storage classes that a torch pickle may name, and what they hold. */
export const storageDtypes: ReadonlyMap<string, TensorDtype> = new Map([
  ['torch.FloatStorage', 'float32'],
  ['torch.DoubleStorage', 'float64'],
  ['torch.HalfStorage', 'float16'],
  ['torch.BFloat16Storage', 'bfloat16'],
  ['torch.CharStorage', 'int8'],
  ['torch.ShortStorage', 'int16'],
  ['torch.IntStorage', 'int32'],
  ['torch.LongStorage', 'int64'],
  ['torch.ByteStorage', 'uint8'],
  ['torch.BoolStorage', 'bool'],
])
