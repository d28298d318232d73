/** Where a rater is, as the server tells it. */
export interface Session {
  readonly rater: string
  readonly trials: readonly { readonly left: string; readonly right: string }[]
  readonly ratings: readonly number[]
}

/** What the server refused, in its words. */
export class Refused extends Error {}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/**
 * Sends until the server has answered: it may have been killed, and started again meanwhile. An event carries a key of its
 * own, so that one which had arrived counts once.
 * @param onTrouble called with what is wrong while it does not work, then with null
 */
export async function send(path: string, value: unknown, onTrouble: (text: string | null) => void): Promise<Session> {
  const request = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(value) }
  for (;;) {
    try {
      const response = await fetch(path, request)
      // 409: another window was faster; what it made of the session is the answer.
      if (response.ok || response.status === 409) {
        const session = (await response.json()) as Session
        onTrouble(null)
        return session
      }
      const text = await response.text()
      if (response.status < 500) throw new Refused(messageOf(text))
      onTrouble(`Not kept yet: ${messageOf(text)}`)
    } catch (error) {
      if (error instanceof Refused) throw error
      onTrouble('Not kept yet: the program does not answer. Start it again with the same command; this page then goes on by itself.') // prettier-ignore
    }
    await pause(700)
  }
}

function messageOf(text: string): string {
  try {
    return (JSON.parse(text) as { error: string }).error
  } catch {
    return text
  }
}
