import { ByteReader } from '../byte-reader.js'
import { elementCount } from '../element-count.js'
import {
  badBoolean,
  decodeElements,
  itemSizeOf,
  type NpyData,
  type TensorArray,
  type TensorDtype,
} from '../elements.js'
import { formatError, formatLabel, quote, requireBytes } from '../format-error.js'
import { isJsonObject, isJsonShape, type Json, type JsonObject, parseJson } from '../json.js'
import { checkPath } from '../zip/entry-name.js'

/** The files of a TensorFlow.js layers model; shards by the paths that model.json gives. */
export interface TfjsFiles {
  readonly modelJson: Uint8Array
  readonly shards: ReadonlyMap<string, Uint8Array>
}

/** A TensorFlow.js layers model: its weights in file order, and its topology as it stands in model.json. */
export interface TfjsModel {
  readonly tensors: Map<string, TensorArray>
  readonly topology: Json
}

interface WeightGroup {
  readonly paths: readonly string[]
  readonly weights: readonly JsonObject[]
}

type Quantization =
  { readonly dtype: 'float16' } | { readonly dtype: 'uint8' | 'uint16'; readonly scale: number; readonly min: number }

const dtypes: readonly Json[] = ['float32', 'int32', 'uint8', 'uint16', 'bool']

/**
 * Paths of the shards that a model.json names, relative to it, in order: what `readTfjsLayers` has to be given.
 * @throws FormatError `INVALID_FORMAT` for damage or a path that leads outside the model's folder
 */
export function tfjsShardPaths(modelJson: Uint8Array, options: { readonly name?: string } = {}): string[] {
  requireBytes(modelJson)
  const label = formatLabel('tfjs', options.name)
  return manifestOf(modelObject(modelJson, label), label).flatMap(({ paths }) => paths)
}

/**
 * Reads a TensorFlow.js layers model: `weightsManifest` lists groups of shards, whose bytes follow one another, and the
 * weights in them (little-endian, C order). Weights quantised to uint8 or uint16 come as float32 (value x scale + min) or
 * int32 (the same, rounded), those quantised to float16 as float32, as TensorFlow.js itself restores them.
 * Memory: the joined shards of one group beside the weights, which quantisation makes up to four times as large.
 * Source: tfjs-core, `io/types.ts` and `io_utils.ts` (decodeWeights).
 * @throws FormatError `INVALID_FORMAT` for damage, missing shards, missing or further bytes, names that repeat, shard paths
 *   that lead outside; `UNSUPPORTED_FORMAT` for graph models and for string and complex weights
 * @throws TypeError when a file is no Uint8Array
 */
export function readTfjsLayers(files: TfjsFiles, options: { readonly name?: string } = {}): TfjsModel {
  requireBytes(files.modelJson)
  for (const shard of files.shards.values()) requireBytes(shard)
  const label = formatLabel('tfjs', options.name)
  const model = modelObject(files.modelJson, label)
  const tensors = new Map<string, TensorArray>()
  const seen = new Set<string>()
  for (const group of manifestOf(model, label)) readGroup(group, files.shards, seen, tensors, label)
  return { tensors, topology: model['modelTopology'] ?? null }
}

function modelObject(modelJson: Uint8Array, label: string): JsonObject {
  const model = parseJson(modelJson, 'model.json', label)
  if (!isJsonObject(model)) throw formatError('INVALID_FORMAT', label, 'an object in model.json', 'another value')
  const { format = 'layers-model' } = model
  if (format === 'layers-model') return model
  throw formatError('UNSUPPORTED_FORMAT', label, 'the format "layers-model" in model.json', quote(String(format)))
}

function manifestOf(model: JsonObject, label: string): WeightGroup[] {
  const { weightsManifest: groups } = model
  const invalid = (expected: string) => formatError('INVALID_FORMAT', label, expected, 'another value')
  if (!Array.isArray(groups)) throw invalid('a list as weightsManifest')
  return (groups as readonly Json[]).map((group) => {
    const { paths, weights } = isJsonObject(group) ? group : {}
    if (!Array.isArray(paths) || !paths.every((path) => typeof path === 'string'))
      throw invalid('a list of strings as paths of a group of weights')
    if (!Array.isArray(weights) || !weights.every(isJsonObject))
      throw invalid('a list of objects as weights of a group')
    for (const path of paths as readonly string[]) checkPath(path, 'the path of a shard', { label })
    return { paths: paths as readonly string[], weights }
  })
}

function readGroup(
  group: WeightGroup,
  shards: ReadonlyMap<string, Uint8Array>,
  seen: Set<string>,
  tensors: Map<string, TensorArray>,
  label: string,
): void {
  const parts = group.paths.map((path) => {
    const shard = shards.get(path)
    if (!shard) throw formatError('INVALID_FORMAT', label, `the shard ${quote(path)}`, 'none of this path')
    // One shard read a million times would make much of little.
    if (seen.has(path)) throw formatError('INVALID_FORMAT', label, 'each shard once', `${quote(path)} twice`)
    seen.add(path)
    return shard
  })
  const reader = new ByteReader(Buffer.concat(parts), label)
  for (const weight of group.weights) {
    const { name } = weight
    if (typeof name !== 'string') throw reader.invalid('a string as name of a weight', 'another value')
    if (tensors.has(name)) throw reader.invalid('each weight once', `${quote(name)} twice`)
    tensors.set(name, readWeight(reader, weight, `weight ${quote(name)}`))
  }
  if (reader.remaining > 0)
    throw reader.invalid(`the end of shard ${quote(group.paths.at(-1)!)}`, `${reader.remaining} further bytes`)
}

function readWeight(reader: ByteReader, weight: JsonObject, what: string): TensorArray {
  const { dtype, shape, quantization } = weight
  if (!isJsonShape(shape)) throw reader.invalid(`a list of integers >= 0 as shape of ${what}`, 'another value')
  if (!dtypes.includes(dtype!))
    throw formatError(
      'UNSUPPORTED_FORMAT',
      reader.label,
      `one of the dtypes ${dtypes.join(', ')} for ${what}`,
      quote(String(dtype)),
    )
  const type = dtype as TensorDtype
  const packing = quantization === undefined ? undefined : quantizationOf(quantization, type, what, reader)
  const stored = packing?.dtype ?? type
  const at = reader.offset
  const bytes = reader.take(elementCount(shape) * itemSizeOf(stored), what)
  const data = decodeElements(bytes, stored, 'little')
  if (stored === 'bool' && badBoolean(data as Uint8Array) >= 0)
    throw reader.invalid('0 or 1 as a bool', 'another byte', at)
  return { data: packing === undefined ? data : restored(data, packing, type), shape, dtype: type }
}

function quantizationOf(value: Json, type: TensorDtype, what: string, reader: ByteReader): Quantization {
  const { dtype, scale, min } = isJsonObject(value) ? value : {}
  if (dtype === 'float16' && type === 'float32') return { dtype }
  const known = dtype === 'uint8' || dtype === 'uint16'
  if (!known || typeof scale !== 'number' || typeof min !== 'number' || (type !== 'float32' && type !== 'int32'))
    throw reader.invalid(`float16, or uint8 or uint16 with scale and min as quantization of ${what}`, 'other values')
  return { dtype, scale, min }
}

/** In float64, then rounded: as TensorFlow.js computes it. */
function restored(data: NpyData, packing: Quantization, type: TensorDtype): NpyData {
  if (packing.dtype === 'float16') return data
  const { scale, min } = packing
  const values = data as Uint8Array | Uint16Array
  if (type === 'float32') return Float32Array.from(values, (value) => value * scale + min)
  return Int32Array.from(values, (value) => Math.round(value * scale + min))
}
