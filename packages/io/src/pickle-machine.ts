import type { ByteReader } from './byte-reader.js'

/** An object that only the host of the machine understands. */
export interface PickleObject {
  readonly kind: string
}

/** What a pickle can build here. Lists are arrays, tuples are frozen arrays; dictionaries are Maps, never objects. */
export type PickleValue =
  number | bigint | boolean | null | string | readonly PickleValue[] | Map<string, PickleValue> | PickleObject

/** Decides what the four dangerous opcodes mean; each method may throw `FormatError` to refuse. */
export interface PickleHost {
  /** GLOBAL: `name` is module and attribute joined by a dot */
  global(name: string): PickleValue
  /** REDUCE: the call that Python would make */
  reduce(callable: PickleValue, args: PickleValue): PickleValue
  /** BINPERSID */
  persistent(id: PickleValue): PickleValue
  /** BUILD: the state that Python would set on an object */
  build(target: PickleValue, state: PickleValue): void
}

/**
 * Stack, marks and memo of one pickle. Every opcode takes at least one byte and adds at most one stack or memo entry,
 * so all three stay below the number of bytes read.
 */
export class PickleMachine {
  readonly input: ByteReader
  readonly host: PickleHost
  readonly memo = new Map<number, PickleValue>()
  readonly #stack: PickleValue[] = []
  readonly #marks: number[] = []

  constructor(input: ByteReader, host: PickleHost) {
    this.input = input
    this.host = host
  }

  push(value: PickleValue): void {
    this.#stack.push(value)
  }

  mark(): void {
    this.#marks.push(this.#stack.length)
  }

  pop(): PickleValue {
    const value = this.top()
    this.#stack.pop()
    return value
  }

  top(): PickleValue {
    if (this.#stack.length <= (this.#marks.at(-1) ?? 0))
      throw this.input.invalid('a value on the pickle stack', 'an empty stack')
    return this.#stack.at(-1)!
  }

  /** The values above the last mark, which goes with them. */
  popToMark(): PickleValue[] {
    const mark = this.#marks.pop()
    if (mark === undefined) throw this.input.invalid('a mark on the pickle stack', 'none')
    return this.#stack.splice(mark)
  }

  /** The value of the pickle, once STOP is reached. */
  result(): PickleValue {
    if (this.#stack.length !== 1 || this.#marks.length > 0) {
      const received = `${this.#stack.length} values and ${this.#marks.length} marks`
      throw this.input.invalid('one value on the stack at the end of a pickle', received)
    }
    return this.#stack[0]!
  }
}
