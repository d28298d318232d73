import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { discoverStudies, findStudies } from './discover-studies.js'
import { temporaryFolder } from './testing/temporary-folder.js'

const manifest = (likeness: unknown) => JSON.stringify({ name: '@x/y', version: '1.0.0', likeness })

async function packages(texts: Record<string, string | undefined>): Promise<string> {
  const folder = await temporaryFolder()
  for (const [name, text] of Object.entries(texts)) {
    await mkdir(join(folder, name))
    if (text !== undefined) await writeFile(join(folder, name, 'package.json'), text)
  }
  return folder
}

describe('studies beside study-kit', () => {
  test('are the packages whose package.json names a study, by name', async () => {
    const options = { digit: 'digit, 0 to 9 (default 8)' }
    const declared = {
      ...options,
      features: { file: true, several: true, about: 'own features' },
      images: { folder: true, endings: ['.png'], about: 'own images' },
      train: { flag: true, about: 'trains' },
    }
    const folder = await packages({
      'b-study': manifest({ study: './dist/study.js', options: declared }),
      'a-study': manifest({ study: './study.js' }),
      library: JSON.stringify({ name: 'library', version: '1.0.0' }),
    })
    expect(await discoverStudies(folder)).toEqual([
      {
        ...{ name: 'a-study', version: '1.0.0', folder: join(folder, 'a-study'), options: {} },
        ...{ files: [], several: [], folders: {}, flags: [], module: join(folder, 'a-study/study.js') },
      },
      {
        ...{ name: 'b-study', version: '1.0.0', folder: join(folder, 'b-study') },
        ...{ options: { ...options, features: 'own features', images: 'own images', train: 'trains' } },
        ...{ files: ['features'], several: ['features'], folders: { images: ['.png'] }, flags: ['train'] },
        module: join(folder, 'b-study/dist/study.js'),
      },
    ])
  })
  test.each([
    ['no package.json', undefined],
    ['a package.json that is not JSON', '{ "name": '],
    ['an empty package.json', ''],
    ['null', 'null'],
    ['no module', manifest({})],
    ['an option that is neither text, file nor flag', manifest({ study: './s.js', options: { x: { about: 'x' } } })],
    [
      'an option that is file and flag',
      manifest({ study: './s.js', options: { x: { file: true, flag: true, about: 'x' } } }),
    ],
    ['a hostile option name', manifest({ study: './s.js', options: JSON.parse('{"Digit!":"x"}') })],
  ])('a neighbour with %s is passed over', async (_, text) => {
    const folder = await packages({ odd: text, study: manifest({ study: './s.js' }) })
    await writeFile(join(folder, 'README.md'), 'a file')
    expect((await discoverStudies(folder)).map((study) => study.name)).toEqual(['study'])
  })
  test('in this repository', async () => {
    expect((await discoverStudies()).map((study) => study.name)).toContain('mnist-similarity')
  })
})

describe('a name', () => {
  test('is one study, or all', async () => {
    const study = manifest({ study: './s.js' })
    const folder = await packages({ a: study, b: study })
    expect((await findStudies('b', folder)).map((s) => s.name)).toEqual(['b'])
    expect((await findStudies('all', folder)).map((s) => s.name)).toEqual(['a', 'b'])
    await expect(findStudies('c', folder)).rejects.toMatchObject({
      code: 'UNKNOWN_STUDY',
      message: 'Expected all or one of a, b for study but received c',
    })
  })
  test('finds nothing where no study is', async () => {
    const folder = await packages({})
    await expect(findStudies('all', folder)).rejects.toThrow('(no study is installed) for study but received all')
  })
})
