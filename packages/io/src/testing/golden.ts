import { readFileSync } from 'node:fs'

/** A golden file of this package, as tools/golden/io.py wrote it. */
export function readGolden<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../golden/${name}`, import.meta.url), 'utf8')) as T
}

/** Bytes of a base64 string, in a buffer of their own. */
export function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(Buffer.from(base64, 'base64'))
}

/** The bytes of a typed array as base64; equal strings are equal bits, NaN payloads and -0 included. */
export function base64Of(data: ArrayBufferView): string {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64')
}
