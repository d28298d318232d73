/** Offers bytes as a file to save. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

/** A small button. */
export function smallButton(text: string, label: string, onClick: () => void): HTMLButtonElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'small'
  button.textContent = text
  button.setAttribute('aria-label', label)
  button.addEventListener('click', onClick)
  return button
}
