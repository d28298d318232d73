import { Resvg } from '@resvg/resvg-js'
import { figureFont } from '../src/figure-font.js'

// Loading a font takes longest; no figure is in italics, and well-formedness needs no font at all.
const font = { ...figureFont, fontFiles: figureFont.fontFiles.slice(0, 2) }

/** A rectangle in the figure's pixels. */
export interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

const boxOf = (svg: string): Box => {
  const box = new Resvg(svg, { font }).getBBox()
  if (!box) throw new Error('nothing is drawn')
  return { left: box.x, top: box.y, right: box.x + box.width, bottom: box.y + box.height }
}

/** Throws what resvg's XML parser (roxmltree, strict) says where the text is not well formed. */
export const parseXml = (svg: string): void => void new Resvg(svg, { font: { loadSystemFonts: false } })

/** How far what a figure draws reaches beyond its canvas, in pixels; 0 where everything lies inside. */
export const overhang = (svg: string): number => {
  const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)!.map(Number)
  const box = boxOf(svg)
  return Math.max(0, -box.left, -box.top, box.right - width!, box.bottom - height!)
}

/** The text elements of a figure, each with the box of its drawn letters. */
export const drawnTexts = (svg: string): { markup: string; box: Box }[] => {
  const open = /<svg\b[^>]*>/.exec(svg)![0]
  return [...svg.matchAll(/<text\b[^>]*>.*?<\/text>/gs)].map(([markup]) => ({
    markup,
    box: boxOf(`${open}${markup}</svg>`),
  }))
}

const meet = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

/** Pairs of texts whose drawn letters overlap; text turned by 45° is left out, its upright box says nothing. */
export const overlappingTexts = (svg: string): string[] => {
  const texts = drawnTexts(svg).filter(({ markup }) => !markup.includes('rotate(-45'))
  return texts.flatMap((a, i) =>
    texts
      .slice(i + 1)
      .filter((b) => meet(a.box, b.box))
      .map((b) => `${a.markup} meets ${b.markup}`),
  )
}

/** How often a class occurs on the elements of a figure. */
export const countMarks = (svg: string, name: string): number => svg.split(`class="${name}"`).length - 1
