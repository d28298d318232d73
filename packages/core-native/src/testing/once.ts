/** Computes what several tests expect only once. */
export class Once<R> {
  readonly #made = new Map<string, Promise<R>>()

  /** What `make` gave for this key the first time. */
  get(key: string, make: () => Promise<R>): Promise<R> {
    const made = this.#made.get(key) ?? make()
    this.#made.set(key, made)
    return made
  }
}
