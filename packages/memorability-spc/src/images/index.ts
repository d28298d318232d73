export { imageFeatures, type ImageFeaturesOptions } from './image-features.js'
export { resizeBilinear, type RgbImage } from './resize-bilinear.js'
