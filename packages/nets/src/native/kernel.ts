import type * as tf from '@tensorflow/tfjs'
import type { NativeBackend } from './native-backend.js'

/** What TensorFlow.js gives a kernel. */
export interface Run<Attributes = unknown> {
  readonly inputs: Readonly<Record<string, tf.TensorInfo | undefined>>
  readonly backend: NativeBackend
  readonly attrs: Attributes
}

/** A native kernel: its output, or undefined where the cpu backend's kernel has to do it (or to say what is wrong). */
export type NativeKernel = (run: Run<never>) => tf.TensorInfo | tf.TensorInfo[] | undefined

/** Native kernels by the names that TensorFlow.js gives them. */
export type NativeKernels = Readonly<Record<string, NativeKernel>>
