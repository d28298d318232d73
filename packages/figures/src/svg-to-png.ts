import { Resvg } from '@resvg/resvg-js'
import { FigureError, refusal } from './figure-error.js'
import { figureFont as font } from './figure-font.js'
import { missingGlyphs } from './glyph-coverage.js'

// resvg knows the CSS value "pixelated" only by its SVG 1.1 name.
const sharpImages = (svg: string) =>
  svg.replace(/(<image\b[^>]*style="image-rendering: )pixelated"/g, '$1optimizeSpeed"')

const maxSide = 16_384
const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

const unescaped = (text: string) =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) =>
    name ? (named[name] ?? whole) : String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal)),
  )

/** What an SVG string draws as text: the content of its text elements, without tooltips. */
const drawnText = (svg: string) =>
  [...svg.matchAll(/<text\b[^>]*>(.*?)<\/text>/gs)]
    .map(([, content]) => unescaped(content!.replace(/<title\b.*?<\/title>/gs, '').replace(/<[^>]*>/g, '')))
    .join(' ')

/** Pixels per CSS pixel, and the colour behind the figure. */
export interface PngOptions {
  /** Default 2, that is 192 pixels per inch. */
  scale?: number
  /** A CSS colour or "transparent"; default "white". */
  background?: string
}

/**
 * Draws an SVG figure as a PNG file with resvg and Source Sans 3, without any font of the machine, so that the same
 * figure gives the same picture everywhere.
 * @returns the bytes of the PNG file
 * @throws FigureError (INVALID_ARGUMENT) for text with characters that the font lacks (they would vanish), for SVG that
 * is not well formed, for a scale outside (0, 20], a background that is no colour and a picture of over 16384 pixels
 */
export const svgToPng = (svg: string, { scale = 2, background = 'white' }: PngOptions = {}): Uint8Array => {
  if (typeof svg !== 'string') throw refusal('an SVG string', 'svg', svg)
  if (!(scale > 0 && scale <= 20)) throw refusal('a number above 0 and at most 20', 'scale', scale)
  const missing = missingGlyphs(drawnText(svg))
  if (missing.length > 0) throw refusal('text in characters of Source Sans 3', 'svg', missing.slice(0, 8).join(' '))
  try {
    const size = new Resvg(svg)
    if (Math.max(size.width, size.height) * scale > maxSide)
      throw refusal(`a picture of at most ${maxSide} pixels`, 'svg', `${size.width * scale} x ${size.height * scale}`)
    const fill = background === 'transparent' ? 'rgba(0,0,0,0)' : background
    return new Resvg(sharpImages(svg), { font, background: fill, fitTo: { mode: 'zoom', value: scale } })
      .render()
      .asPng()
  } catch (error) {
    if (error instanceof FigureError) throw error
    throw new FigureError(
      `Expected a drawable SVG for svg and a CSS colour for background but resvg said: ${(error as Error).message}`,
    )
  }
}
