import { copyElements } from './copy-elements.js'
import { formatError, formatLabel, requireBytes, requireLimit, shapeText } from './format-error.js'
import { inflateMember, peekMember } from './gunzip.js'
import { isGzip, parseGzip } from './gzip-member.js'
import { type IdxData, type IdxHeader, MAX_IDX_HEADER, parseIdxHeader } from './idx-header.js'

/** An idx array: `data` in C order, `shape` as in the file; `shape` may be empty (one element) or hold zeros. */
export interface IdxArray {
  readonly data: IdxData
  readonly shape: number[]
}

/** Options of `readIdx`. */
export interface ReadIdxOptions {
  /** how messages name the input */
  readonly name?: string
  /** most bytes of content per byte of gzip, on top of 64 KiB; default 128 */
  readonly maxExpansion?: number
}

const SLACK = 64 * 1024

/**
 * Reads idx (the format of MNIST), plain or gzipped. The length must be exact; the result never aliases `bytes`.
 * Of a gzip file only the header is inflated before its declared size is compared with `maxExpansion` and with the
 * size in the gzip trailer.
 * @throws FormatError `INVALID_FORMAT` for damage, truncation or trailing bytes; `UNSUPPORTED_FORMAT` for an unknown
 *   type code; `LIMIT_EXCEEDED` when a gzip file declares more than maxExpansion x its bytes + 64 KiB
 * @throws TypeError when `bytes` is no Uint8Array or `maxExpansion` no number >= 0
 */
export function readIdx(bytes: Uint8Array, options: ReadIdxOptions = {}): IdxArray {
  const { name, maxExpansion = 128 } = options
  requireBytes(bytes)
  requireLimit('maxExpansion', maxExpansion)
  if (isGzip(bytes)) return readGzippedIdx(bytes, formatLabel('gzipped idx', name), maxExpansion)
  const label = formatLabel('idx', name)
  return idxArray(bytes, parseIdxHeader(bytes, label), label)
}

function readGzippedIdx(bytes: Uint8Array, label: string, maxExpansion: number): IdxArray {
  const member = parseGzip(bytes, label)
  const header = parseIdxHeader(peekMember(member, MAX_IDX_HEADER, label), label)
  const limit = maxExpansion * bytes.length + SLACK
  if (header.totalBytes > limit) {
    const allowed = `at most ${limit} inflated bytes (maxExpansion ${maxExpansion} x ${bytes.length} + ${SLACK})`
    throw formatError('LIMIT_EXCEEDED', label, allowed, `a header that declares ${header.totalBytes}`)
  }
  if (header.totalBytes % 2 ** 32 !== member.size) {
    const expected = `one gzip member that ends with the size its idx header declares, ${header.totalBytes},`
    throw formatError('INVALID_FORMAT', label, expected, `${member.size}: truncated, or bytes follow it`)
  }
  return idxArray(inflateMember(member, label), header, label)
}

function idxArray(bytes: Uint8Array, header: IdxHeader, label: string): IdxArray {
  const { DataArray, shape, headerBytes, totalBytes } = header
  if (bytes.length !== totalBytes)
    throw formatError('INVALID_FORMAT', label, `${totalBytes} bytes (shape ${shapeText(shape)})`, `${bytes.length}`)
  return { data: new DataArray(copyElements(bytes.subarray(headerBytes), DataArray.BYTES_PER_ELEMENT, 'big')), shape }
}
