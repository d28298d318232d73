import { formatError } from '../format-error.js'

const SLACK = 64 * 1024

/** What reading one MAT-file may cost in all. */
export class MatBudget {
  readonly #label: string
  readonly #maxExpansion: number
  readonly #fileBytes: number
  #bytes = 0
  #values = 0

  constructor(label: string, fileBytes: number, maxExpansion: number) {
    this.#label = label
    this.#fileBytes = fileBytes
    this.#maxExpansion = maxExpansion
  }

  /** Counts bytes before they are allocated. @throws FormatError `LIMIT_EXCEEDED` */
  spend(bytes: number): void {
    this.#bytes += bytes
    const limit = this.#maxExpansion * this.#fileBytes + SLACK
    if (this.#bytes <= limit) return
    const allowed = `at most ${limit} bytes of content (maxExpansion ${this.#maxExpansion} x the file + ${SLACK})`
    throw formatError('LIMIT_EXCEEDED', this.#label, allowed, `${this.#bytes} or more`)
  }

  /** Counts an array: a file has no more of them than bytes. @throws FormatError `LIMIT_EXCEEDED` */
  addValue(): void {
    if (++this.#values > this.#fileBytes)
      throw formatError('LIMIT_EXCEEDED', this.#label, `at most ${this.#fileBytes} arrays (bytes of the file)`, 'more')
  }
}
