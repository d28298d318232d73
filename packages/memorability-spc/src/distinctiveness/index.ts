export {
  distinctiveness,
  neighbourModes,
  type Distinctiveness,
  type DistinctivenessOptions,
  type NeighbourMode,
} from './distinctiveness.js'
export { hubs, type Hub, type HubReport } from './hubs.js'
