/** A safetensors file from a header and elements, which need not agree. */
export function buildSafetensors(header: unknown, elements: Uint8Array, length?: bigint): Uint8Array {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header))
  const size = Buffer.alloc(8)
  size.writeBigUInt64LE(length ?? BigInt(text.length))
  return Uint8Array.from(Buffer.concat([size, text, elements]))
}
