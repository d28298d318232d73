/** The study's own options. */
export type Options = {
  /** How many seeds of the sparse coding, from 0. */
  readonly seeds: number
}

const most = 20

/** Parses `--seeds`. @throws RangeError saying what was expected, for which option, and what came */
export function parseOptions(raw: Readonly<Record<string, string>>): Options {
  const text = raw['seeds'] ?? '3'
  if (/^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= most) return { seeds: Number(text) }
  throw new RangeError(`Expected an integer from 1 to ${most} for --seeds but received ${shown(text)}`)
}

// What a shell passed may be empty, long, or hold a terminal's control characters.
const shown = (text: string) => (/^[\w.,+-]{1,40}$/.test(text) ? text : JSON.stringify(text.slice(0, 40)))
