import { expect, test } from 'vitest'
import { runSuite } from './run-suite.js'

test('a process that ends without a result is an error with what it printed', async () => {
  await expect(runSuite('tpu' as 'cpu')).rejects.toThrow(/ended with status 1:[^]*Expected one of auto/)
})
