import { types } from 'node:util'
import { isFloat, type Float } from '../../src/runtime/matrix.js'
import { hostileValues, type Bait } from './hostile-values.js'

/** One place in a call's arguments. */
interface Slot {
  readonly holder: Record<PropertyKey, unknown>
  readonly key: PropertyKey
  readonly value: unknown
}

/** What mutated arguments may bring about. */
export interface Trap {
  readonly bait: Bait
  readonly signals: AbortSignal[]
}

const isPlain = (value: unknown): value is Record<PropertyKey, unknown> =>
  typeof value === 'object' &&
  value !== null &&
  !types.isProxy(value) &&
  Object.getPrototypeOf(value) === Object.prototype

// Reads no getter.
const valueAt = (holder: Slot['holder'], key: string) => Object.getOwnPropertyDescriptor(holder, key)?.value as unknown

/** The arguments and the properties of those that are plain objects. */
function slotsOf(args: unknown[]): Slot[] {
  const holder = args as unknown as Slot['holder']
  return args.flatMap((value, key) => [
    { holder, key, value },
    ...(isPlain(value)
      ? Object.keys(value).map((name) => ({ holder: value, key: name, value: valueAt(value, name) }))
      : []),
  ])
}

const like = (data: Float, buffer: ArrayBufferLike): Float => {
  const copy = data.BYTES_PER_ELEMENT === 8 ? new Float64Array(buffer) : new Float32Array(buffer)
  copy.set(data)
  return copy
}
const resizable = (bytes: number) =>
  new (ArrayBuffer as unknown as new (n: number, o: object) => ArrayBuffer)(bytes, { maxByteLength: bytes + 64 })
const growable = (bytes: number) =>
  new (SharedArrayBuffer as unknown as new (n: number, o: object) => SharedArrayBuffer)(bytes, {
    maxByteLength: bytes + 64,
  })
class Sub32 extends Float32Array {}
class Sub64 extends Float64Array {}

/** Floats in other clothes; null where the array cannot wear them. */
const disguises: readonly ((data: Float) => unknown)[] = [
  (data) => like(data, new SharedArrayBuffer(data.byteLength)),
  (data) => like(data, growable(data.byteLength)),
  (data) => like(data, resizable(data.byteLength)),
  (data) => new (data.BYTES_PER_ELEMENT === 8 ? Sub64 : Sub32)(data),
  (data) => {
    if (data.buffer instanceof ArrayBuffer) structuredClone(data.buffer, { transfer: [data.buffer] })
    return data
  },
  (data) => (data.BYTES_PER_ELEMENT === 8 ? Float32Array.from(data) : Float64Array.from(data)),
  (data) => Object.defineProperty(data, 'length', { value: data.length + 1, configurable: true }),
  (data) => Object.defineProperty(data, 'length', { value: 2 ** 60, configurable: true }),
  (data) => Object.defineProperty(like(data, resizable(data.byteLength)), 'buffer', { value: {} }),
  (data) => new Proxy(data, {}),
]

const set = ({ holder, key }: Slot, value: unknown) =>
  Reflect.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true })

const later = [
  (f: () => void) => f(),
  (f: () => void) => queueMicrotask(f),
  (f: () => void) => void setImmediate(f),
  (f: () => void) => void setTimeout(f, 1),
]
const reasons = [undefined, null, 'stop', new Error('stop'), 0]

/** A signal that is aborted, or will be soon. */
function abortingSignal(trap: Trap, choice: number): AbortSignal {
  const controller = new AbortController()
  trap.signals.push(controller.signal)
  later[choice % later.length]!(() => controller.abort(reasons[choice % reasons.length]))
  return controller.signal
}

/** Sets an option where the slot is that of the options: the last argument, in this package. */
function setOption({ holder, key, value }: Slot, name: string, option: unknown): boolean {
  if (!Array.isArray(holder) || key !== holder.length - 1) return false
  if (value === undefined) return set({ holder, key, value }, { [name]: option })
  return isPlain(value) && set({ holder: value, key: name, value: undefined }, option)
}

/** Changes one slot; returns false where it does not apply to that slot. */
type Mutate = (slot: Slot, choice: number, trap: Trap) => boolean

const mutate = {
  replace: (slot, choice, { bait }) => set(slot, hostileValues[choice % hostileValues.length]!(bait)),
  remove: ({ holder, key }) => Reflect.deleteProperty(holder, key),
  // A getter in the list of arguments would throw before the call.
  getter: ({ holder, key }, _, { bait }) =>
    !Array.isArray(holder) &&
    Reflect.defineProperty(holder, key, { get: bait.throwing, enumerable: true, configurable: true }),
  // A detached array has no values left to dress.
  disguise: (slot, choice) =>
    isFloat(slot.value) && slot.value.byteLength > 0 && set(slot, disguises[choice % disguises.length]!(slot.value)),
  proxy: (slot, choice, { bait }) =>
    typeof slot.value === 'object' &&
    slot.value !== null &&
    set(slot, new Proxy(slot.value, choice % 2 === 0 ? {} : { get: bait.throwing })),
  freeze: ({ value }) => isPlain(value) && Object.isFrozen(Object.freeze(value)),
  abort: (slot, choice, trap) => setOption(slot, 'signal', abortingSignal(trap, choice)),
  progress: (slot, _, { bait }) => setOption(slot, 'onProgress', bait.throwing),
} satisfies Record<string, Mutate>

export const mutationKinds = Object.keys(mutate) as (keyof typeof mutate)[]

export interface Mutation {
  readonly kind: (typeof mutationKinds)[number]
  readonly slot: number
  readonly choice: number
}

/** Applies a mutation to the first slot from its own on that it suits; false where there is none. */
export function applyMutation(args: unknown[], { kind, slot, choice }: Mutation, trap: Trap): boolean {
  const slots = slotsOf(args)
  return slots.some((_, k) => {
    const chosen = slots[(slot + k) % slots.length]!
    return isFrozenSlot(chosen) ? false : (mutate[kind] as Mutate)(chosen, choice, trap)
  })
}

const isFrozenSlot = ({ holder, value }: Slot) => Object.isFrozen(holder) || (isPlain(value) && Object.isFrozen(value))
