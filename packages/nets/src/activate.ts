import * as tf from '@tensorflow/tfjs'

/**
 * Makes one of TensorFlow.js's backends the active one, by its name there.
 * @throws where it cannot be, or computes nonsense
 */
export async function activateTensorFlow(name: string): Promise<void> {
  // setBackend that returns false leaves another backend active, silently.
  if (!(await tf.setBackend(name))) throw new Error(`TensorFlow.js could not initialise its backend ${name}`)
  await tf.ready()
  const [smoke] = tf.tidy(() => tf.add(tf.tensor1d([2]), 1).dataSync())
  if (smoke !== 3) throw new Error(`2 + 1 gave ${smoke} on the backend ${name}`)
}
