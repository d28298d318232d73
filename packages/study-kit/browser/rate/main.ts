// The rating page: shows the pairs of a session one after the other and sends each rating.
import { Refused, send, type Session } from './send.js'
import { byId, preload, showPair, showTrouble, showView } from './views.js'

const buttons = [...document.querySelectorAll<HTMLButtonElement>('.rating')]
// A key that bounces must not rate the next pair, which nobody has seen yet.
const shortest = 200

let session: Session | null = null
let shownAt = 0
let ready = false

const place = () => session!.ratings.length
const undoing = () => [byId<HTMLButtonElement>('undo'), byId<HTMLButtonElement>('undo-end')]

async function begin(rater: string): Promise<void> {
  try {
    session = await send('/session', { rater }, showTrouble)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    location.hash = ''
    showView('start')
    return showTrouble(error.message)
  }
  location.hash = rater
  await show()
}

async function show(): Promise<void> {
  const { trials, ratings, rater } = session!
  ready = false
  for (const button of buttons) button.classList.remove('chosen')
  for (const button of undoing()) button.disabled = ratings.length === 0
  byId<HTMLProgressElement>('done').value = ratings.length
  if (ratings.length === trials.length) {
    byId('all').textContent = String(trials.length)
    byId('file').textContent = `${rater}.csv`
    showView('end')
    return byId('thanks').focus()
  }
  const { left, right } = trials[ratings.length]!
  const where = `Pair ${ratings.length + 1} of ${trials.length}`
  byId('count').textContent = where
  showView('trial')
  byId('question').focus({ preventScroll: true })
  try {
    await showPair(left, right)
  } catch {
    showTrouble('The images of this pair do not come. The page tries again.')
    return void setTimeout(() => void show(), 1000)
  }
  showTrouble(null)
  byId('said').textContent = where
  preload(trials.slice(ratings.length + 1, ratings.length + 3).flatMap((trial) => [trial.left, trial.right]))
  shownAt = performance.now()
  ready = true
}

async function tell(event: Record<string, number>): Promise<void> {
  ready = false
  try {
    const key = crypto.randomUUID()
    session = await send('/event', { rater: session!.rater, event: { key, ...event } }, showTrouble)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return showTrouble(error.message)
  }
  await show()
}

function rate(rating: number): void {
  const milliseconds = performance.now() - shownAt
  if (!ready || milliseconds < shortest) return
  buttons.find((button) => button.dataset['rating'] === String(rating))?.classList.add('chosen')
  void tell({ trial: place(), rating, milliseconds })
}

function undo(): void {
  const atEnd = !byId('end').hidden
  if (session && place() > 0 && (ready || atEnd)) void tell({ undo: place() - 1 })
}

function moveTo(step: number): void {
  const now = buttons.indexOf(document.activeElement as HTMLButtonElement)
  const next = now < 0 ? (step > 0 ? 0 : buttons.length - 1) : Math.min(buttons.length - 1, Math.max(0, now + step))
  buttons[next]!.focus()
}

function onKey(event: KeyboardEvent): void {
  const taken = event.repeat || event.altKey || event.metaKey || byId('start').hidden === false
  if (taken) return
  const act = actionOf(event)
  if (!act) return
  event.preventDefault()
  act()
}

function actionOf({ key, ctrlKey }: KeyboardEvent): (() => void) | undefined {
  if (ctrlKey) return key === 'z' ? undo : undefined
  if (key === 'Backspace' || key === 'u') return undo
  if (byId('trial').hidden) return undefined
  if (/^[0-9]$/.test(key)) return () => rate(key === '0' ? 10 : Number(key))
  if (key === 'ArrowRight' || key === 'ArrowUp') return () => moveTo(1)
  if (key === 'ArrowLeft' || key === 'ArrowDown') return () => moveTo(-1)
  return undefined
}

for (const button of buttons) button.addEventListener('click', () => rate(Number(button.dataset['rating'])))
for (const button of undoing()) button.addEventListener('click', undo)
byId('another').addEventListener('click', () => {
  session = null
  location.hash = ''
  byId<HTMLInputElement>('rater').value = ''
  showView('start')
  byId('rater').focus()
})
byId('name').addEventListener('submit', (event) => {
  event.preventDefault()
  void begin(byId<HTMLInputElement>('rater').value.trim())
})
document.addEventListener('keydown', onKey)

// The token of the address is a cookie now; the address may be seen on a shared screen.
history.replaceState(null, '', location.pathname + location.hash)
const goingOn = decodeURIComponent(location.hash.slice(1))
if (goingOn) void begin(goingOn)
