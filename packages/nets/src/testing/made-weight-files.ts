import h5wasm from 'h5wasm'
import { writeNpz } from '@likeness/io'
import type { WeightTensor } from '../network.js'

/** Tensors by name, for a file of them. */
export type MadeTensors = ReadonlyMap<string, WeightTensor>

export const npzFile = (tensors: MadeTensors): Uint8Array => writeNpz(tensors)

const bytesOf = ({ data }: WeightTensor) => Buffer.from(data.buffer, data.byteOffset, data.byteLength)

/** The format's text: length of the header, header, elements. */
export function safetensorsFile(tensors: MadeTensors): Uint8Array {
  let at = 0
  const entries = [...tensors].map(([name, tensor]) => {
    const begin = at
    at += tensor.data.byteLength
    return [name, { dtype: 'F32', shape: tensor.shape, data_offsets: [begin, at] }] as const
  })
  const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(header.length))
  return new Uint8Array(Buffer.concat([length, header, ...[...tensors.values()].map(bytesOf)]))
}

/** model.json and its one shard, `group1-shard1of1.bin`. */
export function tfjsModel(tensors: MadeTensors): { modelJson: Uint8Array; shard: Uint8Array } {
  const weights = [...tensors].map(([name, { shape }]) => ({ name, shape, dtype: 'float32' }))
  const model = { format: 'layers-model', weightsManifest: [{ paths: ['group1-shard1of1.bin'], weights }] }
  const shard = new Uint8Array(Buffer.concat([...tensors.values()].map(bytesOf)))
  return { modelJson: new TextEncoder().encode(JSON.stringify(model)), shard }
}

/** Weights of Keras 2: per layer a group of its name, which lists its weights (at most one folder deep). */
export async function kerasFile(layers: ReadonlyMap<string, MadeTensors>): Promise<Uint8Array> {
  const { FS } = await h5wasm.ready
  const file = new h5wasm.File('made.h5', 'w')
  file.create_attribute('layer_names', [...layers.keys()])
  for (const [layer, tensors] of layers) {
    const group = file.create_group(layer)
    group.create_attribute('weight_names', [...tensors.keys()])
    const groups = new Map([['', group]])
    for (const [name, { data, shape }] of tensors) {
      const [folder, last] = name.includes('/') ? (name.split('/') as [string, string]) : ['', name]
      if (!groups.has(folder)) groups.set(folder, group.create_group(folder))
      groups.get(folder)!.create_dataset({ name: last, data, shape: [...shape], dtype: '<f4' })
    }
  }
  file.close()
  const bytes = FS.readFile('made.h5')
  FS.unlink('made.h5')
  return bytes
}
