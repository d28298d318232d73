import { expect, test } from 'vitest'
import { runCli } from './testing/run-cli.js'

interface Finding {
  readonly name: string
  readonly state: string
  readonly text: string
  readonly mend?: string
}

async function findings(env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await runCli(['doctor', '--json'], env)
  expect(stderr).toBe('')
  const { sections } = JSON.parse(stdout) as { sections: { title: string; findings: Finding[] }[] }
  const of = (package_: string, name: string) =>
    sections.find(({ title }) => title.startsWith(`${package_} `))?.findings.find((one) => one.name === name)
  return { code, of }
}

test('the doctor of this workspace asks its packages', async () => {
  const { code, of } = await findings({ LIKENESS_SIMD: 'scalar' })
  expect(code).toBe(0)
  expect(of('core-native', 'native addon')).toMatchObject({ state: 'ok' })
  expect(of('core-native', 'SIMD')).toMatchObject({ state: 'ok', text: expect.stringMatching(/^scalar of scalar/) })
  expect(of('nets', 'cpu')).toMatchObject({ state: 'ok' })
  expect(of('nets', 'auto')?.text).toMatch(/^takes /)
})
test('each addon that does not load is named with what mends it', async () => {
  const none = { LIKENESS_ADDON: '/none/core.node', LIKENESS_NETS_ADDON: '/none/nets.node' }
  const { code, of } = await findings(none)
  // Without the core everything is slow; without the backend another one is taken.
  expect(code).toBe(1)
  expect(of('core-native', 'native addon')).toMatchObject({ state: 'broken', mend: 'unset LIKENESS_ADDON' })
  expect(of('core-native', 'native addon')?.text).toContain('/none/core.node')
  expect(of('nets', 'native')).toMatchObject({ state: 'absent', text: expect.stringContaining('/none/nets.node') })
  expect(of('nets', 'auto')).toMatchObject({ state: 'ok', text: 'takes wasm' })
})
test('a SIMD level that is not there is one finding', async () => {
  const { code, of } = await findings({ LIKENESS_SIMD: 'sse9' })
  expect(code).toBe(1)
  expect(of('core-native', 'core-native')).toMatchObject({
    ...{ state: 'broken', text: expect.stringContaining('for LIKENESS_SIMD but received sse9') },
  })
})
