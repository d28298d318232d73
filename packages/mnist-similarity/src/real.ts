import { findTensors, float32Tensors, readIdx, readTorch } from '@likeness/io'
import type { Material } from './material.js'
import { params } from './params.js'

/**
 * The real material: MNIST's test set, the homework's pretrained network, and the ratings that its page prints.
 * @param read gives a file of data.json, verified
 * @throws FormatError for a damaged file; RangeError when the files do not belong together
 */
export async function readReal(read: (name: string) => Promise<Uint8Array>): Promise<Material> {
  const weights = float32Tensors(findTensors(readTorch(await read('mnist/convnet_mnist_pretrained.pt')).value))
  const images = readIdx(await read('mnist/t10k-images-idx3-ubyte.gz'), { name: 't10k-images' })
  const labels = readIdx(await read('mnist/t10k-labels-idx1-ubyte.gz'), { name: 't10k-labels' })
  const [rows = 0, height, width] = images.shape
  if (!(images.data instanceof Uint8Array) || height !== 28 || width !== 28)
    throw new RangeError(`Expected bytes of n x 28 x 28 for t10k-images but received ${images.shape.join(' x ')}`)
  if (!(labels.data instanceof Uint8Array) || labels.shape.join() !== String(rows))
    throw new RangeError(`Expected ${rows} bytes for t10k-labels but received ${labels.shape.join(' x ')}`)
  const wrong = labels.data.findIndex((label) => label > 9)
  if (wrong >= 0)
    throw new RangeError(`Expected digits 0 to 9 for t10k-labels but received ${labels.data[wrong]} at ${wrong}`)
  const { digit, raters, network } = params.published
  const ratings = { digit, raters, network }
  return { weights, images: { data: images.data, rows, cols: 784 }, labels: labels.data, ratings }
}
