import * as tf from '@tensorflow/tfjs'
import { afterEach, expect, test, vi } from 'vitest'
import { useBackend } from '../backend.js'
import { addonProblem } from '../testing/addon.js'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

test.skipIf(addonProblem)('LIKENESS_TRACE_FALLBACKS prints what ran in JavaScript, and nothing else', async () => {
  await useBackend('native')
  const write = vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  const program = () =>
    tf.tidy(() =>
      tf
        .atan(tf.tensor2d([[1, 2, 3]]))
        .relu()
        .reshape([3])
        .dataSync(),
    )
  program()
  expect(write).not.toHaveBeenCalled()
  vi.stubEnv('LIKENESS_TRACE_FALLBACKS', '1')
  program()
  expect(write.mock.calls).toEqual([
    [expect.stringMatching(/^likeness: fallback Atan\(float32\[1,3\]\) \d+\.\d{3} ms\n$/)],
  ])
})
