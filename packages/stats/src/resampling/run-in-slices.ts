/** Options of a computation that runs in slices. */
export interface RunOptions {
  /** Aborting it rejects the promise with `signal.reason` within one slice. */
  signal?: AbortSignal
  /** Called after each slice, and with done = total at the end. */
  onProgress?: (done: number, total: number) => void
}

// Well below the 30 ms promised, since a step that starts at the end of a slice still has to finish.
const SLICE_MS = 12

/** Resolves after the event loop has handled what waits. */
const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))

/**
 * Runs step(0), ..., step(total - 1) in order and gives way to the event loop every 12 ms. One step is never divided.
 * @throws whatever a step throws, and `signal.reason` when aborted
 */
export async function runInSlices(
  total: number,
  step: (i: number) => void,
  { signal, onProgress }: RunOptions,
): Promise<void> {
  signal?.throwIfAborted()
  let sliceStart = performance.now()
  for (let i = 0; i < total; i++) {
    step(i)
    signal?.throwIfAborted()
    if (i + 1 < total && performance.now() - sliceStart > SLICE_MS) {
      onProgress?.(i + 1, total)
      await nextTurn()
      signal?.throwIfAborted()
      sliceStart = performance.now()
    }
  }
  onProgress?.(total, total)
}
