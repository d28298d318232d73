import { findTensors } from '../find-tensors.js'
import { readCsv } from '../read-csv.js'
import { readIdx } from '../read-idx.js'
import { readMat5 } from '../matlab/read-mat5.js'
import { readNpy } from '../read-npy.js'
import { readTorch } from '../read-torch.js'
import { readTorchLegacy } from '../read-torch-legacy.js'
import { readNpz } from '../zip/read-npz.js'
import { readDeepCompression } from '../weights/read-deep-compression.js'
import { readSafetensors } from '../weights/read-safetensors.js'
import { readTfjsLayers } from '../weights/read-tfjs-layers.js'
import { bytesOf, readGolden } from './golden.js'
import { smallLayers } from './build-deep-compression.js'
import { matArrays } from './mat-plain.js'
import type { Bounds, ReadArray } from './probe.js'

interface TfjsGolden {
  readonly modelJson: string
  readonly shards: Record<string, string>
}

let golden: TfjsGolden | undefined

/** A reader as `probe` takes it, with what it may cost. */
export interface HostileReader {
  readonly read: (bytes: Uint8Array) => ReadArray[]
  readonly bounds: Bounds
}

// The slowest case, the MNIST images, takes some 25 ms; this only tells slow from endless on a busy machine.
const milliseconds = 2000

/** The readers of this package. The bounds follow from what each one allocates, as noted. */
export const hostileReaders = {
  /** one copy of the elements */
  idx: { read: (bytes) => [readIdx(bytes)], bounds: { returned: 1, grown: 1, milliseconds } },
  /** maxExpansion 128; zlib's chunks, their join, and the copy of the elements, plus 3 x 64 KiB within the 1 MiB */
  idxGz: { read: (bytes) => [readIdx(bytes)], bounds: { returned: 128, grown: 3 * 128, milliseconds } },
  /** float16 doubles; the copy of the bytes stays beside it, and Fortran order makes one more */
  npy: { read: (bytes) => [readNpy(bytes)], bounds: { returned: 2, grown: 5, milliseconds } },
  /** Cells are strings, which `grown` does not count; their lengths stand for them. csv-parse's buffer doubles. */
  csv: {
    read: (bytes) => [cellLengths(readCsv(bytes).rows)],
    bounds: { returned: 2, grown: 4, milliseconds },
  },
  /** maxExpansion 8, and the copy of the storages */
  torch: {
    read: (bytes) => [...findTensors(readTorchLegacy(bytes).value).values()],
    bounds: { returned: 8, grown: 9, milliseconds },
  },
  /** maxExpansion 8, the unpacked storage (or pickle) and its elements */
  torchZip: {
    read: (bytes) => [...findTensors(readTorch(bytes).value).values()],
    bounds: { returned: 8, grown: 3 * 8, milliseconds },
  },
  /** the sizes of the given layers, whatever the file */
  deepCompression: {
    read: (bytes) => [...readDeepCompression(bytes, smallLayers).values()],
    bounds: { returned: 1, grown: 1, milliseconds },
  },
  /** maxExpansion 128 for the members; zlib's chunks and their join, the copy of the elements (float16 doubles) */
  npz: {
    read: (bytes) => [...readNpz(bytes).values()],
    bounds: { returned: 2 * 128, grown: 5 * 128, milliseconds },
  },
  /** float16 doubles; a float16 is copied before it is widened */
  safetensors: {
    read: (bytes) => [...readSafetensors(bytes).tensors.values()],
    bounds: { returned: 2, grown: 3, milliseconds },
  },
  /** The shards of the golden model are some 150 bytes, so what model.json says of them stays within the slack. */
  tfjsModel: {
    read: (bytes) => [...readTfjsLayers({ modelJson: bytes, shards: tfjsShards() }).tensors.values()],
    bounds: { returned: 1, grown: 1, milliseconds },
  },
  /** uint8 becomes float32 */
  tfjsShard: {
    read: (bytes) => {
      const shards = tfjsShards().set('packed/group2.bin', bytes)
      return [...readTfjsLayers({ modelJson: bytesOf(tfjsGolden().modelJson), shards }).tensors.values()]
    },
    bounds: { returned: 4, grown: 6, milliseconds },
  },
  /** maxExpansion 128 for what is inflated and returned together; zlib's chunks and their join, and the C order */
  mat5: {
    read: (bytes) => matArrays(readMat5(bytes).values()),
    bounds: { returned: 128, grown: 3 * 128, milliseconds },
  },
} satisfies Record<string, HostileReader>

function tfjsGolden() {
  return (golden ??= readGolden<TfjsGolden>('tfjs-layers.json'))
}

function tfjsShards(): Map<string, Uint8Array> {
  return new Map(Object.entries(tfjsGolden().shards).map(([path, content]) => [path, bytesOf(content)]))
}

function cellLengths(rows: readonly (readonly string[])[]) {
  return { data: Uint8Array.from(rows.flat(), (cell) => cell.length), shape: [rows.length, rows[0]?.length ?? 0] }
}
