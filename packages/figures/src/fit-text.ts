import { textWidth } from './text-width.js'

// Letters are cut by what a reader counts as one, so an accent or an emoji never loses its half.
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const letters = (text: string) => [...graphemes.segment(text)].map((s) => s.segment)

/** The text itself if it fits into `width` pixels, otherwise as much of its beginning as fits with "…" behind it. */
export const fitText = (text: string, width: number, size: number, weight: 400 | 600 = 400): string => {
  if (textWidth(text, size, weight) <= width) return text
  let kept = ''
  for (const letter of letters(text)) {
    if (textWidth(`${kept}${letter}…`, size, weight) > width) break
    kept += letter
  }
  return `${kept.trimEnd()}…`
}

const longWordParts = (word: string, width: number, size: number, weight: 400 | 600): string[] => {
  const parts = ['']
  for (const letter of letters(word)) {
    if (parts.at(-1) !== '' && textWidth(parts.at(-1) + letter, size, weight) > width) parts.push('')
    parts[parts.length - 1] += letter
  }
  return parts
}

/**
 * Breaks a text into lines of at most `width` pixels, at white space where possible and inside a word where a word
 * alone is wider. More than `maxLines` lines are cut, the last one ending in "…". Empty text gives no line.
 */
export const wrapText = (
  text: string,
  width: number,
  size: number,
  { weight = 400, maxLines = 100 }: { weight?: 400 | 600; maxLines?: number } = {},
): string[] => {
  const words = text.split(/[ \t\r\n]+/).filter((word) => word !== '')
  const lines: string[] = []
  for (const word of words.flatMap((w) =>
    textWidth(w, size, weight) > width ? longWordParts(w, width, size, weight) : w,
  )) {
    const longer = `${lines.at(-1)} ${word}`
    if (lines.length > 0 && textWidth(longer, size, weight) <= width) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  if (lines.length <= maxLines) return lines
  const last = fitText(`${lines.slice(maxLines - 1).join(' ')}`, width, size, weight)
  return [...lines.slice(0, maxLines - 1), last]
}
