export { useBackend, type Backend, type BackendName, type BackendOptions } from './backend.js'
export { digitNet, digitNetInput, digitNetLayers, digitNetShapes, type DigitNetLayer } from './digit-net.js'
export { digitNet64, type Matrix64 } from './digit-net-64.js'
export {
  collectFeatures,
  defaultBatch,
  layerFeatures,
  type FeatureBlock,
  type LayerFeaturesOptions,
} from './layer-features.js'
export { NetsError, type NetsErrorCode } from './nets-error.js'
export * from './images/index.js'
export type { Layer, Network, Weights, WeightTensor } from './network.js'
export type { Images, ImageSource, Pixels } from './image-source.js'
export { alexnet, alexnetLayers, alexnetShapes, type AlexNetOptions } from './networks/alexnet.js'
export { resnet50, resnet50Layers, resnet50Shapes, type ResNet50Options } from './networks/resnet50.js'
export { squeezenet, squeezenetLayers, squeezenetShapes, type SqueezeNetOptions } from './networks/squeezenet.js'
export {
  harmonizationNet,
  stridedNet,
  stridedNetLayers,
  stridedNetShapes,
  type StridedNetSizes,
} from './networks/strided-net.js'
export {
  vgg,
  vgg16DigitObject,
  vgg16Hybrid1365,
  vgg16ImageNet,
  vgg16Sizes,
  vggLayers,
  vggShapes,
  type NamedUnits,
  type VggSizes,
} from './networks/vgg.js'
export type { KnownNetwork, WeightNaming } from './known/known-network.js'
export { loadNetwork, type LoadedNetwork } from './known/load-network.js'
export { findNetwork, knownAlexNet, knownNetworks, knownResNet50, knownSqueezeNet, knownVgg } from './known/networks.js'
export {
  layerMapping,
  layouts,
  type LayerSource,
  type NetworkConvention,
  type WeightConvention,
  type WeightedLayer,
} from './weights/conventions.js'
export { mapWeights, type FileTensors, type WeightMapping, type WeightRule } from './weights/map-weights.js'
export { readWeightsFile, type ReadWeightsOptions, type WeightsFile } from './weights/read-weights-file.js'
export type { WeightsFormat } from './weights/weights-format.js'
export {
  activationMaximization,
  ascentValue,
  classImageStages,
  type ActivationMaximizationOptions,
  type AscentSchedule,
  type AscentStage,
  type InputCoding,
  type MaximizedImage,
} from './probes/activation-maximization.js'
export type { ChannelReduction } from './probes/channel-reduction.js'
export { gaussianBlur } from './probes/gaussian-blur.js'
export { gradCam, type GradCamOptions } from './probes/grad-cam.js'
export {
  integratedGradients,
  type Attributions,
  type IntegratedGradientsOptions,
} from './probes/integrated-gradients.js'
export { saliency, type Maps, type SaliencyOptions } from './probes/saliency.js'
export { smoothGrad, type SmoothGradOptions } from './probes/smooth-grad.js'
export { topUnits, type ProbeOptions, type Target } from './probes/targets.js'
export { shuffledBatches, type Batches } from './training/batches.js'
export {
  fineTune,
  type Checkpoint,
  type EarlyStopping,
  type FineTuneOptions,
  type LossPoint,
} from './training/fine-tune.js'
export { learningRateAt, type LearningRateSchedule } from './training/learning-rate.js'
export { meanSquaredError, softmaxCrossEntropy, type Loss, type LossValue, type Outputs } from './training/losses.js'
export type { Adam, Moments, Optimizer, Sgd } from './training/optimizers.js'
export {
  digitNetSteps,
  trainDigitNet,
  type Epoch,
  type TrainImages,
  type TrainOptions,
  type TrainStep,
} from './train-digit-net.js'
export { initialWeights as initialDigitNetWeights, type TrainState } from './train-state.js'
