import { formatError, quote } from './format-error.js'

/** What JSON holds. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

export type JsonObject = { readonly [key: string]: Json }

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g

/**
 * Parses JSON in UTF-8. A key that an object holds twice is an error: parsers differ in which one they take.
 * @param what how messages name the text
 * @throws FormatError `INVALID_FORMAT`
 */
export function parseJson(bytes: Uint8Array, what: string, label: string): Json {
  try {
    const text = utf8.decode(bytes)
    const value = JSON.parse(text) as Json
    const twice = repeatedKey(text)
    if (twice === undefined) return value
    throw formatError('INVALID_FORMAT', label, `each key once in ${what}`, `${quote(twice)} twice`)
  } catch (error) {
    if (error instanceof Error && error.name === 'FormatError') throw error
    // Also a RangeError, where nesting exhausts the stack.
    throw formatError('INVALID_FORMAT', label, `JSON in UTF-8 as ${what}`, quote((error as Error).message), error)
  }
}

/** Whether a value is an object, not an array. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A shape: an array of integers from 0 to 2^53 - 1, at most 64. */
export function isJsonShape(value: Json | undefined): value is readonly number[] {
  return Array.isArray(value) && value.length <= 64 && value.every((size) => Number.isSafeInteger(size) && size >= 0)
}

/** The first key that an object of valid JSON holds twice. */
function repeatedKey(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = []
  let last = ''
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{') open.push(new Set())
    else if (token === '[') open.push(undefined)
    else if (token === '}' || token === ']') open.pop()
    else if (token === ':') {
      const key = JSON.parse(last) as string
      const keys = open.at(-1)!
      if (keys.has(key)) return key
      keys.add(key)
    }
    last = token
  }
  return undefined
}
