import { params } from './params.js'

/** The study's own options. */
export type Options = {
  readonly digit: number
  readonly pairs: number
  /** Whether the network is trained from scratch before it is analysed. */
  readonly train: boolean
  readonly epochs: number
}

/**
 * Parses `--digit`, `--pairs`, `--train` and `--epochs`.
 * @throws RangeError saying what was expected, for which option, and what came
 */
export function parseOptions(raw: Readonly<Record<string, string>>): Options {
  const train = raw['train'] !== undefined
  if (train && raw['train'] !== 'true')
    throw new RangeError(`Expected no value for --train but received ${shown(raw['train']!)}`)
  if (!train && raw['epochs'] !== undefined)
    throw new RangeError(`Expected --train beside --epochs but received --epochs ${shown(raw['epochs'])} alone`)
  return {
    digit: integer(raw, 'digit', 8, 0, 9),
    pairs: integer(raw, 'pairs', 20, 1, 10_000),
    train,
    epochs: integer(raw, 'epochs', params.train.epochs, 1, 1000),
  }
}

function integer(raw: Readonly<Record<string, string>>, name: string, byDefault: number, least: number, most: number) {
  const text = raw[name] ?? String(byDefault)
  if (/^\d+$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text)
  throw new RangeError(`Expected an integer from ${least} to ${most} for --${name} but received ${shown(text)}`)
}

// What a shell passed may be empty, long, or hold a terminal's control characters.
const shown = (text: string) => (/^[\w.,+-]{1,40}$/.test(text) ? text : JSON.stringify(text.slice(0, 40)))
