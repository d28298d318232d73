import { spawnSync } from 'node:child_process'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { madeSqueezeNet } from '../../packages/commands/src/testing/made-images.js'
import { root } from './run-cli.js'

/**
 * Writes 17 made pictures, made weights and scores of ten of them into a folder: two blocks of features.
 * @returns the command line of memorability-spc on them, by the folder of its results
 */
export async function imagesStudy(folder: string): Promise<(out: string) => string[]> {
  const images = join(folder, 'images')
  spawnSync(process.execPath, [join(root, 'tools/made-images.mjs'), images])
  const names = (await readdir(images)).sort()
  for (const name of names.splice(17)) await rm(join(images, name))
  const [weights, scores] = [join(folder, 'weights.npz'), join(folder, 'scores.csv')]
  await writeFile(weights, madeSqueezeNet())
  const lines = names.slice(0, 10).map((name, k) => `${name.replace('.png', '')},${(5 * k) % 7}`)
  await writeFile(scores, ['image,liking', ...lines].join('\n'))
  return (out) => [
    ...['run', 'memorability-spc', '--images', images, '--network', 'squeezenet', '--layer', 'pool_final'],
    ...['--weights', weights, '--scores', scores, '--seeds', '1', '--batches', '1', '--out', join(folder, out)],
  ]
}
