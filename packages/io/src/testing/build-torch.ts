/** Pickle code: the bytes that leave one value on the stack. */
export type Code = readonly number[]

export const MARK = 0x28
export const REDUCE = 0x52
export const none: Code = [0x4e]
export const emptyList: Code = [0x5d]

export const str = (text: string): Code => [0x55, text.length, ...Buffer.from(text, 'latin1')]
export const float = (value: number): Code => {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  return [0x47, ...bytes]
}
/** LONG1 with 8 bytes, of either sign. */
export const int = (value: number | bigint): Code => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64LE(BigInt(value))
  return [0x8a, 8, ...bytes]
}
export const tuple = (...items: Code[]): Code => [MARK, ...items.flat(), 0x74]
export const list = (...items: Code[]): Code => [0x5d, MARK, ...items.flat(), 0x65]
export const dict = (entries: Record<string, Code>): Code => [
  0x7d,
  MARK,
  ...Object.entries(entries).flatMap(([key, value]) => [...str(key), ...value]),
  0x75,
]
export const put = (index: number): Code => [0x71, index]
export const get = (index: number): Code => [0x68, index]
export const global = (module: string, name: string): Code => [0x63, ...Buffer.from(`${module}\n${name}\n`)]
export const call = (callable: Code, args: Code): Code => [...callable, ...args, REDUCE]
export const pickle = (code: Code): Code => [0x80, 2, ...code, 0x2e]

export const floatStorage = global('torch', 'FloatStorage')
export const persistent = (id: Code): Code => [...id, 0x51]

/** A storage that the pickle names. */
export const storage = (key: string, size: number | bigint): Code =>
  persistent(tuple(str('storage'), floatStorage, str(key), str('cpu'), int(size), none))

/** A tensor that views a storage. */
export const tensor = (of: Code, offset: number | bigint, shape: (number | bigint)[], strides: (number | bigint)[]) =>
  call(
    global('torch._utils', '_rebuild_tensor'),
    tuple(of, int(offset), tuple(...shape.map(int)), tuple(...strides.map(int))),
  )

export const systemInfo = dict({ protocol_version: [0x4d, 0xe9, 3], little_endian: [0x88] })
const SIGNATURE = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e]

/** Raw storage: count (which may lie) and float32 values. */
export function rawStorage(values: readonly number[], count: number | bigint = values.length): Code {
  const bytes = Buffer.alloc(8 + 4 * values.length)
  bytes.writeBigInt64LE(BigInt(count))
  values.forEach((value, k) => bytes.writeFloatLE(value, 8 + 4 * k))
  return [...bytes]
}

/** A whole legacy file: the saved object, and the storages that follow it. */
export function buildTorch(object: Code, storages: Record<string, readonly number[]> = {}): Uint8Array {
  const keys = list(...Object.keys(storages).map(str))
  const raw = Object.values(storages).flatMap((values) => rawStorage(values))
  return assembleTorch(object, keys, raw)
}

/** The same from its parts, which need not agree. */
export function assembleTorch(object: Code, keys: Code, raw: Code, info: Code = systemInfo): Uint8Array {
  const version: Code = [0x4d, 0xe9, 3]
  return Uint8Array.from([...SIGNATURE, ...[version, info, object, keys].flatMap(pickle), ...raw])
}

/** A state_dict of three tensors as Python 2 wrote it: a small copy of the real file. */
export function smallTorchFile(): Uint8Array {
  const ramp = Array.from({ length: 24 }, (_, k) => k / 8 - 1)
  const pair = (key: string, value: Code) => list(str(key), value)
  const items = list(
    pair('conv.weight', tensor(storage('10', 24), 0, [2, 3, 4], [12, 4, 1])),
    pair('conv.turned', tensor(storage('10', 24), 1, [4, 2], [1, 12])),
    pair('conv.bias', tensor(storage('11', 2), 0, [2], [1])),
  )
  const stateDict = call(global('collections', 'OrderedDict'), tuple(items))
  return buildTorch(dict({ test_acc: float(98.71), state_dict: stateDict }), { '10': ramp, '11': [0.5, -0.5] })
}
