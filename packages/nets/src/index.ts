export { useBackend, type Backend, type BackendName, type BackendOptions } from './backend.js'
export { digitNet, digitNetInput, digitNetLayers, digitNetShapes, type DigitNetLayer } from './digit-net.js'
export { digitNet64, type Matrix64 } from './digit-net-64.js'
export {
  collectFeatures,
  layerFeatures,
  type FeatureBlock,
  type Images,
  type LayerFeaturesOptions,
} from './layer-features.js'
export { NetsError, type NetsErrorCode } from './nets-error.js'
export type { Layer, Network, Weights, WeightTensor } from './network.js'
export { vgg, vgg16Sizes, vggShapes, type VggSizes } from './vgg.js'
export {
  digitNetSteps,
  trainDigitNet,
  type Epoch,
  type TrainImages,
  type TrainOptions,
  type TrainStep,
} from './train-digit-net.js'
export { initialWeights as initialDigitNetWeights, type TrainState } from './train-state.js'
