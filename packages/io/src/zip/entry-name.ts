import type { ByteReader } from '../byte-reader.js'
import { formatError, quote } from '../format-error.js'

const UTF8_NAME = 0x800
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The name of a file in an archive: ASCII, or UTF-8 where bit 11 says so.
 * @throws FormatError `INVALID_FORMAT` for a name that a careless caller would write or read outside its folder (absolute,
 *   with a drive, a backslash or `..`), for an empty one, control characters or broken UTF-8; `UNSUPPORTED_FORMAT` for the
 *   code pages of old writers
 */
export function entryName(bytes: Uint8Array, flags: number, reader: ByteReader): string {
  const name = decodeName(bytes, flags, reader)
  checkPath(name, 'the name of a file', reader)
  return name
}

/** Checks a relative path from a file, as `entryName` says. */
export function checkPath(path: string, what: string, reader: Pick<ByteReader, 'label'>): void {
  const outside = /^[/\\]|^[A-Za-z]:|\\/.test(path) || path.split('/').includes('..')
  // eslint-disable-next-line no-control-regex -- control characters are what it looks for
  if (path === '' || outside || /[\0-\x1f]/.test(path)) {
    const expected = `a relative path without ".." as ${what}`
    throw formatError('INVALID_FORMAT', reader.label, expected, quote(path))
  }
}

function decodeName(bytes: Uint8Array, flags: number, reader: ByteReader): string {
  const latin1 = () => quote(Buffer.from(bytes).toString('latin1'))
  if (!(flags & UTF8_NAME) && bytes.some((byte) => byte > 0x7f))
    throw formatError('UNSUPPORTED_FORMAT', reader.label, 'file names in ASCII or UTF-8', latin1())
  try {
    return utf8.decode(bytes)
  } catch (error) {
    throw formatError('INVALID_FORMAT', reader.label, 'file names in UTF-8', latin1(), error)
  }
}
