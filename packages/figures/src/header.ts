import type { Markup } from './element.js'
import { refusal } from './figure-error.js'
import { wrapText } from './fit-text.js'
import { legend, type LegendItem } from './legend.js'
import { blockHeight, textBlock } from './text-block.js'
import { theme } from './theme.js'

/** What stands above the drawing: title, notes (one paragraph each) and legend. */
export interface Header {
  title?: string
  notes?: readonly string[]
  items?: readonly LegendItem[]
}

const paragraph = (lines: readonly string[], y: number, size: number, weight: 400 | 600 = 400) => ({
  markup: lines.length === 0 ? [] : [textBlock(lines, { x: theme.padding, y, size, weight })],
  y: y + blockHeight(lines.length, size),
})

/**
 * Draws the header over `width` pixels, so that no text can lie on the data.
 * @returns its markup and the y at which the drawing may begin
 * @throws FigureError (INVALID_ARGUMENT) for a title or a note that is no string
 */
export const header = (
  { title, notes = [], items = [] }: Header,
  width: number,
): { markup: Markup[]; bottom: number } => {
  if (title !== undefined && typeof title !== 'string') throw refusal('a string', 'title', title)
  if (!Array.isArray(notes) || notes.some((note) => typeof note !== 'string')) throw refusal('strings', 'notes', notes)
  const inner = width - 2 * theme.padding
  const { title: titleSize, note: noteSize } = theme.fontSize
  const name = paragraph(wrapText(title ?? '', inner, titleSize, { weight: 600 }), theme.padding, titleSize, 600)
  const lines = notes.flatMap((note) => wrapText(note, inner, noteSize))
  const remarks = paragraph(lines, name.y + (name.markup.length > 0 && lines.length > 0 ? 2 : 0), noteSize)
  const key = legend(items, { x: theme.padding, y: remarks.y + 3, width: inner })
  const markup = [...name.markup, ...remarks.markup, ...key.markup]
  return { markup, bottom: remarks.y + (key.height > 0 ? key.height + 3 : 0) + (markup.length > 0 ? 8 : 2) }
}
