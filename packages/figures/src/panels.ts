import { checkFilled } from './check.js'
import { element, type Markup } from './element.js'
import { refusal } from './figure-error.js'
import { figureRoot } from './figure-root.js'

/** Figures beside one another. */
export interface PanelsOptions {
  id: string
  title: string
  /** SVG strings of this package, each with an id of its own. */
  panels: readonly string[]
  /** Pixels between two. Default 12. */
  gap?: number
}

const root = /^<svg [^>]*?id="([^"]+)"[^>]*? width="(\d+)" height="(\d+)"[^>]*>(.*)<\/svg>$/s
const naming = /^<title [^>]*>(.*?)<\/title><desc [^>]*>(.*?)<\/desc>/s

/** A figure taken apart: what its root says, and what is drawn. */
const taken = (svg: string, k: number) => {
  const [, id, width, height, content] = root.exec(svg) ?? refuse(svg, k)
  const [names, name, description] = naming.exec(content!) ?? refuse(svg, k)
  const drawn = content!.slice(names!.length) as Markup
  return { id: id!, width: Number(width), height: Number(height), description: `${name}: ${description}`, drawn }
}

const refuse = (svg: string, k: number): never => {
  throw refusal('a figure of this package', `panels[${k}]`, svg)
}

/**
 * Several figures as one, from left to right, their tops on one line; ids inside stay those of the panels.
 * @throws FigureError (INVALID_ARGUMENT) for no panel, what is no figure of this package, an id that comes twice, a bad id
 */
export const panels = ({ id, title, panels: given, gap = 12 }: PanelsOptions): string => {
  checkFilled(given, 'panels')
  const parts = given.map(taken)
  if (new Set([id, ...parts.map((part) => part.id)]).size <= parts.length)
    throw refusal('every id once', 'panels', [id, ...parts.map((part) => part.id)].join(', '))
  const starts = parts.map((_, k) => parts.slice(0, k).reduce((sum, { width }) => sum + width + gap, 0))
  const width = starts.at(-1)! + parts.at(-1)!.width
  const height = Math.max(...parts.map((part) => part.height))
  // Names inside are those of one picture: the description tells the parts apart.
  const description = unescaped(parts.map((part) => part.description).join(' '))
  return figureRoot(
    { id, width, height, name: title, description },
    ...parts.map(({ id: own, drawn }, k) =>
      element('g', { id: own, class: 'panel', transform: `translate(${starts[k]} 0)` }, drawn),
    ),
  )
}

const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&#13;': '\r' }

const unescaped = (value: string) => value.replace(/&(?:amp|lt|gt|#13);/g, (entity) => entities[entity]!)
