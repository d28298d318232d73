import { readZip, squeezeNetLayers, type CompressedLayer } from '@likeness/io'

/** Kinds of files of weights that are read. */
export type WeightsFormat =
  'npz' | 'PyTorch zip' | 'PyTorch legacy' | 'safetensors' | 'Keras h5' | 'TensorFlow.js' | 'Deep Compression'

const hdf5 = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]
const torchLegacy = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e]
const zip = [0x50, 0x4b]

/**
 * What kind of file some bytes are, by their content. Undefined: none that is known.
 * @throws FormatError for a zip archive that is damaged
 */
export function weightsFormat(bytes: Uint8Array, name?: string): WeightsFormat | undefined {
  const begins = (signature: readonly number[]) => signature.every((byte, k) => bytes[k] === byte)
  if (begins(zip)) return isTorchZip(bytes, name) ? 'PyTorch zip' : 'npz'
  if (begins(hdf5)) return 'Keras h5'
  if (begins(torchLegacy)) return 'PyTorch legacy'
  if (isSafetensors(bytes)) return 'safetensors'
  if (isJson(bytes)) return 'TensorFlow.js'
  return isDeepCompression(bytes, squeezeNetLayers) ? 'Deep Compression' : undefined
}

const isTorchZip = (bytes: Uint8Array, name: string | undefined) =>
  readZip(bytes, name === undefined ? {} : { name }).names.some((file) => /^[^/]+\/(data|constants)\.pkl$/.test(file))

/** Its header is JSON, behind its length; in a text the first eight bytes would be a length far beyond any file. */
function isSafetensors(bytes: Uint8Array): boolean {
  if (bytes.length < 10 || bytes[8] !== 0x7b) return false
  return viewOf(bytes).getBigUint64(0, true) <= BigInt(bytes.length - 8)
}

function isJson(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 64)).toString('utf8')
  return /^\uFEFF?\s*\{/.test(start)
}

/** The file has no signature; but the counts at its head say how long it must be. */
function isDeepCompression(bytes: Uint8Array, layers: readonly CompressedLayer[]): boolean {
  if (bytes.length < 4 * layers.length) return false
  const view = viewOf(bytes)
  const lengths = layers.map(({ shape: [filters] }, k) => {
    const count = view.getUint32(4 * k, true)
    return 4 + 4 * 256 + 4 * filters + count + Math.ceil(count / 2)
  })
  return lengths.reduce((sum, length) => sum + length, 0) === bytes.length
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
