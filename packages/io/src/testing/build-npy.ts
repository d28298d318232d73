/** An npy file from a header text and raw element bytes, which need not agree. */
export function buildNpy(header: string, elements: Uint8Array = new Uint8Array(0), version = [1, 0]): Uint8Array {
  const text = Buffer.from(header, 'latin1')
  const length = Buffer.alloc(version[0] === 1 ? 2 : 4)
  if (version[0] === 1) length.writeUInt16LE(text.length)
  else length.writeUInt32LE(text.length)
  const magic = Buffer.from([0x93, ...Buffer.from('NUMPY'), ...version])
  return Uint8Array.from(Buffer.concat([magic, length, text, elements]))
}

/** Header text of a C-order array. */
export function npyHeader(descr: string, shape: string, fortran = 'False'): string {
  return `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }\n`
}
