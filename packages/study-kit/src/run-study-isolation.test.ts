import { describe, expect, test } from 'vitest'
import { resultText } from './testing/made-study.js'
import { failure, run } from './testing/run-made-study.js'

/** Runs an action and gives the longest time that this thread's event loop stood still meanwhile, in ms. */
async function longestPause(action: () => Promise<unknown>): Promise<number> {
  let [longest, last] = [0, performance.now()]
  const timer = setInterval(() => {
    const now = performance.now()
    ;[longest, last] = [Math.max(longest, now - last), now]
  }, 10)
  await action()
  clearInterval(timer)
  return longest
}

describe('a study that misbehaves takes nothing with it', () => {
  test.each([
    ['process.exit(3)', /^Expected a result from made but its thread ended with code 3 and none$/],
    ['setTimeout(() => { throw new RangeError("late") }); await new Promise((r) => setTimeout(r, 5000))', /^late$/],
    ['Promise.reject(new RangeError("unseen")); await new Promise((r) => setTimeout(r, 5000))', /^unseen$/],
    ['await new Promise(() => {})', /its thread ended with code 0 and none/],
  ])('%s', async (text, message) => {
    expect((await failure({ run: text })).message).toMatch(message)
  })
  test('while it blocks its thread this one stays free', async () => {
    const pause = await longestPause(() =>
      run({ run: `const end = Date.now() + 700; while (Date.now() < end); return ${resultText()}` }),
    )
    expect(pause).toBeLessThan(250)
  })
  test('progress in a tight loop does not flood this thread', async () => {
    let reports = 0
    const text = `const progress = stage('pairs'); for (let k = 0; k <= 2e6; k++) progress(k / 2e6); return ${resultText()}`
    const pause = await longestPause(() => run({ run: text }, { onProgress: () => reports++ }))
    expect(reports).toBeLessThan(1100)
    expect(pause).toBeLessThan(250)
  })
  test('what it prints does not reach standard output', async () => {
    const written: string[] = []
    const { stdout, stderr } = process
    const [out, err] = [stdout.write, stderr.write]
    stdout.write = (text) => written.push(`out ${String(text)}`) > 0
    stderr.write = (text) => written.push(`err ${String(text)}`) > 0
    try {
      await run({ run: `console.log('chatter'); await new Promise((r) => setTimeout(r, 50)); return ${resultText()}` })
    } finally {
      ;[stdout.write, stderr.write] = [out, err]
    }
    expect(written).toEqual(['err chatter\n'])
  })
})
