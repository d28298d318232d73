// What the report can do beyond being read; everything in it can be read without.
import { equipLinks } from './links.js'
import { equipFigures } from './pictures.js'
import { saveFile, smallButton } from './save.js'
import { equipTables } from './tables.js'

/** A button that copies a text, and where the text is a file one that saves it. */
function equipTexts(): void {
  for (const text of document.querySelectorAll<HTMLElement>('[data-copy]')) {
    const tools = document.createElement('p')
    tools.className = 'tools'
    const name = text.dataset['copy']!
    const copy: HTMLButtonElement = smallButton('Copy', `Copy the ${name}`, () => {
      void navigator.clipboard.writeText(text.textContent).then(() => (copy.textContent = 'Copied'))
    })
    tools.append(copy)
    const file = text.dataset['file']
    if (file) tools.append(smallButton('Save', `Save the ${name}`, () => saveFile(file, new Blob([text.textContent]))))
    text.after(tools)
  }
}

equipTables()
equipFigures()
equipTexts()
equipLinks()
// On paper nothing can be unfolded.
addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('details')) details.open = true
})
