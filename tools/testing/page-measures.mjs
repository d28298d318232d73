// Measures that run inside the report's page (page.evaluate sends their text): each stands alone and returns plain data.
/* global document, getComputedStyle */

/** Every id that stands more than once. */
export function repeatedIds() {
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id)
  return ids.filter((id, k) => ids.indexOf(id) !== k)
}

/** Levels of the headings, in order. */
export function headingLevels() {
  return [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((heading) => Number(heading.tagName[1]))
}

/** For each table: its columns' headers, and the cells of each row. */
export function tableShapes() {
  return [...document.querySelectorAll('table')].map((table) => ({
    headers: [...table.querySelectorAll('thead th[scope=col]')].map((th) => th.textContent),
    cells: [...table.querySelectorAll('tbody tr')].map((row) => row.children.length),
    rowHeaders: [...table.querySelectorAll('tbody tr')].every(
      (row) => row.firstElementChild?.getAttribute('scope') === 'row',
    ),
    caption: table.caption?.textContent ?? '',
  }))
}

/** By how many CSS pixels the document is wider than the window. */
export function horizontalOverflow() {
  return document.documentElement.scrollWidth - document.documentElement.clientWidth
}

/** Texts of figures that reach more than half a pixel out of their picture. */
export function textOutsideFigures() {
  return [...document.querySelectorAll('figure svg')].flatMap((svg) => {
    const frame = svg.getBoundingClientRect()
    const outside = ({ left, right, top, bottom }) =>
      left < frame.left - 0.5 || right > frame.right + 0.5 || top < frame.top - 0.5 || bottom > frame.bottom + 0.5
    const texts = [...svg.querySelectorAll('text')].filter((text) => outside(text.getBoundingClientRect()))
    return texts.map((text) => `${svg.id}: ${text.textContent}`)
  })
}

/**
 * Text with less contrast than asked (WCAG 2.2, success criterion 1.4.3), each kind of text once: what it is, its colour,
 * the colour behind it and their contrast. Of a figure, the text in its ink: behind it is what was drawn under it, or the
 * figure's panel.
 */
export function lowContrast(least) {
  const parse = (text) => (text.match(/[\d.]+/g) ?? []).map(Number)
  const luminance = (rgb) => {
    const [r, g, b] = rgb
      .slice(0, 3)
      .map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (a, b) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y)
    return (high + 0.05) / (low + 0.05)
  }
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = parse(getComputedStyle(e).backgroundColor)
      if (colour.length === 3 || colour[3] === 1) return colour
    }
    return [255, 255, 255]
  }
  const blend = (top, alpha, under) => under.map((v, k) => alpha * top[k] + (1 - alpha) * v)
  const underText = (text, panel) => {
    const { left, right, top, bottom } = text.getBoundingClientRect()
    const [x, y] = [(left + right) / 2, (top + bottom) / 2]
    let colour = panel
    for (const shape of text.closest('svg').querySelectorAll('rect, image')) {
      const box = shape.getBoundingClientRect()
      const before = shape.compareDocumentPosition(text) & 4
      if (!before || x < box.left || x > box.right || y < box.top || y > box.bottom) continue
      const style = getComputedStyle(shape)
      if (style.fill !== 'none')
        colour = blend(parse(style.fill), Number(style.fillOpacity) * Number(style.opacity), colour)
    }
    return colour
  }
  const found = new Map()
  const check = (name, colour, alpha, under) => {
    const value = contrast(blend(colour, alpha, under), under)
    if (!(value >= least)) found.set(`${name} ${colour} on ${under.map(Math.round)}`, value)
  }
  const walker = document.createTreeWalker(document.body, 4)
  let texts = 0
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement
    if (!walker.currentNode.textContent.trim() || element.closest('svg, style')) continue
    texts++
    check(element.tagName + '.' + element.className, parse(getComputedStyle(element).color), 1, behind(element))
  }
  for (const text of document.querySelectorAll('figure svg text')) {
    const style = getComputedStyle(text)
    texts++
    check(
      `figure text "${text.textContent}"`,
      parse(style.fill),
      Number(style.fillOpacity),
      underText(text, behind(text)),
    )
  }
  return { texts, found: [...found].map(([what, value]) => `${what}: ${value.toFixed(2)}`) }
}

/** Waits for the fonts. */
export async function fontsReady() {
  await document.fonts.ready
}

/** Whether a font is loaded for text of 10 pixels. */
export function hasFont(family) {
  return document.fonts.check(`10px '${family}'`) && [...document.fonts].some((face) => face.status === 'loaded')
}

/** What has the focus: tag, class, link and the ring around it. */
export function focused() {
  const element = document.activeElement
  const { outlineStyle } = getComputedStyle(element)
  return { tag: element.tagName, class: element.className, href: element.getAttribute('href'), ring: outlineStyle }
}

/** The page's background. */
export function paperColour() {
  return getComputedStyle(document.body).backgroundColor
}
