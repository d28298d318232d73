import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { philox } from '@likeness/core-native'
import { svgToPng } from '@likeness/figures'
import { writeNpz } from '@likeness/io'
import { knownSqueezeNet, type KnownNetwork } from '@likeness/nets'
import type { GivenFile, GivenFolder, StudyContext } from '@likeness/study-kit'
import { onTestFinished } from 'vitest'

/** A network like the published ones, of 33 x 33 pixels and 4 classes. */
export const smallNetwork = knownSqueezeNet('small', { version: '1.0', side: 33, width: 0.125, classes: 4 })

/** Made weights of a network under its own names, as an npz; their seed. */
export function madeWeightsFile({ namings }: KnownNetwork, seed = 5): GivenFile {
  const tensors = Object.entries(namings[0]!.shapes).map(([name, shape], k) => {
    const random = philox(seed, k)
    const length = shape.reduce((product, side) => product * side, 1)
    const spread = Math.sqrt((2 * shape[0]!) / length)
    return [name, { shape, data: Float32Array.from({ length }, () => spread * random.normal()) }] as const
  })
  return madeFile('weights.npz', writeNpz(new Map(tensors)))
}

export const madeFile = (name: string, content: Uint8Array): GivenFile => ({
  ...{ name, path: `/nowhere/${name}`, bytes: content.length },
  read: () => Promise.resolve(content),
})

/** A picture of one circle, of its own size, place and colour. */
export function circle(k: number): Uint8Array {
  const shape = `<circle cx="${10 + 2 * k}" cy="20" r="${6 + k}" fill="hsl(${40 * k} 80% 40%)"/>`
  return svgToPng(`<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40">${shape}</svg>`, { scale: 1 })
}

/** A folder of such pictures, and which of them were read. */
export function madeFolder(names: readonly string[]): GivenFolder & { readonly reads: string[] } {
  const reads: string[] = []
  const files = names.map((name, k) => {
    const content = circle(k)
    return { name, bytes: content.length, read: () => (reads.push(name), Promise.resolve(content)) }
  })
  return { name: 'photos', sha256: `of ${names.join()}`, files, reads }
}

/** Work files in a folder that goes when the test ends, and stages that are kept as `--resume` finds them. @param end says when (a test's end) */
export function keptWork(end: (remove: () => void) => void = onTestFinished): Pick<StudyContext, 'workFile' | 'cache'> {
  const folder = mkdtempSync(join(tmpdir(), 'likeness-spc-'))
  end(() => rmSync(folder, { recursive: true, force: true }))
  const kept = new Map<string, unknown>()
  return {
    workFile: (name) => Promise.resolve(join(folder, name)),
    cache: async (key, make) => {
      if (!kept.has(key)) kept.set(key, await make())
      return kept.get(key) as Awaited<ReturnType<typeof make>>
    },
  }
}
