/** The element with an id. */
export const byId = <T extends HTMLElement = HTMLElement>(id: string) => document.getElementById(id) as T

/** Shows one of the three views. */
export function showView(name: 'start' | 'trial' | 'end'): void {
  for (const id of ['start', 'trial', 'end']) byId(id).hidden = id !== name
}

/** Shows or hides what is wrong. */
export function showTrouble(text: string | null): void {
  const box = byId('trouble')
  box.hidden = text === null
  if (box.textContent !== text) box.textContent = text
}

/** Puts a pair of images up; resolves when both are there to be seen. */
export async function showPair(left: string, right: string): Promise<void> {
  const pair = byId('pair')
  pair.classList.add('loading')
  const load = async (id: string, path: string) => {
    const image = byId<HTMLImageElement>(id)
    image.src = path
    await image.decode()
  }
  await Promise.all([load('left', left), load('right', right)])
  pair.classList.remove('loading')
}

/** Loads images before they are needed. */
export function preload(paths: readonly string[]): void {
  for (const path of paths) new Image().src = path
}
