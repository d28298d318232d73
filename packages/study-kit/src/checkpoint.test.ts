import { readdir } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { checkpointFile } from './checkpoint.js'
import { resultText } from './testing/made-study.js'
import { run } from './testing/run-made-study.js'
import { temporaryFolder } from './testing/temporary-folder.js'

test('what was written last is read, until it is removed; nothing else is left', async () => {
  const folder = await temporaryFolder()
  const file = checkpointFile(folder, 'training')
  expect(await file.read()).toBeUndefined()
  await file.write(Uint8Array.of(1, 2))
  await file.write(Uint8Array.of(3))
  expect([...(await file.read())!]).toEqual([3])
  expect(await readdir(folder)).toEqual(['training.checkpoint'])
  await file.remove()
  await file.remove()
  expect(await readdir(folder)).toEqual([])
})

test.each(['', '../x', 'a/b', 'A'])('%j is no name', async (name) => {
  expect(() => checkpointFile('/', name)).toThrow('Expected letters, digits and hyphens for a checkpoint but received')
})

test('what cannot be read is an error, not an absence', async () => {
  await expect(checkpointFile(import.meta.url, 'x').read()).resolves.toBeUndefined()
  await expect(checkpointFile(new URL(import.meta.url).pathname, 'x').read()).rejects.toThrow('ENOTDIR')
})

test('a run leaves what the next one goes on from', async () => {
  const checkpoints = await temporaryFolder()
  const study = {
    run: `
      const kept = checkpoint('steps')
      const steps = ((await kept.read())?.[0] ?? 0) + 1
      await kept.write(Uint8Array.of(steps))
      return { ...${resultText()}, values: { steps } }`,
  }
  expect((await run(study, { checkpoints })).values).toEqual({ steps: 1 })
  expect((await run(study, { checkpoints })).values).toEqual({ steps: 2 })
})

test('without a folder a run keeps none', async () => {
  const study = { run: `return { ...${resultText()}, values: { kept: checkpoint ? 1 : 0 } }` }
  expect((await run(study)).values).toEqual({ kept: 0 })
})
