import { ESLint } from 'eslint'
import { describe, expect, test } from 'vitest'

const eslint = new ESLint({ cwd: new URL('..', import.meta.url).pathname })
const lint = async (file: string, text: string) => {
  const [result] = await eslint.lintText(text, { filePath: `packages/${file}` })
  return result!.messages.filter((m) => m.ruleId?.endsWith('no-restricted-imports')).map((m) => m.message)
}

describe('the layer rule: study -> shared -> core', () => {
  test.each([
    ['core-native/src/x.ts', "import '@likeness/io'"],
    ['io/src/x.ts', "import '@likeness/core-native'"],
    ['stats/src/x.ts', "import '@likeness/nets'"],
    ['figures/src/x.ts', "import '@likeness/stats'"],
    ['nets/src/x.ts', "import '@likeness/study-kit'"],
    ['study-kit/src/x.ts', "import '@likeness/figures'"],
    ['stats/src/x.ts', "import '@likeness/mnist-similarity'"],
    ['mnist-similarity/src/x.ts', "import '@tensorflow/tfjs'"],
    ['mnist-similarity/src/x.ts', "import 'd3-scale'"],
    ['mnist-similarity/src/x.ts', "import 'node:fs'"],
    ['core-native/src/x.ts', "import 'child_process'"],
    ['core-native/src/distance/x.ts', "import 'node:fs/promises'"],
    ['core-native/src/file/x.ts', "import '@likeness/io'"],
    ['mnist-similarity/src/x.ts', "import '../../core-native/src/index.js'"],
    ['mnist-similarity/src/x.ts', "import '@likeness/core-native/src/index.js'"],
    ['mnist-similarity/src/x.ts', "import '@likeness/study-kit/testing'"],
    ['mnist-similarity/src/x.test.ts', "import '@likeness/study-kit/src/testing/index.js'"],
    ['stats/src/x.test.ts', "import '@likeness/study-kit/testing'"],
  ])('%s may not %s', async (file, text) => {
    expect(await lint(file, text)).toHaveLength(1)
  })
  test.each([
    ['stats/src/x.ts', "import '@likeness/core-native'"],
    ['nets/src/x.ts', "import '@tensorflow/tfjs'"],
    ['figures/src/x.ts', "import 'd3-scale'"],
    ['study-kit/src/x.ts', "import 'node:fs'"],
    ['core-native/src/file/x.ts', "import 'node:fs/promises'"],
    ['mnist-similarity/src/x.ts', "import '@likeness/stats'"],
    ['mnist-similarity/src/x.test.ts', "import 'node:fs'"],
    ['mnist-similarity/src/x.test.ts', "import '@likeness/study-kit/testing'"],
  ])('%s may %s', async (file, text) => {
    expect(await lint(file, text)).toEqual([])
  })
})
