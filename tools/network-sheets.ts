/**
 * Draws what SqueezeNet sees: `top-1.png`, the best class of each of the 118 photographs; `saliency.png`, four maps of some of
 * them; `activation-maximization.png`, images that classes respond to (the only one without photographs, which have no licence).
 *
 *   LIKENESS_DATA_DIR=… npx tsx --conditions=likeness-source tools/network-sheets.ts OUT [top-1] [saliency] [activation-maximization]
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { svgToPng, theme } from '@likeness/figures'
import { decodeImage, readDeepCompression, squeezeNetLayers } from '@likeness/io'
import * as nets from '@likeness/nets'
import sharp from 'sharp'

const SIDE = 227
const { IMAGENET_CLASSES: names } = createRequire(import.meta.url)(
  '@tensorflow-models/mobilenet/dist/imagenet_classes.js',
) as { IMAGENET_CLASSES: Record<number, string> }
const nameOf = (k: number) => names[k]!.split(',')[0]!

interface Cell {
  readonly png: Buffer
  readonly caption: string
}

const pngOf = (data: Uint8Array, channels: 1 | 3, side: number) =>
  sharp(data, {
    raw: { width: Math.sqrt(data.length / channels), height: Math.sqrt(data.length / channels), channels },
  })
    .resize(side)
    .png()
    .toBuffer()

/** A map as grey levels: black 0, white its 99th percentile of magnitudes. */
function grey(map: Float32Array): Uint8Array {
  const sizes = map.map(Math.abs)
  const most = [...sizes].sort((a, b) => a - b)[Math.floor(0.99 * map.length)]!
  return Uint8Array.from(sizes, (v) => Math.min(255, (255 * v) / most))
}

async function sheet(
  path: string,
  title: string,
  cells: readonly Cell[],
  columns: number,
  side: number,
  heads: string[] = [],
) {
  const [gap, line, top] = [8, 16, heads.length ? 56 : 36]
  const [width, rows] = [columns * (side + gap) + gap, Math.ceil(cells.length / columns)]
  const height = top + rows * (side + line + gap) + gap
  const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const at = (k: number) => [gap + (k % columns) * (side + gap), top + Math.floor(k / columns) * (side + line + gap)]
  const write = (x: number, y: number, size: number, text: string) =>
    `<text x="${x}" y="${y}" font-family="${theme.fontFamily}" font-size="${size}" fill="#222">${escape(text)}</text>`
  const image = ({ png, caption }: Cell, k: number) => {
    const [x, y] = at(k) as [number, number]
    const short = caption.length * 5.6 > side ? `${caption.slice(0, Math.floor(side / 5.6) - 1)}…` : caption
    return `<image x="${x}" y="${y}" width="${side}" height="${side}" href="data:image/png;base64,${png.toString('base64')}"/>${write(x, y + side + 12, 11, short)}`
  }
  const parts = [
    write(gap, 22, 15, title),
    ...heads.map((head, k) => write(at(k)[0]!, top - 8, 12, head)),
    ...cells.map(image),
  ]
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" fill="#fff"/>${parts.join('')}</svg>`
  writeFileSync(path, await svgToPng(svg, { scale: 1.5 }))
}

async function photographs(data: string, keep: (k: number) => boolean) {
  const folder = join(data, 'algonauts2019/images/118')
  const files = readdirSync(folder).sort().filter((_, k) => keep(k)) // prettier-ignore
  const decoded = await Promise.all(files.map((file) => decodeImage(readFileSync(join(folder, file)))))
  const thumbnails = await Promise.all(decoded.map(({ data: pixels }) => pngOf(pixels, 3, 160)))
  const resized = decoded.map((image) => nets.resizeImage(image, SIDE, SIDE, 'tf2-bilinear'))
  return { thumbnails, images: nets.preprocess(resized, 'caffe') }
}

async function topOne(network: nets.Network, data: string, path: string) {
  const { thumbnails, images } = await photographs(data, () => true)
  const best = await nets.topUnits(network, images, 'pool_final')
  const cells = thumbnails.map((png, k) => ({ png, caption: nameOf(best[k]!) }))
  await sheet(path, "SqueezeNet's best class of each of the 118 photographs", cells, 12, 96)
}

async function saliencies(network: nets.Network, data: string, path: string) {
  const { thumbnails, images } = await photographs(data, (k) => [9, 10, 21, 47].includes(k))
  const target = { layer: 'pool_final', units: 'top' } as const
  const found = [
    await nets.saliency(network, images, target),
    await nets.smoothGrad(network, images, { ...target, seed: 1, samples: 8 }),
    await nets.integratedGradients(network, images, { ...target, steps: 8, reduce: 'meanAbs' }),
    await nets.gradCam(network, images, { ...target, at: 'fire9/concat' }),
  ]
  const cells: Cell[] = []
  for (let i = 0; i < images.rows; i++) {
    cells.push({ png: thumbnails[i]!, caption: nameOf(found[0]!.units[i]!) })
    for (const { maps } of found) {
      const png = await pngOf(grey(maps.data.subarray(i * maps.cols, (i + 1) * maps.cols)), 1, 160)
      cells.push({ png, caption: '' })
    }
  }
  const heads = ['photograph, best class', 'saliency', 'SmoothGrad', 'integrated gradients', 'Grad-CAM, fire9']
  await sheet(path, "What SqueezeNet's best class depends on", cells, 5, 160, heads)
}

async function maximized(network: nets.Network, path: string) {
  const cells: Cell[] = []
  const stages = nets.classImageStages
  const iterations = stages.reduce((sum, stage) => sum + stage.iterations, 0)
  for (const channel of [207, 277, 340, 817, 949, 985]) {
    const input = { order: 'bgr', mean: [104, 117, 123] } as const
    const options = { layer: 'conv_final', channel, stages, input, seed: 1, schedule: 'deepdraw' } as const
    const { image } = await nets.activationMaximization(network, options)
    cells.push({ png: await pngOf(image, 3, 200), caption: nameOf(channel) })
  }
  await sheet(
    path,
    `Images that raise a class of SqueezeNet (deepdraw's schedule, ${iterations} iterations)`,
    cells,
    3,
    200,
  )
}

const [out, ...wanted] = process.argv.slice(2)
const data = process.env.LIKENESS_DATA_DIR
if (!out || !data) throw new Error('Expected LIKENESS_DATA_DIR and a folder to write to')
mkdirSync(out, { recursive: true })
const wants = (name: string) => wanted.length === 0 || wanted.includes(name)
await nets.useBackend()
const bytes = readFileSync(join(data, 'squeezenet/compressed_SqueezeNet.net'))
const network = nets.squeezenet(readDeepCompression(bytes, squeezeNetLayers))
if (wants('top-1')) await topOne(network, data, join(out, 'top-1.png'))
if (wants('saliency')) await saliencies(network, data, join(out, 'saliency.png'))
// The network is convolutional to its end: smaller images do, in a third of the time.
if (wants('activation-maximization'))
  await maximized(nets.squeezenet(network.weights, { side: 131 }), join(out, 'activation-maximization.png'))
