import { quote } from './format-error.js'
import type { PickleMachine, PickleValue } from './pickle-machine.js'

type Opcode = (machine: PickleMachine) => void

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The opcodes of protocols 2 to 5 that torch.save writes for tensors in plain containers; PROTO and STOP frame them.
 * Source: Python's pickletools, which documents every opcode.
 */
export const opcodes = new Map<number, Opcode>([
  [0x28, (m) => m.mark()], // MARK
  [0x29, (m) => m.push(tuple([]))], // EMPTY_TUPLE
  [0x85, (m) => m.push(tuple(popLast(m, 1)))], // TUPLE1
  [0x86, (m) => m.push(tuple(popLast(m, 2)))], // TUPLE2
  [0x87, (m) => m.push(tuple(popLast(m, 3)))], // TUPLE3
  [0x74, (m) => m.push(tuple(m.popToMark()))], // TUPLE
  [0x5d, (m) => m.push([])], // EMPTY_LIST
  [0x61, (m) => append(m, popLast(m, 1))], // APPEND
  [0x65, (m) => append(m, m.popToMark())], // APPENDS
  [0x7d, (m) => m.push(new Map())], // EMPTY_DICT
  [0x73, (m) => setItems(m, popLast(m, 2))], // SETITEM
  [0x75, (m) => setItems(m, m.popToMark())], // SETITEMS
  [0x4e, (m) => m.push(null)], // NONE
  [0x88, (m) => m.push(true)], // NEWTRUE
  [0x89, (m) => m.push(false)], // NEWFALSE
  [0x4b, (m) => m.push(m.input.u8('BININT1'))],
  [0x4d, (m) => m.push(m.input.u16le('BININT2'))],
  [0x4a, (m) => m.push(m.input.i32le('BININT'))],
  [0x8a, (m) => m.push(integer(m.input.take(m.input.u8('LONG1'), 'LONG1')))],
  [0x47, (m) => m.push(m.input.f64be('BINFLOAT'))],
  [0x55, (m) => m.push(text(m, m.input.u8('SHORT_BINSTRING')))],
  [0x58, (m) => m.push(text(m, m.input.u32le('BINUNICODE')))],
  [0x71, (m) => m.memo.set(m.input.u8('BINPUT'), m.top())],
  [0x72, (m) => m.memo.set(m.input.u32le('LONG_BINPUT'), m.top())],
  [0x68, (m) => get(m, m.input.u8('BINGET'))],
  [0x6a, (m) => get(m, m.input.u32le('LONG_BINGET'))],
  [0x63, (m) => m.push(m.host.global(`${line(m)}.${line(m)}`))], // GLOBAL
  [0x52, (m) => reduce(m)], // REDUCE
  [0x51, (m) => m.push(m.host.persistent(m.pop()))], // BINPERSID
  [0x62, (m) => build(m)], // BUILD
  [0x8c, (m) => m.push(text(m, m.input.u8('SHORT_BINUNICODE')))], // from here on: protocol 4
  [0x93, (m) => stackGlobal(m)], // STACK_GLOBAL
  [0x94, (m) => m.memo.set(m.memo.size, m.top())], // MEMOIZE
  [0x95, (m) => frame(m)], // FRAME
])

function tuple(values: PickleValue[]): PickleValue {
  return Object.freeze(values)
}

function popLast(machine: PickleMachine, count: number): PickleValue[] {
  return Array.from({ length: count }, () => machine.pop()).reverse()
}

function append(machine: PickleMachine, values: PickleValue[]): void {
  const list = machine.top()
  if (!Array.isArray(list) || Object.isFrozen(list)) throw machine.input.invalid('a list to append to', 'another value')
  // Not push(...values): the values of a large list do not fit on the call stack.
  for (const value of values) list.push(value)
}

function setItems(machine: PickleMachine, items: PickleValue[]): void {
  const target = machine.top()
  if (!(target instanceof Map)) throw machine.input.invalid('a dictionary to set items of', 'another value')
  if (items.length % 2) throw machine.input.invalid('keys and values in pairs', `${items.length} values`)
  for (let k = 0; k < items.length; k += 2) target.set(stringKey(machine, items[k]!), items[k + 1]!)
}

/** A dictionary key; only strings are read, since 1 and '1' must not fall together. */
export function stringKey(machine: Pick<PickleMachine, 'input'>, key: PickleValue): string {
  if (typeof key === 'string') return key
  throw machine.input.invalid('a string as dictionary key', key === null ? 'None' : `a ${typeof key}`)
}

/** Little-endian two's complement of any length: a number where that is exact, else a bigint. */
function integer(bytes: Uint8Array): number | bigint {
  if (bytes.length === 0) return 0
  const unsigned = BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`)
  const value = BigInt.asIntN(8 * bytes.length, unsigned)
  return Number.isSafeInteger(Number(value)) ? Number(value) : value
}

function text(machine: PickleMachine, length: number): string {
  return decode(machine, machine.input.take(length, 'string'))
}

function line(machine: PickleMachine): string {
  return decode(machine, machine.input.takeUntil(0x0a, 'a line of a GLOBAL'))
}

function decode(machine: PickleMachine, bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw machine.input.invalid('UTF-8 text', quote(Buffer.from(bytes).toString('latin1')))
  }
}

function get(machine: PickleMachine, index: number): void {
  const value = machine.memo.get(index)
  if (value === undefined) throw machine.input.invalid(`a memo entry ${index}`, 'none')
  machine.push(value)
}

function reduce(machine: PickleMachine): void {
  const args = machine.pop()
  machine.push(machine.host.reduce(machine.pop(), args))
}

function build(machine: PickleMachine): void {
  const state = machine.pop()
  machine.host.build(machine.top(), state)
}

function stackGlobal(machine: PickleMachine): void {
  const [module, name] = popLast(machine, 2)
  if (typeof module !== 'string' || typeof name !== 'string')
    throw machine.input.invalid('module and name as strings for STACK_GLOBAL', 'other values')
  machine.push(machine.host.global(`${module}.${name}`))
}

/** A frame only says how much a stream should read at once. */
function frame(machine: PickleMachine): void {
  const length = machine.input.i64le('FRAME')
  if (length < 0n || length > BigInt(machine.input.remaining))
    throw machine.input.invalid(`a frame of at most ${machine.input.remaining} bytes`, `${length}`)
}
