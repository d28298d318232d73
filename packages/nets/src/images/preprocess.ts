import type { Images } from '../image-source.js'
import { invalid } from '../nets-error.js'
import { checkImage, type PixelImage } from './image.js'
import { type Preprocessing, type PreprocessingName, preprocessings } from './preprocessings.js'

const { fround } = Math

/** The preprocessing of a name. @throws NetsError INVALID_ARGUMENT naming those there are */
export function findPreprocessing(name: string): Preprocessing {
  if (Object.hasOwn(preprocessings, name)) return preprocessings[name as PreprocessingName]
  throw invalid(`one of ${Object.keys(preprocessings).join(', ')}`, 'preprocessing', name)
}

/**
 * Images as a network takes them, one per row: each height x width x 3 values, channels last, (x / divisor - mean) /
 * deviation with every step rounded to float32, as NumPy, Keras and PyTorch compute it.
 * @param images of one size, three channels, red first, 0 to 255
 * @param how a name in `preprocessings`, or numbers of one's own: a mean image has the images' size, and the network's order
 *   of channels
 * @throws NetsError INVALID_ARGUMENT for no image, images of unequal size or other than three channels, an unknown name, and
 *   numbers of a preprocessing that do not fit or are not finite
 */
export function preprocess(
  images: PixelImage | readonly PixelImage[],
  how: PreprocessingName | Preprocessing,
): Images & { readonly data: Float32Array } {
  const list = Array.isArray(images) ? (images as readonly PixelImage[]) : [images as PixelImage]
  const rule = typeof how === 'string' ? findPreprocessing(how) : how
  const [first] = list
  if (!first) throw invalid('at least one image', 'images', 'none')
  const cols = first.height * first.width * 3
  checkRule(rule, cols)
  const data = new Float32Array(list.length * cols)
  for (const [row, image] of list.entries()) {
    checkImage(image)
    if (image.height !== first.height || image.width !== first.width || image.channels !== 3) {
      const received = `${image.height} x ${image.width} x ${image.channels}`
      throw invalid(`${first.height} x ${first.width} x 3 values`, `images[${row}]`, received)
    }
    fill(data.subarray(row * cols, (row + 1) * cols), image.data, rule)
  }
  return { data, rows: list.length, cols }
}

function fill(into: Float32Array, values: PixelImage['data'], { channels, divisor, mean, deviation }: Preprocessing) {
  const whole = mean.length === into.length
  const [by, means, deviations] = [fround(divisor), Float32Array.from(mean), Float32Array.from(deviation)]
  for (let at = 0; at < into.length; at++) {
    const channel = at % 3
    const from = channels === 'bgr' ? at + 2 - 2 * channel : at
    const centred = fround(fround(values[from]! / by) - means[whole ? at : channel]!)
    into[at] = centred / deviations[channel]!
  }
}

function checkRule({ channels, divisor, mean, deviation }: Preprocessing, cols: number): void {
  if (channels !== 'rgb' && channels !== 'bgr') throw invalid('rgb or bgr', 'preprocessing.channels', channels)
  if (!(Number.isFinite(divisor) && divisor > 0)) throw invalid('a number above 0', 'preprocessing.divisor', divisor)
  if (mean.length !== 3 && mean.length !== cols)
    throw invalid(`3 values or a mean image of ${cols}`, 'preprocessing.mean', mean.length)
  if (!mean.every((value) => Number.isFinite(value)))
    throw invalid(
      'finite values',
      'preprocessing.mean',
      mean.find((value) => !Number.isFinite(value)),
    )
  if (deviation.length !== 3 || !deviation.every((value) => Number.isFinite(value) && value > 0))
    throw invalid('3 values above 0', 'preprocessing.deviation', deviation.join(', '))
}
