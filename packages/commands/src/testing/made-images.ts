import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { svgToPng } from '@likeness/figures'
import { readNpz, writeNpz } from '@likeness/io'
import { findNetwork, squeezenetShapes } from '@likeness/nets'

/** Pictures of one circle each, wider than high, into a folder. */
export async function writeCircles(folder: string, names: readonly string[]): Promise<void> {
  for (const [k, name] of names.entries()) {
    const circle = `<circle cx="${20 + 5 * k}" cy="20" r="${8 + 2 * k}" fill="hsl(${60 * k} 80% 40%)"/>`
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40">${circle}</svg>`
    await writeFile(join(folder, name), svgToPng(svg, { scale: 1 }))
  }
}

/** SqueezeNet's weights, made: small numbers that do not repeat soon. */
export function madeSqueezeNet(): Uint8Array {
  const entries = Object.entries(squeezenetShapes()).map(([name, shape], k) => {
    const length = shape.reduce((product, side) => product * side, 1)
    const spread = 2 / Math.sqrt(length / shape[0]!)
    const data = Float32Array.from(
      { length },
      (_, i) => spread * ((Math.imul(i + k, 2654435761) >>> 8) / 2 ** 24 - 0.5),
    )
    return [name, { data, shape }] as const
  })
  return writeNpz(new Map(entries))
}

/** The same weights under torchvision's names. */
export function inTorchvision(npz: Uint8Array): Uint8Array {
  const { layers } = findNetwork('squeezenet').namings.find(({ name }) => name === 'torchvision')!
  const theirs = new Map(layers!.map(({ name, from = name }) => [name, from]))
  const renamed = (name: string) => name.replace(/^(.*)\.(\w+)$/, (_, layer, part) => `${theirs.get(layer)}.${part}`)
  return writeNpz(new Map([...readNpz(npz)].map(([name, entry]) => [renamed(name), entry])))
}
