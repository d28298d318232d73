import { expect, test, vi } from 'vitest'

test('without its binary the rest of io works, and decoding says what to install', async () => {
  vi.doMock('sharp', () => {
    throw new Error('Could not load the "sharp" module using the linux-x64 runtime\nPossible solutions: …')
  })
  const { decodeImage, readNpy, writeNpy } = await import('./index.js')
  expect(readNpy(writeNpy(Uint8Array.of(7), [1])).data).toEqual(Uint8Array.of(7))
  const error = await decodeImage(Uint8Array.of(0xff, 0xd8, 0xff)).catch((e: unknown) => e)
  expect(error).toMatchObject({ name: 'DecoderUnavailableError', code: 'DECODER_UNAVAILABLE' })
  expect((error as Error).message).toMatch(
    /^Expected sharp's binary for \S+ \(npm install .*\) for decoding images but/,
  )
})
