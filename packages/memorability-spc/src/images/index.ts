export {
  imageFeatures,
  imageSource,
  type ImageFeaturesOptions,
  type ImageFile,
  type RgbImage,
} from './image-features.js'
