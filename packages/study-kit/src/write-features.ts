import { featurePart, type FeaturePart } from './feature-part.js'
import { StudyKitError } from './study-kit-error.js'

/** Rows `start` to `start + rows - 1` of each layer, as `layerFeatures` of @likeness/nets yields them. */
export interface FeatureRows {
  readonly start: number
  readonly layers: Readonly<
    Record<string, { readonly data: Float32Array; readonly rows: number; readonly cols: number }>
  >
}

/** Where a layer's features go. */
export interface FeatureFile {
  readonly layer: string
  /** An npy file of rows x cols float32 numbers. */
  readonly path: string
  readonly cols: number
}

export interface WriteFeaturesOptions {
  /** Images. */
  readonly rows: number
  /**
   * Names what the features are made of: network, weights, images, preprocessing, batch and backend, for example as a hash. An
   * unfinished file is gone on with where its key is the same, else begun again.
   */
  readonly key: string
  readonly signal?: AbortSignal
  readonly onProgress?: (fraction: number) => void
}

/** What was done. */
export interface WrittenFeatures {
  /** Images that an earlier, unfinished run had done. */
  readonly resumedAt: number
}

/**
 * Writes features to npy files as they are computed. Each file is `path.part` until it is whole; a run that stops, for
 * whatever reason, leaves it, and the next one with the same key goes on behind the last block, to the same bytes.
 * @param blocks the features from an image on: `(start) => layerFeatures(network, images, { layers, batch, start })`
 * @throws StudyKitError CANCELLED once aborted, saying how many images are done; INVALID_ARGUMENT for blocks that leave a gap, or
 * have another width; what `blocks` throws
 */
export async function writeFeatures(
  files: readonly FeatureFile[],
  blocks: (start: number) => AsyncIterable<FeatureRows>,
  { rows, key, signal, onProgress }: WriteFeaturesOptions,
): Promise<WrittenFeatures> {
  const parts = await Promise.all(files.map(({ path, cols }) => featurePart(path, rows, cols, key)))
  const resumedAt = Math.min(rows, ...parts.map((part) => part.done))
  let done = resumedAt
  try {
    for (const part of parts) await part.open(resumedAt)
    onProgress?.(done / rows)
    for await (const block of done < rows ? blocks(done) : []) {
      const count = await appendBlock(files, parts, block, done)
      done += count
      onProgress?.(done / rows)
      if (done < rows) signal?.throwIfAborted()
    }
    if (done !== rows) throw refused(`${rows} images`, 'blocks', done)
  } catch (error) {
    throw signal?.aborted ? cancelled(done, rows, error) : error
  } finally {
    for (const part of parts) await part.close()
  }
  for (const part of parts) await part.finish()
  return { resumedAt }
}

/** @returns rows of the block */
async function appendBlock(
  files: readonly FeatureFile[],
  parts: readonly FeaturePart[],
  { start, layers }: FeatureRows,
  done: number,
): Promise<number> {
  if (start !== done) throw refused(`a block from image ${done} on`, 'blocks', start)
  let rows = 0
  for (const [k, { layer, cols }] of files.entries()) {
    const block = layers[layer]
    if (!block) throw refused(`one of ${Object.keys(layers).join(', ')}`, `files[${k}].layer`, layer)
    if (block.cols !== cols) throw refused(`${block.cols}`, `files[${k}].cols`, cols)
    rows = block.rows
    await parts[k]!.append(block.data, done + rows)
  }
  return rows
}

const refused = (expected: string, name: string, received: unknown) =>
  new StudyKitError('INVALID_ARGUMENT', `Expected ${expected} for ${name} but received ${String(received)}`)

const cancelled = (done: number, rows: number, cause: unknown) =>
  new StudyKitError('CANCELLED', `Cancelled after ${done} of ${rows} images; the same run again goes on from there`, {
    cause,
  })
