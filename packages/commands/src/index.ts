export { default as features } from './features.js'
export { aboutPath, type FeaturesAbout } from './features-about.js'
export { default as rdm } from './rdm.js'
