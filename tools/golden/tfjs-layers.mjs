// Writes packages/io/src/golden/tfjs-layers.json: weights encoded and decoded by TensorFlow.js, quantised ones too.
// Run from the repository root: node tools/golden/tfjs-layers.mjs
import { Buffer } from 'node:buffer'
import { writeFileSync } from 'node:fs'
import * as tf from '@tensorflow/tfjs'

const base64 = (data) => Buffer.from(data.buffer ?? data, data.byteOffset ?? 0, data.byteLength).toString('base64')
const ramp = (count) => Float32Array.from({ length: count }, (_, k) => Math.fround(Math.sin(k)))
const tensors = {
  'conv/kernel': tf.tensor(ramp(24), [2, 2, 2, 3]),
  'conv/bias': tf.tensor1d(new Float32Array([0.5, -0.25, 1e-30])),
  steps: tf.scalar(-7, 'int32'),
  mask: tf.tensor1d([true, false, true], 'bool'),
}
const { data, specs } = await tf.io.encodeWeights(tensors)
const bytes = new Uint8Array(data)

// What tensorflowjs_converter writes for quantised weights; TensorFlow.js only reads them.
const packed = [
  { name: 'u8', shape: [4], dtype: 'float32', quantization: { dtype: 'uint8', scale: 0.1, min: -12.8 } },
  { name: 'i8', shape: [4], dtype: 'int32', quantization: { dtype: 'uint8', scale: 2.5, min: -3 } },
  { name: 'u16', shape: [2, 2], dtype: 'float32', quantization: { dtype: 'uint16', scale: 1e-3, min: 0.1 } },
  { name: 'f16', shape: [5], dtype: 'float32', quantization: { dtype: 'float16' } },
]
const codes = Buffer.concat([
  Uint8Array.of(0, 1, 128, 255, 0, 1, 2, 255),
  Buffer.from(Uint16Array.of(0, 1, 40_000, 65_535).buffer),
  Buffer.from(Uint16Array.of(0x3c00, 0x8001, 0x7bff, 0x7c00, 0x0400).buffer),
])
const exact = new Uint8Array(codes).slice().buffer

const held = (decoded) =>
  Object.entries(decoded).map(([name, t]) => ({ name, dtype: t.dtype, shape: t.shape, data: base64(t.dataSync()) }))
const manifest = [
  { paths: ['group1-shard1of2.bin', 'group1-shard2of2.bin'], weights: specs },
  { paths: ['packed/group2.bin'], weights: packed },
]
const model = {
  format: 'layers-model',
  generatedBy: `TensorFlow.js tfjs-layers v${tf.version['tfjs-layers']}`,
  modelTopology: { class_name: 'Sequential' },
  weightsManifest: manifest,
}
const content = {
  versions: { node: process.version, tfjs: tf.version.tfjs },
  modelJson: base64(Buffer.from(JSON.stringify(model))),
  // The first shard ends within a weight.
  shards: {
    'group1-shard1of2.bin': base64(bytes.subarray(0, 37)),
    'group1-shard2of2.bin': base64(bytes.subarray(37)),
    'packed/group2.bin': base64(codes),
  },
  tensors: [...held(tf.io.decodeWeights(data, specs)), ...held(tf.io.decodeWeights(exact, packed))],
}
writeFileSync('packages/io/src/golden/tfjs-layers.json', `${JSON.stringify(content, null, 1)}\n`)
