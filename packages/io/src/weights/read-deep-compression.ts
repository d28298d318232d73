import { ByteReader } from '../byte-reader.js'
import { copyElements } from '../copy-elements.js'
import { elementCount } from '../element-count.js'
import { formatLabel, quote, requireBytes } from '../format-error.js'

/** A convolution whose weights a file holds; the file itself has neither names nor shapes. */
export interface CompressedLayer {
  readonly name: string
  /** filters, input channels, height, width: Caffe's order */
  readonly shape: readonly [number, number, number, number]
}

/** Float32 weights in C order (last axis fastest). */
export interface FloatTensor {
  readonly data: Float32Array
  readonly shape: number[]
}

const CODES = 256

/**
 * Reads the file of Deep Compression's SqueezeNet (pruned, quantised to 8 bits, gaps of 4 bits; not Huffman coded).
 * Little-endian: the count of stored weights of every layer as u32; then per layer a codebook of 256 float32 whose
 * entry 0 is 0, one float32 bias per filter, a code byte per stored weight, and gaps of 4 bits, the low half first.
 * A stored weight lies gap + 1 places after the one before; all others are 0. (A gap above 15 is stored with fillers of
 * code 0.) The length must be exact. Source: Han et al. 2016 (arXiv 1510.00149), `decode.py` of
 * github.com/songhan/SqueezeNet-Deep-Compression.
 * @param layers what the file holds, in its order: `squeezeNetLayers`
 * @returns per layer `NAME.weight` (filters x inputs x height x width) and `NAME.bias` (filters), in that order
 * @throws FormatError `INVALID_FORMAT` for damage, truncation, trailing bytes, or weights outside their layer
 * @throws TypeError when `bytes` is no Uint8Array or `layers` have repeated names or impossible shapes
 */
export function readDeepCompression(
  bytes: Uint8Array,
  layers: readonly CompressedLayer[],
  options: { readonly name?: string } = {},
): Map<string, FloatTensor> {
  requireBytes(bytes)
  requireLayers(layers)
  const reader = new ByteReader(bytes, formatLabel('deep compression', options.name))
  const counts = layers.map((layer) => storedCount(reader, layer))
  const tensors = new Map<string, FloatTensor>()
  layers.forEach((layer, k) => {
    const { weight, bias } = readLayer(reader, layer, counts[k]!)
    tensors.set(`${layer.name}.weight`, { data: weight, shape: [...layer.shape] })
    tensors.set(`${layer.name}.bias`, { data: bias, shape: [layer.shape[0]] })
  })
  if (reader.remaining > 0) throw reader.invalid('the end of the file', `${reader.remaining} further bytes`)
  return tensors
}

function requireLayers(layers: readonly CompressedLayer[]): void {
  const names = new Set<string>()
  for (const { name, shape } of layers) {
    if (names.has(name)) throw new TypeError(`Expected each layer once for layers but received ${quote(name)} twice`)
    names.add(name)
    if (shape.length !== 4 || !shape.every((size) => Number.isSafeInteger(size) && size > 0))
      throw new TypeError(
        `Expected four integers > 0 for the shape of ${quote(name)} but received ${shape.join(' x ')}`,
      )
  }
}

function storedCount(reader: ByteReader, { name, shape }: CompressedLayer): number {
  const at = reader.offset
  const count = reader.u32le(`count of weights of ${quote(name)}`)
  const most = elementCount(shape)
  if (count > most) throw reader.invalid(`at most ${most} weights of ${quote(name)}`, `${count}`, at)
  return count
}

function readLayer(reader: ByteReader, { name, shape }: CompressedLayer, count: number) {
  const codebook = floats(reader, CODES, `codebook of ${quote(name)}`)
  if (codebook[0] !== 0)
    throw reader.invalid(`0 as code 0 of ${quote(name)}`, `${codebook[0]}`, reader.offset - 4 * CODES)
  const bias = floats(reader, shape[0], `biases of ${quote(name)}`)
  const codes = reader.take(count, `codes of ${quote(name)}`)
  const gaps = reader.take(Math.ceil(count / 2), `gaps of ${quote(name)}`)
  if (count % 2 === 1 && gaps.at(-1)! > 15)
    throw reader.invalid(`4 zero bits after the gaps of ${quote(name)}`, `${gaps.at(-1)! >> 4}`, reader.offset - 1)
  const weight = new Float32Array(elementCount(shape))
  let at = -1
  for (let k = 0; k < count; k++) {
    at += 1 + ((gaps[k >> 1]! >> (4 * (k & 1))) & 15)
    if (at >= weight.length) throw reader.invalid(`the ${weight.length} weights of ${quote(name)}`, `weight ${at}`)
    weight[at] = codebook[codes[k]!]!
  }
  return { weight, bias }
}

function floats(reader: ByteReader, count: number, what: string): Float32Array {
  return new Float32Array(copyElements(reader.take(4 * count, what), 4, 'little'))
}
