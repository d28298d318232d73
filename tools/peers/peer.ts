import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** A Python process that answers one JSON line per request, so that its runs can be interleaved with ours. */
export class Peer {
  readonly #child
  readonly #lines: AsyncIterator<string>

  /** @param script a script of this folder */
  constructor(script: string, threads: number) {
    const python = process.env['LIKENESS_PYTHON'] ?? '/usr/bin/python3'
    const count = String(threads)
    const env = {
      ...process.env,
      ...{ OPENBLAS_NUM_THREADS: count, OMP_NUM_THREADS: count, MKL_NUM_THREADS: count },
      PYTHONDONTWRITEBYTECODE: '1',
    }
    const path = new URL(script, import.meta.url).pathname
    this.#child = spawn(python, [path], { env, stdio: ['pipe', 'pipe', 'inherit'] })
    // A process that cannot start ends its output: ask reports it.
    this.#child.on('error', () => undefined)
    this.#child.stdin.on('error', () => undefined)
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]()
  }

  /** Sends a request and waits for its answer. Throws when the process has ended (a missing module, say). */
  async ask(request: object): Promise<Record<string, unknown>> {
    this.#child.stdin.write(`${JSON.stringify(request)}\n`)
    const { value, done } = await this.#lines.next()
    if (done)
      throw new Error('the peer process ended; it needs python3 with numpy and scipy (LIKENESS_PYTHON names another)')
    return JSON.parse(value) as Record<string, unknown>
  }

  close(): void {
    this.#child.stdin.end()
  }
}
