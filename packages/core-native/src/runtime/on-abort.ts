const callbacks = new WeakMap<AbortSignal, Set<() => void>>()

/**
 * Calls back once when the signal aborts; with one listener per signal, however many calls share it (Node warns of a leak
 * from the eleventh listener on).
 * @returns takes the callback off again
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const set = callbacks.get(signal) ?? listen(signal)
  set.add(callback)
  return () => void set.delete(callback)
}

function listen(signal: AbortSignal): Set<() => void> {
  const set = new Set<() => void>()
  signal.addEventListener('abort', () => set.forEach((callback) => callback()), { once: true })
  callbacks.set(signal, set)
  return set
}
