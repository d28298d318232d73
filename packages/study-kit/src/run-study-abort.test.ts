import { describe, expect, test } from 'vitest'
import { resultText, type MadeStudy } from './testing/made-study.js'
import { failure, run } from './testing/run-made-study.js'

// Each live worker holds one.
const ports = () => process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length

/** Aborts when the study reports its first stage; gives what the run rejects with and how long it took from there. */
async function abortAtFirstStage(study: MadeStudy, patience?: number) {
  const controller = new AbortController()
  const reason = new Error('enough')
  let [aborted, threads] = [0, 0]
  const onProgress = () => {
    if (aborted) return
    ;[aborted, threads] = [performance.now(), ports()]
    controller.abort(reason)
  }
  const error = await failure(study, { signal: controller.signal, onProgress, ...(patience && { patience }) })
  return { error, reason, threads, ms: performance.now() - aborted }
}

describe('an abort', () => {
  const cooperative = `
    stage('wait')
    await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))`
  const deaf = `stage('wait'); for (;;);`

  test('before the start starts nothing', async () => {
    const reason = new Error('enough')
    expect(await failure({}, { signal: AbortSignal.abort(reason) })).toBe(reason)
  })
  test('ends a study that looks at its signal within a second, and its thread with it', async () => {
    const before = ports()
    const { error, reason, ms, threads } = await abortAtFirstStage({ run: cooperative })
    expect(error).toBe(reason)
    expect(ms).toBeLessThan(1000)
    expect(threads).toBeGreaterThan(before)
    expect(ports()).toBe(before)
  })
  test('gives its reason even where the study turns it into a result', async () => {
    const { error, reason } = await abortAtFirstStage({
      run: `try { ${cooperative} } catch { return ${resultText()} }`,
    })
    expect(error).toBe(reason)
  })
  test('ends a study that ignores its signal after the patience, not before', async () => {
    const before = ports()
    const { error, reason, ms } = await abortAtFirstStage({ run: deaf }, 300)
    expect(error).toBe(reason)
    expect(ports()).toBe(before)
    expect(ms).toBeGreaterThan(290)
    expect(ms).toBeLessThan(1500)
  })
  test('after the end changes nothing', async () => {
    const controller = new AbortController()
    const results = await run({}, { signal: controller.signal })
    controller.abort()
    expect(results.study).toBe('made')
  })
})
