import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { normaliseSvg, svgToPng } from '../src/index.js'

const folder = (name: string) => fileURLToPath(new URL(`../src/${name}`, import.meta.url))

/**
 * Compares a figure with its two committed snapshots. The SVG must agree letter by letter, which tells of any label
 * that moves. The picture tells of what only drawing shows (fonts, smoothing); 0.02 % of its pixels may differ, because
 * resvg's sums are vectorised differently per processor and an edge pixel may then round the other way. A tick label
 * moved by a pixel changes 0.012 %, so the bound lies where small drawing faults begin.
 */
export const expectFigure = async (svg: string, name: string): Promise<void> => {
  await expect(normaliseSvg(svg)).toMatchFileSnapshot(`${folder('__snapshots__')}/${name}.svg`)
  expect(Buffer.from(svgToPng(svg))).toMatchImageSnapshot({
    customSnapshotsDir: folder('__image_snapshots__'),
    customSnapshotIdentifier: name,
    failureThreshold: 0.02,
    failureThresholdType: 'percent',
    runInProcess: true,
  })
}
