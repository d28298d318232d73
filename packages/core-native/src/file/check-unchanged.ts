import type { FileMatrix } from './file-matrix.js'
import { requireUnchanged, stateOf } from './regular-file.js'

/**
 * Looks whether a file still has the size and time of change that it had when it was opened.
 *
 * `readRegion` looks before each block; this is for the end of a pass. A change that keeps both is not seen, such as a
 * write through a memory map that the system has not yet stamped.
 * @throws CoreNativeError FILE_CHANGED, or FILE_NOT_FOUND, FILE_UNREADABLE when it is gone or out of reach
 */
export async function checkUnchanged(file: FileMatrix): Promise<void> {
  requireUnchanged(file, await stateOf(file.path, 'FILE_CHANGED'))
}
