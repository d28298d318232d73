import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { firstIssue, readJson } from './read-json.js'
import { temporaryFolder } from './testing/temporary-folder.js'

const schema = z.object({ files: z.array(z.object({ bytes: z.number() })) })

async function file(text: string): Promise<string> {
  const path = join(await temporaryFolder(), 'data.json')
  await writeFile(path, text)
  return path
}

test('gives what the schema makes of a file', async () => {
  expect(await readJson(await file('{"files":[{"bytes":3,"more":1}]}'), schema)).toEqual({ files: [{ bytes: 3 }] })
})

test.each([
  ['{"files":[{"bytes":3}', /^Expected a valid data\.json but received text that is not JSON: .* \(\/.*data\.json\)$/],
  ['', /text that is not JSON/],
  ['{"files":[{"bytes":"3"}]}', /received files\.0\.bytes: Invalid input: expected number, received string/],
  ['null', /received Invalid input: expected object, received null/],
])('%j gives one line that names file and place', async (text, message) => {
  const error = (await readJson(await file(text), schema).catch((e: Error) => e)) as Error
  expect(error).toMatchObject({ name: 'StudyKitError', code: 'INVALID_MANIFEST' })
  expect(error.message).toMatch(message)
  expect(error.message).not.toContain('\n')
})

test('a file that is not there, or is a folder', async () => {
  const folder = await temporaryFolder()
  await expect(readJson(join(folder, 'data.json'), schema)).rejects.toThrow(
    'Expected a valid data.json but received no file',
  )
  await mkdir(join(folder, 'data.json'))
  await expect(readJson(join(folder, 'data.json'), schema)).rejects.toThrow('EISDIR')
})

test('the first of several faults', () => {
  const { error } = z.object({ a: z.string(), b: z.string() }).safeParse({})
  expect(firstIssue(error!)).toBe('a: Invalid input: expected string, received undefined')
})
