import { loadNetsAddon } from '../native/load-addon.js'

/** Why the native addon is not there, for tests that are skipped then; an empty string where it is. */
export const addonProblem: string = (() => {
  try {
    loadNetsAddon()
    return ''
  } catch (error) {
    return (error as Error).message
  }
})()
