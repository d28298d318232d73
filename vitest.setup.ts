import { afterEach, beforeEach, expect, vi } from 'vitest'
import { toMatchImageSnapshot } from 'jest-image-snapshot'

expect.extend({ toMatchImageSnapshot })

// TensorFlow.js advertises its native backend once per process, in Node, on its first CPU-backend write.
const banner = /looks like you are running TensorFlow\.js in Node\.js/
const methods = ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const
let printed: string[] = []

beforeEach(() => {
  printed = []
  for (const method of methods)
    vi.spyOn(console, method).mockImplementation((...args: unknown[]) => {
      if (!banner.test(String(args[0]))) printed.push(`console.${method}: ${args.map(String).join(' ')}`)
    })
})

afterEach(() => {
  for (const method of methods) vi.mocked(console[method]).mockRestore?.()
  if (printed.length > 0) throw new Error(`expected no console output from a test but received:\n${printed.join('\n')}`)
})
