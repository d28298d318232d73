import { fileURLToPath } from 'node:url'
import { normaliseSvg } from '@likeness/figures'
import type { FigureResult } from '@likeness/study-kit'
import { expect } from 'vitest'

const folder = (name: string) => fileURLToPath(new URL(`../src/${name}`, import.meta.url))

/**
 * Compares a figure with its two committed snapshots: the SVG letter by letter, with its embedded images; of the picture
 * 0.02 % of the pixels may differ, because an edge pixel may round the other way on another processor.
 */
export async function expectFigure({ id, svg, png }: FigureResult): Promise<void> {
  await expect(normaliseSvg(svg)).toMatchFileSnapshot(`${folder('__snapshots__')}/${id}.svg`)
  expect(Buffer.from(png!)).toMatchImageSnapshot({
    customSnapshotsDir: folder('__image_snapshots__'),
    customSnapshotIdentifier: id,
    failureThreshold: 0.02,
    failureThresholdType: 'percent',
    runInProcess: true,
  })
}
