import type { TensorArray, TensorDtype } from '../elements.js'
import { formatError, formatLabel, quote, requireBytes, requireLimit } from '../format-error.js'
import type { Hdf5Attributes, Hdf5Group, Hdf5Node } from '../hdf5/hdf5-tree.js'
import { readHdf5 } from '../hdf5/read-hdf5.js'

/** A layer of a Keras file and the names of its tensors, in the order in which Keras loads them. */
export interface KerasLayer {
  readonly name: string
  readonly weights: readonly string[]
}

/** What a Keras file holds. */
export interface KerasModel {
  /** by `LAYER/WEIGHT`, such as `conv1/conv1/kernel:0`: the path below the root of the weights; in the order of `layers` */
  readonly tensors: Map<string, TensorArray>
  /** all layers in order, those without weights too */
  readonly layers: readonly KerasLayer[]
  /** the JSON text of the model's configuration, where the whole model was saved */
  readonly config?: string
}

/** Options of `readKerasH5`. */
export interface ReadKerasOptions {
  /** how messages name the input */
  readonly name?: string
  /** most bytes of content per byte of file, on top of 64 KiB; default 128 */
  readonly maxExpansion?: number
  /** how long HDF5 may take; default 120 */
  readonly maxSeconds?: number
}

const dtypes = new Map<string, TensorDtype>([
  ['Float32Array', 'float32'],
  ['Float64Array', 'float64'],
  ['Int8Array', 'int8'],
  ['Int16Array', 'int16'],
  ['Int32Array', 'int32'],
  ['BigInt64Array', 'int64'],
  ['Uint8Array', 'uint8'],
  ['Uint16Array', 'uint16'],
  ['Uint32Array', 'uint32'],
  ['BigUint64Array', 'uint64'],
])

/**
 * Reads the HDF5 weights of Keras 1 and 2: a whole model (`model.save('x.h5')`, group `model_weights`) or weights alone
 * (`save_weights`). The attributes `layer_names` and `weight_names` give the order; long ones are split over `layer_names0`,
 * `layer_names1` and so on. Runs in a worker thread; bytes behind the end that HDF5 states pass unnoticed.
 * Source: keras/saving/hdf5_format.py.
 * @throws FormatError `INVALID_FORMAT` for what HDF5 refuses, missing layers or weights; `UNSUPPORTED_FORMAT` for Keras 3's
 *   `.weights.h5` and elements that are no numbers (float16 among them); `LIMIT_EXCEEDED` as the options say
 * @throws TypeError when `bytes` is no Uint8Array or a limit no number >= 0
 */
export async function readKerasH5(bytes: Uint8Array, options: ReadKerasOptions = {}): Promise<KerasModel> {
  const { name, maxExpansion = 128, maxSeconds = 120 } = options
  requireBytes(bytes)
  requireLimit('maxExpansion', maxExpansion)
  requireLimit('maxSeconds', maxSeconds)
  const label = formatLabel('keras h5', name)
  const attributes = ['layer_names', 'layer_names*', 'weight_names', 'weight_names*', 'model_config']
  return kerasModel(await readHdf5(bytes, { label, attributes, maxExpansion, maxSeconds }), label)
}

function kerasModel(file: Hdf5Group, label: string): KerasModel {
  const inModel = file.children.get('model_weights')
  const root = inModel?.kind === 'group' ? inModel : file
  const names = namesOf(root.attributes, 'layer_names')
  if (!names) {
    const received = file.children.has('layers') ? 'a file of Keras 3' : 'none'
    throw formatError('UNSUPPORTED_FORMAT', label, 'the attribute layer_names of Keras 2', received)
  }
  const tensors = new Map<string, TensorArray>()
  const layers = names.map((layer) => ({ name: layer, weights: readLayer(root, layer, tensors, label) }))
  const config = file.attributes.get('model_config')
  return { tensors, layers, ...(typeof config === 'string' ? { config } : {}) }
}

function readLayer(root: Hdf5Group, layer: string, tensors: Map<string, TensorArray>, label: string): string[] {
  const group = childOf(root, layer)
  const names = group?.kind === 'group' ? namesOf(group.attributes, 'weight_names') : undefined
  if (group?.kind !== 'group' || !names)
    throw formatError('INVALID_FORMAT', label, `a group with weight_names for layer ${quote(layer)}`, 'none')
  return names.map((weight) => {
    const name = `${layer}/${weight}`
    if (tensors.has(name)) throw formatError('INVALID_FORMAT', label, 'each weight once', `${quote(name)} twice`)
    tensors.set(name, tensorOf(group, weight, name, label))
    return name
  })
}

function tensorOf(group: Hdf5Group, weight: string, name: string, label: string): TensorArray {
  const dataset = childOf(group, weight)
  if (dataset?.kind !== 'dataset')
    throw formatError('INVALID_FORMAT', label, `a dataset for weight ${quote(name)}`, described(dataset))
  const { content, shape } = dataset
  const type = content.kind === 'numbers' ? Object.prototype.toString.call(content.data).slice(8, -1) : ''
  const dtype = dtypes.get(type)
  if (content.kind !== 'numbers' || !dtype)
    throw formatError(
      'UNSUPPORTED_FORMAT',
      label,
      `numbers for weight ${quote(name)}`,
      content.kind === 'other' ? content.what : content.kind,
    )
  return { data: content.data, shape, dtype }
}

function described(node: Hdf5Node | undefined): string {
  if (!node) return 'none'
  return node.kind === 'other' ? node.what : `a ${node.kind}`
}

/** The object at a path: names of Keras hold slashes, which are groups in HDF5. */
function childOf(group: Hdf5Group, path: string) {
  let node: ReturnType<Hdf5Group['children']['get']> = group
  for (const part of path.split('/')) node = node?.kind === 'group' ? node.children.get(part) : undefined
  return node
}

/** A list of names, joined from `KEY0`, `KEY1`, … where it was too long for one attribute. */
function namesOf(attributes: Hdf5Attributes, key: string): string[] | undefined {
  const whole = listOf(attributes.get(key))
  if (whole) return whole
  const parts: string[] = []
  for (let k = 0; ; k++) {
    const part = listOf(attributes.get(`${key}${k}`))
    if (!part) return k === 0 ? undefined : parts
    for (const name of part) parts.push(name)
  }
}

function listOf(value: ReturnType<Hdf5Attributes['get']>): string[] | undefined {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value as string[]
  // An empty list has no texts that would show its type.
  return typeof value === 'object' && (value as ArrayLike<unknown>).length === 0 ? [] : undefined
}
