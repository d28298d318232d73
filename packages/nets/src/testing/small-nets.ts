import { dense } from '../graph/dense.js'
import { convolution } from '../graph/convolution.js'
import { graphNetwork, graphWeightShapes } from '../graph/graph-network.js'
import { spatialMean } from '../graph/pooling.js'
import { stepList } from '../graph/step-list.js'
import type { Network } from '../network.js'
import { alexnet, alexnetShapes } from '../networks/alexnet.js'
import { squeezenet, squeezenetShapes } from '../networks/squeezenet.js'
import { madeWeights } from './made-weights.js'

const built = (name: string, side: number, add: (list: ReturnType<typeof stepList>) => void): Network => {
  const list = stepList()
  add(list)
  const graph = { name, inputShape: [side, side, 3], steps: list.steps }
  return graphNetwork(graph, madeWeights(graphWeightShapes(graph)))
}

/** Scores that are a linear function of a 4 x 4 image: `kernel` is 48 x 5. */
export const linearNet = () => built('linear', 4, (list) => void list.add('scores', dense(5, 'keras')))

/** Feature maps, their means, and scores: Grad-CAM's answer is known. */
export const meanNet = () =>
  built('mean', 6, (list) => {
    list.add('features', convolution({ channels: 4, size: 3, stride: 1, layout: 'keras' }))
    list.add('mean', spatialMean)
    list.add('scores', dense(3, 'keras'))
  })

const squeezeOptions = { side: 41, width: 0.125, classes: 4 }
/** A SqueezeNet of 27,000 weights. */
export const smallSqueezenet = () => squeezenet(madeWeights(squeezenetShapes(squeezeOptions)), squeezeOptions)

const alexOptions = { side: 51, width: 1 / 16, classes: 4 }
export const smallAlexnet = () => alexnet(madeWeights(alexnetShapes(alexOptions)), alexOptions)
