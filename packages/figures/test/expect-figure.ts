import { svgToPng } from '../src/index.js'
import { expectSnapshots } from './expect-snapshots.js'

const source = new URL('../src/', import.meta.url)

/** Draws a figure of this package and compares it with its snapshots. */
export const expectFigure = (svg: string, name: string): Promise<void> =>
  expectSnapshots({ id: name, svg, png: svgToPng(svg) }, source)
