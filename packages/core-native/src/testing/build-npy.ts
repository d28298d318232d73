/** An npy file of any header text, version and values, whether or not they fit one another. */
export function buildNpy(header: string, values: Uint8Array = new Uint8Array(0), major = 1, minor = 0): Buffer {
  const text = Buffer.from(header, major === 3 ? 'utf8' : 'latin1')
  const length = Buffer.alloc(major === 1 ? 2 : 4)
  length.writeUIntLE(text.length, 0, length.length)
  return Buffer.concat([Buffer.from('\x93NUMPY', 'latin1'), Buffer.from([major, minor]), length, text, values])
}
