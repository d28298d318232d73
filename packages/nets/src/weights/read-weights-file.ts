import {
  findTensors,
  readDeepCompression,
  readKerasH5,
  readNpz,
  readSafetensors,
  readTfjsLayers,
  readTorch,
  squeezeNetLayers,
  tfjsShardPaths,
  type KerasLayer,
} from '@likeness/io'
import { NetsError } from '../nets-error.js'
import type { FileTensors } from './map-weights.js'
import { weightsFormat, type WeightsFormat } from './weights-format.js'

/** The tensors of a file, by the names and in the layouts that it has. */
export interface WeightsFile {
  readonly format: WeightsFormat
  readonly tensors: FileTensors
  /** Of a Keras file: its layers, each with the names of its tensors in order. */
  readonly layers?: readonly KerasLayer[]
}

export interface ReadWeightsOptions {
  /** How messages name the file. */
  readonly name?: string
  /** The bytes of a shard of a TensorFlow.js model, by its path as model.json has it. Without it such a model is refused. */
  readonly shard?: (path: string) => Uint8Array | Promise<Uint8Array>
}

/**
 * The tensors of a file of weights, whatever kind of file it is: npz, PyTorch (zip or legacy), safetensors, Keras 1 and 2 .h5,
 * model.json of a TensorFlow.js layers model, or SqueezeNet's Deep Compression. Its content tells which, not its name. The
 * `module.` before every name that PyTorch's DataParallel leaves is taken off.
 * @throws NetsError INVALID_WEIGHTS for bytes that are none of these, or shards that nobody reads; FormatError of io for a
 *   damaged file; what `shard` throws
 */
export async function readWeightsFile(bytes: Uint8Array, options: ReadWeightsOptions = {}): Promise<WeightsFile> {
  const { name, shard } = options
  const named = name === undefined ? {} : { name }
  const format = weightsFormat(bytes, name)
  switch (format) {
    case 'npz':
      return { format, tensors: readNpz(bytes, named) }
    case 'PyTorch zip':
    case 'PyTorch legacy':
      return { format, tensors: withoutModule(findTensors(readTorch(bytes, named).value)) }
    case 'safetensors':
      return { format, tensors: withoutModule(readSafetensors(bytes, named).tensors) }
    case 'Keras h5': {
      const { tensors, layers } = await readKerasH5(bytes, named)
      return { format, tensors, layers }
    }
    case 'TensorFlow.js':
      return { format, tensors: await tfjsTensors(bytes, named, shard) }
    case 'Deep Compression':
      return { format, tensors: readDeepCompression(bytes, squeezeNetLayers, named) }
    case undefined:
      throw unknown(bytes, name)
  }
}

async function tfjsTensors(
  modelJson: Uint8Array,
  named: { readonly name?: string },
  shard: ReadWeightsOptions['shard'],
): Promise<FileTensors> {
  const paths = tfjsShardPaths(modelJson, named)
  if (!shard)
    throw new NetsError(
      'INVALID_WEIGHTS',
      `Expected weights in one file for ${named.name ?? 'the weights'} but received a model.json of TensorFlow.js with ${paths.length} shards`,
    )
  const shards = new Map<string, Uint8Array>()
  for (const path of paths) shards.set(path, await shard(path))
  return readTfjsLayers({ modelJson, shards }, named).tensors
}

function withoutModule(tensors: FileTensors): FileTensors {
  const wrapped = tensors.size > 0 && [...tensors.keys()].every((name) => name.startsWith('module.'))
  return wrapped ? new Map([...tensors].map(([name, tensor]) => [name.slice('module.'.length), tensor])) : tensors
}

function unknown(bytes: Uint8Array, name = 'the weights'): NetsError {
  const known = 'an npz, PyTorch, safetensors, Keras .h5, TensorFlow.js model.json or whole Deep Compression file'
  const start = Buffer.from(bytes.subarray(0, 8)).toString('hex')
  const received = bytes.length === 0 ? 'none' : `${bytes.length} that begin with ${start}`
  return new NetsError('INVALID_WEIGHTS', `Expected the bytes of ${known} for ${name} but received ${received}`)
}
