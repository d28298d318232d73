export { params } from './params.js'
