import { formatError, type FormatError } from './format-error.js'

/** A cursor over bytes that never reads past the end: every shortfall is an `INVALID_FORMAT` error with its offset. */
export class ByteReader {
  readonly bytes: Uint8Array
  readonly label: string
  offset: number
  readonly #view: DataView

  /**
   * @param bytes what to read; never changed, never copied
   * @param label format and name, for messages
   * @param offset first byte to read
   */
  constructor(bytes: Uint8Array, label: string, offset = 0) {
    this.bytes = bytes
    this.label = label
    this.offset = offset
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get remaining(): number {
    return this.bytes.length - this.offset
  }

  /** The error for something wrong at a byte, by default the next one to be read. */
  invalid(expected: string, received: string, at = this.offset): FormatError {
    return formatError('INVALID_FORMAT', this.label, `${expected} at byte ${at}`, received)
  }

  /** Steps over `count` bytes and says where they start. */
  skip(count: number, what: string): number {
    if (count > this.remaining) throw this.invalid(`${count} bytes of ${what}`, `the last ${this.remaining} bytes`)
    const start = this.offset
    this.offset += count
    return start
  }

  /** A view (no copy) of the next `count` bytes. */
  take(count: number, what: string): Uint8Array {
    const start = this.skip(count, what)
    return this.bytes.subarray(start, start + count)
  }

  u8(what: string): number {
    return this.bytes[this.skip(1, what)]!
  }

  u16le(what: string): number {
    return this.#view.getUint16(this.skip(2, what), true)
  }

  u32le(what: string): number {
    return this.#view.getUint32(this.skip(4, what), true)
  }

  u32be(what: string): number {
    return this.#view.getUint32(this.skip(4, what), false)
  }

  i32le(what: string): number {
    return this.#view.getInt32(this.skip(4, what), true)
  }

  i64le(what: string): bigint {
    return this.#view.getBigInt64(this.skip(8, what), true)
  }

  f64be(what: string): number {
    return this.#view.getFloat64(this.skip(8, what), false)
  }

  /** The bytes before the next `end` byte, which is stepped over too. */
  takeUntil(end: number, what: string): Uint8Array {
    const stop = this.bytes.indexOf(end, this.offset)
    if (stop < 0) throw this.invalid(`${what} ended by byte ${end}`, `${this.remaining} bytes without it`)
    const found = this.bytes.subarray(this.offset, stop)
    this.offset = stop + 1
    return found
  }
}
