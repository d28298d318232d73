import type * as tf from '@tensorflow/tfjs'
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import { ArrayPool } from './array-pool.js'
import type { NetsAddon } from './load-addon.js'

/** How often and how long (milliseconds, all calls) a kernel ran in JavaScript instead of natively. */
export interface Fallback {
  readonly calls: number
  readonly milliseconds: number
}

/**
 * The cpu backend's storage (plain typed arrays) with native kernels over it. A kernel's output is taken from a pool and
 * goes back there when its tensor is disposed, unless a kernel of the cpu backend or a reader has seen the array.
 */
export class NativeBackend extends MathBackendCPU {
  readonly pool = new ArrayPool()
  readonly fallbacks = new Map<string, Fallback>()

  constructor(readonly addon: NetsAddon) {
    super()
    // Or it prints an advertisement on its first write.
    Reflect.set(this, 'firstUse', false)
  }

  /** The values of a float32 tensor; a copy where a cast left integers under that type; null for any other tensor. */
  floats(info: tf.TensorInfo | null | undefined): Float32Array | null {
    if (info?.dtype !== 'float32') return null
    const values = this.data.get(info.dataId).values
    if (values instanceof Float32Array) return values
    return values instanceof Int32Array || values instanceof Uint8Array ? Float32Array.from(values) : null
  }

  /** A float32 tensor over an array that was taken from the pool. */
  owning(shape: readonly number[], values: Float32Array): tf.TensorInfo {
    const info = this.makeTensorInfo([...shape], 'float32', values)
    this.pool.own(info.dataId, values)
    return info
  }

  /** The values of a tensor that nothing else refers to, so that they may be overwritten; else null. */
  exclusive({ dataId }: tf.TensorInfo): Float32Array | null {
    const { values, refCount } = this.data.get(dataId)
    return refCount === 1 && this.pool.owns(dataId) && values instanceof Float32Array ? values : null
  }

  /** Counts a kernel that ran in JavaScript. */
  countFallback(kernel: string, milliseconds: number): void {
    const sofar = this.fallbacks.get(kernel) ?? { calls: 0, milliseconds: 0 }
    this.fallbacks.set(kernel, { calls: sofar.calls + 1, milliseconds: sofar.milliseconds + milliseconds })
  }

  override readSync(dataId: object): tf.backend_util.BackendValues {
    this.pool.expose(dataId)
    return super.readSync(dataId)
  }

  override disposeData(dataId: object, force = false): boolean {
    const gone = super.disposeData(dataId, force)
    if (gone) this.pool.release(dataId)
    return gone
  }

  override dispose(): void {
    this.pool.clear()
    super.dispose()
  }
}
