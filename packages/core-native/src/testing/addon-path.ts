import { fileURLToPath } from 'node:url'

/** The CPU binary under test, for scripts that load it by themselves: LIKENESS_ADDON, else the one that was built. */
export const addonPath =
  process.env['LIKENESS_ADDON'] || fileURLToPath(new URL('../../build/Release/core_native.node', import.meta.url))
