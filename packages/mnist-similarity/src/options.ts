/** The study's own options. */
export type Options = { readonly digit: number; readonly pairs: number }

/** Parses `--digit` and `--pairs`. @throws RangeError saying what was expected, for which option, and what came */
export function parseOptions(raw: Readonly<Record<string, string>>): Options {
  return { digit: integer(raw, 'digit', 8, 0, 9), pairs: integer(raw, 'pairs', 20, 1, 10_000) }
}

function integer(raw: Readonly<Record<string, string>>, name: string, byDefault: number, least: number, most: number) {
  const text = raw[name] ?? String(byDefault)
  if (/^\d+$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text)
  throw new RangeError(`Expected an integer from ${least} to ${most} for --${name} but received ${shown(text)}`)
}

// What a shell passed may be empty, long, or hold a terminal's control characters.
const shown = (text: string) => (/^[\w.,+-]{1,40}$/.test(text) ? text : JSON.stringify(text.slice(0, 40)))
