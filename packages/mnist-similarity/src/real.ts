import { findTensors, float32Tensors, readIdx, readTorch } from '@likeness/io'
import type { Weights } from '@likeness/nets'
import type { Images, Material } from './material.js'
import { params } from './params.js'

type Read = (name: string) => Promise<Uint8Array>

/**
 * The real material: MNIST's test set, the homework's pretrained network, and the ratings that its page prints.
 * @param read gives a file of data.json, verified
 * @param weights of the network that is analysed in the pretrained one's place
 * @throws FormatError for a damaged file; RangeError when the files do not belong together
 */
export async function readReal(read: Read, weights?: Weights): Promise<Material> {
  const analysed =
    weights ?? float32Tensors(findTensors(readTorch(await read('mnist/convnet_mnist_pretrained.pt')).value))
  const { digit, raters, network } = params.published
  return { weights: analysed, ...(await readMnist(read, 't10k')), ratings: { digit, raters, network } }
}

/**
 * MNIST's training (`train`) or test set (`t10k`).
 * @throws FormatError for a damaged file; RangeError when the two files do not belong together
 */
export async function readMnist(read: Read, part: 'train' | 't10k'): Promise<{ images: Images; labels: Uint8Array }> {
  const images = readIdx(await read(`mnist/${part}-images-idx3-ubyte.gz`), { name: `${part}-images` })
  const labels = readIdx(await read(`mnist/${part}-labels-idx1-ubyte.gz`), { name: `${part}-labels` })
  const [rows = 0, height, width] = images.shape
  if (!(images.data instanceof Uint8Array) || height !== 28 || width !== 28)
    throw new RangeError(`Expected bytes of n x 28 x 28 for ${part}-images but received ${images.shape.join(' x ')}`)
  if (!(labels.data instanceof Uint8Array) || labels.shape.join() !== String(rows))
    throw new RangeError(`Expected ${rows} bytes for ${part}-labels but received ${labels.shape.join(' x ')}`)
  const wrong = labels.data.findIndex((label) => label > 9)
  if (wrong >= 0)
    throw new RangeError(`Expected digits 0 to 9 for ${part}-labels but received ${labels.data[wrong]} at ${wrong}`)
  return { images: { data: images.data, rows, cols: 784 }, labels: labels.data }
}
