import { capabilities } from '../runtime/capabilities.js'

/** The SIMD levels that this machine can run; empty when the native addon is absent. */
export function simdLevels(): readonly string[] {
  return capabilities().simd?.available ?? []
}

/** Runs f with LIKENESS_SIMD set. */
export async function atSimdLevel<R>(level: string, f: () => Promise<R>): Promise<R> {
  const before = process.env['LIKENESS_SIMD']
  process.env['LIKENESS_SIMD'] = level
  try {
    return await f()
  } finally {
    if (before === undefined) delete process.env['LIKENESS_SIMD']
    else process.env['LIKENESS_SIMD'] = before
  }
}
