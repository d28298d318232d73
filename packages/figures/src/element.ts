import { refusal } from './figure-error.js'

declare const markupBrand: unique symbol

/** A string that is well-formed XML content; only `element` and `text` make one, so raw text cannot slip in. */
export type Markup = string & { readonly [markupBrand]: true }

/** Attribute values; `undefined` leaves the attribute out, numbers are written with at most two decimals. */
export type Attributes = Readonly<Record<string, string | number | undefined>>

const xmlName = /^[A-Za-z_][\w.:-]*$/
// XML 1.0, production [2] Char, without the discouraged C0/C1 controls (U+007F to U+009F).
const notXml = /[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

/** Replaces what XML 1.0 forbids or discourages (control characters, lone surrogates) by a visible "□". */
export const xmlSafe = (value: string): string => value.replace(notXml, '□')

/**
 * Text as XML character data, escaped.
 * @throws FigureError (INVALID_ARGUMENT) for anything but a string
 */
export const text = (value: string): Markup => {
  if (typeof value !== 'string') throw refusal('a string', 'text', value)
  return xmlSafe(value).replace(/[&<>\r]/g, (c) => entities[c]!) as Markup
}

// Adding zero turns -0 into 0.
const rounded = (value: number) => String(Math.round(value * 100) / 100 + 0)

const attribute = (name: string, value: string | number): string => {
  if (!xmlName.test(name)) throw refusal('an XML name', 'attribute', name)
  if (typeof value === 'number' && !Number.isFinite(value)) throw refusal('a finite number', `attribute ${name}`, value)
  const written = typeof value === 'number' ? rounded(value) : xmlSafe(value)
  return ` ${name}="${written.replace(/[&<>"\t\n\r]/g, (c) => entities[c]!)}"`
}

/**
 * One XML element as a string. Attribute values are escaped here, text by `text`; characters that XML 1.0
 * forbids become "□".
 * @param attributes written in the given order; numbers with at most two decimals (a hundredth of a pixel)
 * @param children what `element` or `text` returned
 * @throws FigureError (INVALID_ARGUMENT) for a name that is no XML name and for a number that is not finite
 */
export const element = (tag: string, attributes: Attributes = {}, ...children: readonly Markup[]): Markup => {
  if (!xmlName.test(tag)) throw refusal('an XML name', 'tag', tag)
  const written = Object.entries(attributes).map(([name, value]) => (value === undefined ? '' : attribute(name, value)))
  const open = `<${tag}${written.join('')}`
  return (children.length === 0 ? `${open}/>` : `${open}>${children.join('')}</${tag}>`) as Markup
}
