/** Arrays below this many elements are cheaper to make than to keep. */
const least = 1024

/** What is kept at most, unless single arrays are so large that a step needs more. */
const usualCap = 1.5 * 2 ** 30

/**
 * Float32Arrays for outputs, reused: fresh ones cost page faults, which dominate large networks. An array comes back when
 * its tensor is disposed, and only if nothing else can refer to it: whoever hands it out calls `expose` first. What has
 * not been used for longest is forgotten first.
 */
export class ArrayPool {
  #free = new Map<number, Float32Array[]>()
  #owned = new WeakMap<object, Float32Array>()
  #bytes = 0
  #largest = 0

  /**
   * @param cap bytes that are kept at most
   * @param multiple of the largest array, which are kept even if they are more than `cap`
   */
  constructor(
    private readonly cap = usualCap,
    private readonly multiple = 4,
  ) {}

  /** An array of `length` elements with any contents. */
  take(length: number): Float32Array {
    this.#largest = Math.max(this.#largest, length * 4)
    const array = this.#free.get(length)?.pop()
    if (!array) return new Float32Array(length)
    this.#bytes -= array.byteLength
    return array
  }

  /** From here on, `array` is what `key` (a tensor's data) holds, and nothing else refers to it. */
  own(key: object, array: Float32Array): void {
    if (array.length >= least) this.#owned.set(key, array)
  }

  /** Whether nothing but `key` refers to its array. */
  owns(key: object): boolean {
    return this.#owned.has(key)
  }

  /** Something else may refer to the array of `key` from here on: it never comes back. */
  expose(key: object): void {
    this.#owned.delete(key)
  }

  /** The data of `key` is gone: its array is free, if it is still owned. */
  release(key: object): void {
    const array = this.#owned.get(key)
    if (!array) return
    this.#owned.delete(key)
    this.give(array)
  }

  /** Gives back an array that nothing refers to. */
  give(array: Float32Array): void {
    if (array.length < least) return
    const bin = this.#free.get(array.length) ?? []
    bin.push(array)
    // A Map iterates in the order of insertion: the length that was used last comes last.
    this.#free.delete(array.length)
    this.#free.set(array.length, bin)
    this.#bytes += array.byteLength
    this.#evict(Math.max(this.cap, this.multiple * this.#largest))
  }

  /** Bytes that are free to be taken. */
  get bytes(): number {
    return this.#bytes
  }

  /** Forgets all free arrays. */
  clear(): void {
    this.#free.clear()
    this.#bytes = 0
  }

  #evict(cap: number): void {
    for (const [length, bin] of this.#free) {
      while (this.#bytes > cap && bin.length > 0) this.#bytes -= bin.pop()!.byteLength
      if (bin.length === 0) this.#free.delete(length)
      if (this.#bytes <= cap) return
    }
  }
}
