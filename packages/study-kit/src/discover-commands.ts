import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { neighbours } from './neighbours.js'
import { z } from 'zod'

const kebab = z.string().regex(/^[a-z][a-z-]*$/)
/** How the value is read: as it stands, as a path (made absolute), or not at all (a flag). */
const kind = z.enum(['text', 'path', 'flag']).default('text')

const manifest = z.object({
  likeness: z.object({
    commands: z.record(
      kebab,
      z.object({
        module: z.string(),
        about: z.string(),
        argument: z.object({ name: kebab, about: z.string(), kind }).optional(),
        options: z.record(kebab, z.object({ about: z.string(), kind, required: z.boolean().default(false) })),
      }),
    ),
  }),
})

type Declared = z.infer<typeof manifest>['likeness']['commands'][string]

/** A command that a package beside study-kit declares in `likeness.commands` of its package.json. */
export interface CommandPackage extends Readonly<Declared> {
  readonly name: string
  /** The compiled module whose default export is the Command. */
  readonly module: string
}

/** All commands, by name. A neighbour that declares none, or whose package.json cannot be read, is passed over. */
export async function discoverCommands(folder = neighbours): Promise<CommandPackage[]> {
  const names = (await readdir(folder)).sort()
  const found = await Promise.all(names.map((name) => readCommands(join(folder, name))))
  return found.flat().sort((a, b) => (a.name < b.name ? -1 : 1))
}

async function readCommands(folder: string): Promise<CommandPackage[]> {
  const json: unknown = await readFile(join(folder, 'package.json'), 'utf8')
    .then(JSON.parse)
    .catch(() => undefined)
  const parsed = manifest.safeParse(json)
  if (!parsed.success) return []
  const declared = Object.entries(parsed.data.likeness.commands)
  return declared.map(([name, command]) => ({ ...command, name, module: join(folder, command.module) }))
}
