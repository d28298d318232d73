import { expect, test } from 'vitest'
import { addonProblem } from '../../src/testing/addon.js'
import { runSuite } from './run-suite.js'

test.skipIf(addonProblem)(
  `TensorFlow.js's own suite passes on native${addonProblem && ` (${addonProblem})`}`,
  async () => {
    const { passed, skipped, failed } = await runSuite('native')
    expect(failed.map(({ name, message }) => `${name}: ${message}`)).toEqual([])
    // What @tensorflow/tfjs-core 4.22.0 has, without the 2 specs that only a backend named cpu runs.
    expect(passed).toBe(4225)
    expect(skipped).toBe(5)
  },
  120_000,
)
