import { saveFile } from './save.js'

/** A figure's SVG as a file: without what the page adds, in its own ink. */
export function svgText(svg: SVGSVGElement, style = ''): string {
  const copy = svg.cloneNode(true) as SVGSVGElement
  for (const marked of copy.querySelectorAll('.linked-on')) marked.classList.remove('linked-on')
  if (style) {
    const element = document.createElementNS('http://www.w3.org/2000/svg', 'style')
    element.textContent = style
    copy.prepend(element)
  }
  return new XMLSerializer().serializeToString(copy)
}

// A picture sees no font of the page: it takes them along.
const fontRules = () => (document.querySelector('style')?.textContent ?? '').match(/@font-face \{[^}]*\}/g)?.join('') ?? ''

/** A figure as PNG, twice as many pixels each way, on white. */
async function pngBlob(svg: SVGSVGElement): Promise<Blob> {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(svg, fontRules()))}`
  await image.decode()
  const canvas = document.createElement('canvas')
  const [width, height] = [svg.width.baseVal.value, svg.height.baseVal.value]
  ;[canvas.width, canvas.height] = [2 * width, 2 * height]
  const drawing = canvas.getContext('2d')!
  drawing.fillStyle = '#ffffff'
  drawing.fillRect(0, 0, canvas.width, canvas.height)
  drawing.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png'),
  )
}

/** Lets the links below a figure save what stands in the page: the page may have been moved away from its files. */
export function equipFigures(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('figure a[download]')) {
    const svg = link.closest('figure')!.querySelector('svg')!
    link.addEventListener('click', (event) => {
      event.preventDefault()
      if (link.download.endsWith('.svg')) return saveFile(link.download, new Blob([svgText(svg)], { type: 'image/svg+xml' })) // prettier-ignore
      void pngBlob(svg).then((blob) => saveFile(link.download, blob))
    })
  }
}
