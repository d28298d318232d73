export { imageChoice, type ImageChoice } from './image-choice.js'
export { ownImageFiles, type OwnImageFiles } from './own-image-files.js'
export type { ImageFeaturesMade } from './write-image-features.js'
