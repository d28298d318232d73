import { Writable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { progressView, secondsLeft } from './progress.js'

function stream(isTTY: boolean) {
  const sink = { text: '' }
  const write = (chunk: Buffer, _: string, done: () => void) => {
    sink.text += chunk.toString()
    done()
  }
  return Object.assign(new Writable({ write }), { isTTY, columns: 120, sink })
}

describe('lines in a pipe', () => {
  test('one at the start, at most one in five seconds, one at the end', () => {
    const out = stream(false)
    let ms = 0
    const view = progressView(out, () => ms)
    for (let second = 0; second <= 12; second++) {
      ms = second * 1000
      view.update('made', 'pairs', second / 20)
    }
    ms = 20_000
    view.update('made', 'pairs', 1)
    view.end()
    expect(out.sink.text.split('\n')).toEqual([
      'made: pairs …',
      'made: pairs 25 %, about 15 s left',
      'made: pairs 50 %, about 10 s left',
      'made: pairs done in 20.0 s',
      '',
    ])
  })
  test('the details of a stage stand before the estimate', () => {
    const out = stream(false)
    let ms = 0
    const view = progressView(out, () => ms)
    view.update('made', 'train', 0)
    ms = 10_000
    view.update('made', 'train', 0.5, 'epoch 2 of 4, loss 0.31')
    view.end()
    expect(out.sink.text.split('\n')[1]).toBe('made: train 50 %, epoch 2 of 4, loss 0.31, about 10 s left')
  })
  test('a stage of the same name starts anew', () => {
    const out = stream(false)
    let ms = 0
    const view = progressView(out, () => ms)
    view.update('made', 'a', 0)
    ms = 1000
    view.update('made', 'a', 1)
    view.update('made', 'a', 0)
    ms = 1500
    view.update('made', 'a', 1)
    const twice = ['made: a …', 'made: a done in 1.0 s', 'made: a …', 'made: a done in 0.5 s', '']
    expect(out.sink.text.split('\n')).toEqual(twice)
  })
})

describe('bars on a terminal', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())
  const showCursor = '\x1b[?25h'
  test('end on a line of their own with the cursor shown, and leave no listener and no timer', () => {
    const before = process.listenerCount('SIGINT')
    const out = stream(true)
    let ms = 0
    const view = progressView(out, () => ms)
    view.update('made', 'pairs', 0)
    ms = 1000
    view.update('made', 'pairs', 0.5)
    expect(process.listenerCount('SIGINT')).toBe(before)
    view.update('made', 'pairs', 1)
    expect(out.sink.text).toContain('made: pairs')
    expect(out.sink.text).toMatch(/100 %/)
    expect(out.sink.text.lastIndexOf(showCursor)).toBeGreaterThan(out.sink.text.lastIndexOf('\x1b[?25l'))
    const ended = out.sink.text
    view.end()
    expect(out.sink.text).toBe(ended)
    expect(vi.getTimerCount()).toBe(0)
  })
  test('a run that stops half way gives the cursor back', () => {
    const out = stream(true)
    const view = progressView(out)
    view.update('made', 'pairs', 0)
    view.update('made', 'pairs', 0.3)
    view.end()
    expect(out.sink.text).toContain('30 %')
    expect(out.sink.text.endsWith('\n')).toBe(true)
    expect(out.sink.text.lastIndexOf(showCursor)).toBeGreaterThan(out.sink.text.lastIndexOf('\x1b[?25l'))
  })
  test('the next stage has a bar of its own', () => {
    const out = stream(true)
    const view = progressView(out)
    view.update('made', 'a', 0)
    view.update('made', 'b', 0)
    view.end()
    expect(out.sink.text.split('\n').length).toBe(3)
  })
})

test.each([
  [10, 0.5, 10],
  [1, 0.25, 3],
  [0.1, 0.5, undefined],
  [10, 0.01, undefined],
  [10, 1, undefined],
  [10, NaN, undefined],
])('%d s for %d: %s s are left', (elapsed, fraction, left) => {
  expect(secondsLeft(elapsed, fraction)).toBe(left)
})
