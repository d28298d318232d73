import type sharp from 'sharp'

/** sharp's native binary is not there, or does not run on this machine. */
export class DecoderUnavailableError extends Error {
  override readonly name = 'DecoderUnavailableError'
  readonly code = 'DECODER_UNAVAILABLE'
}

type SharpModule = typeof sharp
let loaded: SharpModule | undefined

/**
 * sharp, loaded when the first image is decoded, so that everything else of this package works without its binary.
 * @throws DecoderUnavailableError naming what to install
 */
export async function loadSharp(): Promise<SharpModule> {
  try {
    return (loaded ??= (await import('sharp')).default)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.trim().split('\n')[0] : String(cause)
    const message = `Expected sharp's binary for ${process.platform}-${process.arch} (npm install --include=optional sharp)`
    throw new DecoderUnavailableError(`${message} for decoding images but received ${why}`, { cause })
  }
}
