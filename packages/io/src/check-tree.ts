import { formatError } from './format-error.js'
import type { PickleValue } from './pickle-machine.js'

/** Python's own recursion limit: it pickles nothing deeper. */
const MAX_DEPTH = 1000

type Container = readonly PickleValue[] | Map<string, PickleValue>

interface Extent {
  /** values in it, itself included, counted once per way to reach them */
  size: number
  /** containers on the longest way down, itself included */
  height: number
}

interface Frame extends Extent {
  readonly node: Container
  readonly children: Iterator<PickleValue>
}

const LEAF: Extent = { size: 1, height: 0 }

/**
 * Refuses what would hang or overflow whoever walks the value: containers that hold themselves, more than 1000 levels,
 * shared containers that unfold into more than `maxValues` values, and objects other than tensors.
 * One pass over the distinct containers, without recursion.
 * @throws FormatError `INVALID_FORMAT`, `UNSUPPORTED_FORMAT` or `LIMIT_EXCEEDED`
 */
export function checkTree(root: PickleValue, maxValues: number, label: string): void {
  new TreeCheck(maxValues, label).run(root)
}

class TreeCheck {
  readonly #maxValues: number
  readonly #label: string
  readonly #done = new Map<Container, Extent>()
  readonly #entered = new Set<Container>()
  readonly #path: Frame[] = []

  constructor(maxValues: number, label: string) {
    this.#maxValues = maxValues
    this.#label = label
  }

  run(root: PickleValue): void {
    this.#enter(root)
    for (let frame = this.#path.at(-1); frame; frame = this.#path.at(-1)) {
      const next = frame.children.next()
      if (next.done) this.#leave(frame)
      else this.#enter(next.value)
    }
  }

  #enter(value: PickleValue): void {
    if (!isContainer(value)) {
      this.#checkLeaf(value)
      return this.#count(LEAF)
    }
    const known = this.#done.get(value)
    if (known) return this.#count(known)
    if (this.#entered.has(value))
      throw formatError('INVALID_FORMAT', this.#label, 'a tree of values', 'a container that holds itself')
    this.#entered.add(value)
    this.#path.push({ node: value, children: value.values(), size: 1, height: 1 })
    this.#checkDepth(this.#path.length)
  }

  #leave(frame: Frame): void {
    this.#path.pop()
    this.#done.set(frame.node, { size: frame.size, height: frame.height })
    this.#count(frame)
  }

  #count(child: Extent): void {
    const parent = this.#path.at(-1)
    if (!parent) return
    parent.size += child.size
    parent.height = Math.max(parent.height, child.height + 1)
    this.#checkDepth(this.#path.length + child.height)
    if (parent.size > this.#maxValues) this.#refuse(`at most ${this.#maxValues} values`, 'shared containers with more')
  }

  #checkDepth(depth: number): void {
    if (depth > MAX_DEPTH) this.#refuse(`at most ${MAX_DEPTH} levels of nesting`, 'more')
  }

  #refuse(expected: string, received: string): never {
    throw formatError('LIMIT_EXCEEDED', this.#label, expected, received)
  }

  #checkLeaf(value: PickleValue): void {
    if (typeof value !== 'object' || value === null || ('kind' in value && value.kind === 'tensor')) return
    const received = 'a storage or class outside a tensor'
    throw formatError('UNSUPPORTED_FORMAT', this.#label, 'tensors and plain values only', received)
  }
}

function isContainer(value: PickleValue): value is Container {
  return Array.isArray(value) || value instanceof Map
}
