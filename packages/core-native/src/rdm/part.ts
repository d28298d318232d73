import type { CheckedOptions } from '../runtime/options.js'

/** The options of one kernel of several: its progress is a part of the call's. */
export function part({ onProgress, ...options }: CheckedOptions, from: number, to: number): CheckedOptions {
  return onProgress ? { ...options, onProgress: (fraction) => onProgress(from + fraction * (to - from)) } : options
}
