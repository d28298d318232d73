import type { ByteReader } from './byte-reader.js'
import { formatError } from './format-error.js'
import { type PickleHost, PickleMachine, type PickleValue } from './pickle-machine.js'
import { opcodes } from './pickle-opcodes.js'

const PROTO = 0x80
const STOP = 0x2e

/**
 * Reads one pickle of protocol 2 to 5 and leaves the reader behind its STOP. A pickle is a program; this machine knows only
 * the opcodes that build data, and asks `host` about every global, call, state and
 * persistent id. It never executes anything.
 * The result may be shared or self-referencing: `checkTree` refuses what a walker could not handle.
 * @throws FormatError `INVALID_FORMAT` for a broken program, `UNSUPPORTED_FORMAT` for another protocol or opcode
 */
export function unpickle(reader: ByteReader, host: PickleHost): PickleValue {
  const start = reader.offset
  if (reader.u8('a pickle') !== PROTO) throw reader.invalid('the pickle opcode PROTO', 'another opcode', start)
  const protocol = reader.u8('a pickle protocol')
  if (protocol < 2 || protocol > 5)
    throw formatError('UNSUPPORTED_FORMAT', reader.label, `pickle protocol 2 to 5 at byte ${start}`, `${protocol}`)
  const machine = new PickleMachine(reader, host)
  for (;;) {
    const code = reader.u8('a pickle opcode')
    if (code === STOP) return machine.result()
    const run = opcodes.get(code)
    if (!run) throw unknownOpcode(reader, code)
    run(machine)
  }
}

function unknownOpcode(reader: ByteReader, code: number) {
  const expected = `a pickle opcode that builds plain data at byte ${reader.offset - 1}`
  return formatError('UNSUPPORTED_FORMAT', reader.label, expected, `opcode 0x${code.toString(16).padStart(2, '0')}`)
}
