import { readFileSync } from 'node:fs'

/** What a TrueType file says of its glyphs: code points (`cmap`, format 12) and advance widths (`hmtx`) in 1/1000 em. */
export const readFont = (path: string): Map<number, number> => {
  const font = readFileSync(path)
  const tables = new Map<string, number>()
  for (let i = 0; i < font.readUInt16BE(4); i++) {
    const record = 12 + 16 * i
    tables.set(font.toString('latin1', record, record + 4), font.readUInt32BE(record + 8))
  }
  const unitsPerEm = font.readUInt16BE(tables.get('head')! + 18)
  const advances = font.readUInt16BE(tables.get('hhea')! + 34)
  const advance = (glyph: number) =>
    (1000 * font.readUInt16BE(tables.get('hmtx')! + 4 * Math.min(glyph, advances - 1))) / unitsPerEm
  const cmap = tables.get('cmap')!
  const widths = new Map<number, number>()
  for (let i = 0; i < font.readUInt16BE(cmap + 2); i++) {
    const table = cmap + font.readUInt32BE(cmap + 8 + 8 * i)
    if (font.readUInt16BE(table) !== 12) continue
    for (let g = 0; g < font.readUInt32BE(table + 12); g++) {
      const [first, last, glyph] = [0, 4, 8].map((offset) => font.readUInt32BE(table + 16 + 12 * g + offset))
      for (let point = first!; point <= last!; point++) widths.set(point, advance(glyph! + point - first!))
    }
  }
  return widths
}
