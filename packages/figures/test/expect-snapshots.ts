import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { normaliseSvg } from '../src/index.js'

/** A drawn figure; `id` names its snapshots. */
export interface DrawnFigure {
  readonly id: string
  readonly svg: string
  readonly png?: Uint8Array | undefined
}

/**
 * Compares a figure with its two committed snapshots, `__snapshots__/<id>.svg` and `__image_snapshots__/<id>.png` in
 * `folder`. The SVG must agree letter by letter, which tells of any label that moves. The picture tells of what only
 * drawing shows (fonts, smoothing); 0.02 % of its pixels may differ, because resvg's sums are vectorised differently per
 * processor and an edge pixel may then round the other way. A tick label moved by a pixel changes 0.012 %, so the bound
 * lies where small drawing faults begin.
 */
export async function expectSnapshots({ id, svg, png }: DrawnFigure, folder: URL): Promise<void> {
  const path = (name: string) => fileURLToPath(new URL(name, folder))
  await expect(normaliseSvg(svg)).toMatchFileSnapshot(path(`__snapshots__/${id}.svg`))
  expect(Buffer.from(png!)).toMatchImageSnapshot({
    customSnapshotsDir: path('__image_snapshots__'),
    customSnapshotIdentifier: id,
    // Of 1, whatever its type is called.
    failureThreshold: 0.0002,
    failureThresholdType: 'percent',
    runInProcess: true,
  })
}
