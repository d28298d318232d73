import { shown, type ScoreTable } from '../own-tables/score-table.js'
import { spcError } from '../spc-error.js'

/** The images of a folder as rows of features. */
export interface ImageRows<T> {
  /** Those with a score first, then the fillers, each in the order that was given. */
  readonly files: readonly T[]
  /** Of each row: the name of its file, without its ending unless the scores have whole names. */
  readonly ids: readonly string[]
  /** How many have a score. */
  readonly scored: number
}

const stem = (name: string) => name.replace(/\.[^.]+$/, '')

/**
 * Joins images and scores by name. Where an id of the table is the whole name of a file, all are taken as whole names; otherwise
 * as names without their endings. Scored images come first, so that features of any size can be read as targets and fillers.
 * @throws SpcError INVALID_TABLE for an id without an image, with its line, or two images of one id
 */
export function imageRows<T extends { readonly name: string }>(files: readonly T[], table: ScoreTable): ImageRows<T> {
  const names = new Set(files.map(({ name }) => name))
  const idOf = table.ids.some((id) => names.has(id)) ? (name: string) => name : stem
  const byId = new Map<string, T>()
  for (const file of files) {
    const [id, before] = [idOf(file.name), byId.get(idOf(file.name))]
    if (before) throw spcError('INVALID_TABLE', twice(table), '--images', `${before.name} and ${file.name}`)
    byId.set(id, file)
  }
  for (const [k, id] of table.ids.entries())
    if (!byId.has(id))
      throw spcError('INVALID_TABLE', 'the name of an image of --images', `line ${table.lines[k]} of ${table.label}`, shown(id)) // prettier-ignore
  const scored = new Set(table.ids)
  const ids = [...byId.keys()]
  const ordered = [...ids.filter((id) => scored.has(id)), ...ids.filter((id) => !scored.has(id))]
  return { files: ordered.map((id) => byId.get(id)!), ids: ordered, scored: scored.size }
}

const twice = ({ label }: ScoreTable) => `one image of each name without its ending (or whole names in ${label})`
