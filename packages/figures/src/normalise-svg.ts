const dataUri = /^data:/

/**
 * An SVG string made fit for a snapshot: one element per line, numbers in attributes with at most two decimals, and
 * the root's id (with all ids and references that begin with it) replaced by "figure". Text and embedded images stay.
 */
export const normaliseSvg = (svg: string): string => {
  const id = /<svg\b[^>]*?\sid="([^"]+)"/.exec(svg)?.[1]
  const renamed = (value: string) =>
    id === undefined
      ? value
      : value
          .split(' ')
          .map((part) => (part === id || part.startsWith(`${id}-`) ? `figure${part.slice(id.length)}` : part))
          .join(' ')
          .replaceAll(`url(#${id}-`, 'url(#figure-')
  const rounded = (value: string) =>
    value.replace(/-?\d+\.\d{3,}(?![\d.]*e)/gi, (n) => String(Math.round(Number(n) * 100) / 100 + 0))
  const attribute = (_: string, name: string, value: string) => {
    if (dataUri.test(value)) return `${name}="${value}"`
    return `${name}="${/^(id|aria-labelledby|clip-path|fill)$/.test(name) ? renamed(value) : rounded(value)}"`
  }
  const tags = svg.replace(/<[^>]+>/g, (tag) => tag.replace(/([\w:-]+)="([^"]*)"/g, attribute))
  return `${tags.replaceAll('><', '>\n<')}\n`
}
