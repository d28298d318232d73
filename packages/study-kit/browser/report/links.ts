type Mark = SVGElement

const keyOf = (mark: Mark) => mark.dataset['items']!.split(' ').sort().join(' ')
const titleOf = (mark: Mark) => mark.closest('figure')?.querySelector('figcaption b')?.textContent ?? ''

/** What a mark says of its items: the figure, and its tooltip or its value. */
function lineOf(mark: Mark): string {
  const text = mark.querySelector('title')?.textContent ?? mark.dataset['value'] ?? ''
  return `${titleOf(mark)}: ${text}`
}

function element<K extends keyof HTMLElementTagNameMap>(tag: K, className: string, text = ''): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag)
  made.className = className
  made.textContent = text
  return made
}

/** One study's marks that show the same items: cells, points and pictures, linked by `data-items` and `data-item`. */
class LinkedMarks {
  readonly #marks = new Map<string, Mark[]>()
  readonly #panel = element('div', 'linked')
  readonly #select = document.createElement('select')
  #pinned = false
  constructor(private readonly section: HTMLElement) {
    for (const mark of section.querySelectorAll<Mark>('[data-items]')) {
      const key = keyOf(mark)
      this.#marks.set(key, [...(this.#marks.get(key) ?? []), mark])
    }
  }

  /** Listens to pointer and choice. Nothing to link: does nothing. */
  start(): void {
    const first = this.section.querySelector('.figures')
    if (this.#marks.size === 0 || !first) return
    this.#panel.hidden = true
    this.#panel.setAttribute('role', 'status')
    first.before(this.#chooser())
    this.section.append(this.#panel)
    const at = (event: Event) => (event.target as Element).closest<Mark>('[data-items]')
    this.section.addEventListener('pointerover', (event) => {
      if (this.#pinned) return
      const mark = at(event)
      this.show(mark ? keyOf(mark) : null)
    })
    this.section.addEventListener('click', (event) => {
      const mark = at(event)
      if (!mark && !(event.target as Element).closest('figure')) return
      this.#pinned = mark !== null
      this.show(mark ? keyOf(mark) : null)
    })
    this.section.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') this.#choose('')
    })
  }

  /** Marks everything that shows these items, and puts them into the panel. */
  show(key: string | null): void {
    for (const marked of this.section.querySelectorAll('.linked-on')) marked.classList.remove('linked-on')
    const marks = (key && this.#marks.get(key)) || []
    for (const mark of marks) {
      mark.classList.add('linked-on')
      // A cell's outline would lie under its neighbours.
      if (mark.matches('rect')) mark.parentNode!.append(mark)
    }
    this.#panel.hidden = marks.length === 0
    this.#select.value = key !== null && [...this.#select.options].some(({ value }) => value === key) ? key : ''
    if (marks.length > 0) this.#panel.replaceChildren(this.#pictures(key!.split(' ')), this.#lines(marks))
  }

  #pictures(items: readonly string[]): HTMLElement {
    const row = element('div', 'pictures')
    for (const item of items) {
      const found = [...this.section.querySelectorAll<SVGImageElement>('image[data-item]')].find((image) => image.dataset['item'] === item) // prettier-ignore
      if (!found) continue
      const picture = new Image()
      picture.src = found.href.baseVal
      picture.alt = item
      row.append(picture)
    }
    return row
  }

  #lines(marks: readonly Mark[]): HTMLElement {
    const list = element('ul', '')
    for (const line of new Set(marks.map(lineOf))) list.append(element('li', '', line))
    return list
  }

  #choose(key: string): void {
    this.#pinned = key !== ''
    this.show(key || null)
  }

  /** The same for a keyboard: a list of what more than one figure shows. */
  #chooser(): HTMLElement {
    const label = element('label', 'chooser', 'Point at a cell, a point or a picture to see it everywhere, or choose: ')
    this.#select.append(new Option('none', ''))
    for (const [key, marks] of this.#marks) {
      const named = marks.find((mark) => mark.dataset['label'])
      const shared = new Set(marks.map((mark) => mark.closest('figure'))).size > 1
      if (shared) this.#select.append(new Option(`${named ? `${named.dataset['label']}, ` : ''}${key}`, key))
    }
    this.#select.addEventListener('change', () => this.#choose(this.#select.value))
    label.append(this.#select)
    return label
  }
}

/** Links the figures of every study. */
export function equipLinks(): void {
  for (const section of document.querySelectorAll<HTMLElement>('main > section')) new LinkedMarks(section).start()
}
