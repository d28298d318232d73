import { formatError, type FormatError, quote } from './format-error.js'

type Token =
  | { readonly kind: 'mark' | 'string' | 'word'; readonly text: string }
  | { readonly kind: 'integer'; readonly text: string; readonly value: number }
  | { readonly kind: 'end'; readonly text: string }

const SPACE = /[ \t\r\n]*/y
const MARK = /[{}()[\],:]/y
const STRING = /'([^'\\\r\n]*)'|"([^"\\\r\n]*)"/y
// A trailing L is how Python 2 wrote long integers; NumPy still reads it.
const INTEGER = /(0|[1-9][0-9]*)L?/y
const WORD = /[A-Za-z_]+/y

/** The few Python literals that an npy header holds, read token by token in one pass; nothing is ever evaluated. */
export class NpyLiteral {
  readonly label: string
  readonly #text: string
  readonly #start: number
  #at = 0
  #next: { token: Token; from: number; to: number } | undefined

  /** @param start byte offset of the text in its file, for messages */
  constructor(text: string, label: string, start: number) {
    this.#text = text
    this.label = label
    this.#start = start
  }

  invalid(expected: string, received: string): FormatError {
    return formatError('INVALID_FORMAT', this.label, `${expected} in the header at byte ${this.#start}`, received)
  }

  /** Text of the next token. */
  peek(): string {
    return this.#scan().token.text
  }

  /** All text from the next token on, for messages. */
  rest(): string {
    return this.#text.slice(this.#scan().from).trimEnd()
  }

  /** Takes the punctuation mark when it is next. */
  accept(mark: string): boolean {
    const { token } = this.#scan()
    if (token.kind !== 'mark' || token.text !== mark) return false
    this.#take()
    return true
  }

  expect(mark: string): void {
    if (!this.accept(mark)) throw this.invalid(`'${mark}'`, this.#found())
  }

  string(what: string): string {
    if (this.#scan().token.kind !== 'string') throw this.invalid(`a string for ${what}`, this.#found())
    return this.#take().text
  }

  boolean(what: string): boolean {
    const { kind, text } = this.#scan().token
    if (kind !== 'word' || (text !== 'True' && text !== 'False'))
      throw this.invalid(`True or False for ${what}`, this.#found())
    return this.#take().text === 'True'
  }

  /** A tuple of integers >= 0: `()`, `(3,)`, `(2, 3)`. As in Python, `(3)` is no tuple. */
  integerTuple(what: string): number[] {
    this.expect('(')
    const values: number[] = []
    let commas = 0
    while (!this.accept(')')) {
      values.push(this.#integer(what))
      if (this.accept(',')) commas++
      else if (this.peek() !== ')') throw this.invalid("',' or ')'", this.#found())
    }
    if (values.length === 1 && commas === 0) throw this.invalid(`a tuple for ${what}`, `(${values[0]})`)
    return values
  }

  /** Checks that only white space is left. */
  end(): void {
    if (this.#scan().token.kind !== 'end') throw this.invalid('nothing after the dictionary', this.#found())
  }

  #integer(what: string): number {
    const { token } = this.#scan()
    if (token.kind !== 'integer' || !Number.isSafeInteger(token.value))
      throw this.invalid(`an integer from 0 to 2^53 - 1 in ${what}`, this.#found())
    this.#take()
    return token.value
  }

  #found(): string {
    const { token } = this.#scan()
    return token.kind === 'end' ? 'its end' : quote(token.text)
  }

  #take(): Token {
    const { token, to } = this.#scan()
    this.#at = to
    this.#next = undefined
    return token
  }

  #scan() {
    return (this.#next ??= this.#tokenAt(this.#at + this.#match(SPACE, this.#at)![0].length))
  }

  #tokenAt(from: number) {
    const found = (token: Token, length: number) => ({ token, from, to: from + length })
    if (from === this.#text.length) return found({ kind: 'end', text: '' }, 0)
    const mark = this.#match(MARK, from)
    if (mark) return found({ kind: 'mark', text: mark[0] }, 1)
    const string = this.#match(STRING, from)
    if (string) return found({ kind: 'string', text: string[1] ?? string[2]! }, string[0].length)
    const integer = this.#match(INTEGER, from)
    if (integer) return found({ kind: 'integer', text: integer[0], value: Number(integer[1]) }, integer[0].length)
    const word = this.#match(WORD, from)
    if (word) return found({ kind: 'word', text: word[0] }, word[0].length)
    throw this.invalid('a Python literal', quote(this.#text.slice(from)))
  }

  #match(pattern: RegExp, from: number): RegExpExecArray | null {
    pattern.lastIndex = from
    return pattern.exec(this.#text)
  }
}
