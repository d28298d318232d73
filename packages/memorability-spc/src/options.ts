import { imageChoice } from './own-images/index.js'
import { params } from './params.js'

/** The study's own options; the files of `--features`, `--scores`, `--ids`, `--images` and `--weights` come by study-kit. */
export type Options = {
  /** How many seeds of the sparse coding, from 0. */
  readonly seeds: number
  /** Training batches of own features. */
  readonly batches: number
  /** Columns of the own scores; empty: told by their names. */
  readonly idColumn: string
  readonly scoreColumn: string
  /** Of own images: network, layer and preprocessing; empty: there are none, or the preprocessing of the weights. */
  readonly network: string
  readonly layer: string
  readonly preprocessing: string
}

/** Parses the options. @throws RangeError or NetsError saying what was expected, for which option, and what came */
export function parseOptions(raw: Readonly<Record<string, string>>): Options {
  const images = imageChoice(raw)
  return {
    seeds: integer(raw, 'seeds', 3, 20),
    batches: integer(raw, 'batches', params.sparseCoding.batches, 1_000_000),
    idColumn: raw['id-column'] ?? '',
    scoreColumn: raw['score-column'] ?? '',
    ...{ network: images?.known.name ?? '', layer: images?.layer ?? '', preprocessing: images?.preprocessing ?? '' },
  }
}

/** The seeds that were asked for. */
export const seedsOf = ({ seeds }: Pick<Options, 'seeds'>): number[] => Array.from({ length: seeds }, (_, k) => k)

function integer(raw: Readonly<Record<string, string>>, name: string, byDefault: number, most: number): number {
  const text = raw[name] ?? String(byDefault)
  if (/^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= most) return Number(text)
  throw new RangeError(`Expected an integer from 1 to ${most} for --${name} but received ${shown(text)}`)
}

// What a shell passed may be empty, long, or hold a terminal's control characters.
const shown = (text: string) => (/^[\w.,+-]{1,40}$/.test(text) ? text : JSON.stringify(text.slice(0, 40)))
