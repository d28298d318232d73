import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { discoverCommands } from './discover-commands.js'
import { temporaryFolder } from './testing/temporary-folder.js'

async function packages(manifests: Record<string, unknown>): Promise<string> {
  const folder = await temporaryFolder()
  for (const [name, manifest] of Object.entries(manifests)) {
    await mkdir(join(folder, name))
    await writeFile(
      join(folder, name, 'package.json'),
      typeof manifest === 'string' ? manifest : JSON.stringify(manifest),
    )
  }
  return folder
}
const commands = (declared: unknown) => ({ name: 'x', version: '1.0.0', likeness: { commands: declared } })

test('commands are those that neighbours declare, by name', async () => {
  const options = { out: { about: 'a file', kind: 'path', required: true }, metric: { about: 'a name' } }
  const folder = await packages({
    one: commands({ show: { module: './dist/show.js', about: 'shows', options } }),
    two: commands({
      draw: { module: './d.js', about: 'draws', argument: { name: 'file', about: 'a file' }, options: {} },
    }),
    library: { name: 'library', version: '1.0.0' },
  })
  expect(await discoverCommands(folder)).toEqual([
    {
      ...{ name: 'draw', module: join(folder, 'two/d.js'), about: 'draws', options: {} },
      argument: { name: 'file', about: 'a file', kind: 'text' },
    },
    {
      ...{ name: 'show', module: join(folder, 'one/dist/show.js'), about: 'shows' },
      options: { out: options.out, metric: { about: 'a name', kind: 'text', required: false } },
    },
  ])
})

test.each([
  ['no JSON', '{'],
  ['null', 'null'],
  ['a study only', { name: 'x', version: '1.0.0', likeness: { study: './s.js' } }],
  ['a hostile name', commands(JSON.parse('{"Draw!": {"module": "./d.js", "about": "", "options": {}}}'))],
  [
    'an unknown kind of option',
    commands({ draw: { module: './d.js', about: '', options: { x: { about: '', kind: 'url' } } } }),
  ],
])('a neighbour with %s is passed over', async (_, manifest) => {
  expect(await discoverCommands(await packages({ odd: manifest }))).toEqual([])
})
