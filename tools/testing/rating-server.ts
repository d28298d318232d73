import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { root } from './run-cli.js'

/** A running `likeness rate`. */
export interface RatingServer {
  /** With the token. */
  readonly address: string
  readonly child: ChildProcess
  readonly said: () => string
  /** Sends a signal and waits for the end. @returns the exit code, or the signal that ended it */
  readonly end: (signal: NodeJS.Signals) => Promise<number | string | null>
}

/** Starts the compiled command and waits until it says where the page is. */
export function startRating(args: readonly string[]): Promise<RatingServer> {
  const cli = join(root, 'packages/study-kit/dist/cli.js')
  const env = { ...process.env, LIKENESS_DATA_DIR: undefined, NODE_OPTIONS: undefined, INIT_CWD: undefined }
  const child = spawn(process.execPath, [cli, 'rate', ...args], { cwd: root, env })
  const ended = new Promise<number | string | null>((resolve) =>
    child.on('close', (code, signal) => resolve(code ?? signal)),
  )
  let said = ''
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString()
      const address = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+/.exec(said)?.[0]
      if (address && said.includes('One CSV'))
        resolve({ address, child, said: () => said, end: (signal) => (child.kill(signal), ended) })
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    void ended.then((code) => reject(new Error(`Expected an address but received ${code}: ${said}`)))
  })
}
