import { philox, type Matrix, type Philox } from '@likeness/core-native'

/** What the made material holds, and where its probes are (rows from 0). */
export const sampleParams = {
  targets: 200,
  fillers: 400,
  units: 128,
  /** Atoms that the features are made of, and how many of them each image has. */
  atoms: 20,
  perImage: 3,
  /** Length of what no atom explains, for an image of unreconstructability 1. */
  unexplained: 4,
  planted: {
    /** Two targets with the same features. */
    duplicates: [10, 150],
    /** A target whose nearest neighbour is a target (and not the same), and that neighbour. */
    neighbourIsTarget: [20, 21],
    /** A target whose nearest neighbour is a filler, and that filler. */
    neighbourIsFiller: [30, 30],
    /** A filler whose features are all zero. */
    zeroFiller: 0,
    /** Share of zeros in the layer that cannot be scaled. */
    zeros: 0.97,
  },
  /** Sizes of the sparse coding that suit it. */
  coding: { units: 100, atoms: 50, batches: 200, batchSize: 100 },
} as const

/** Features with a planted answer. */
export interface PlantedFeatures {
  readonly targets: Matrix<Float32Array>
  readonly fillers: Matrix<Float32Array>
  /** 0 to 1, of each target: the share of its features that no dictionary explains. */
  readonly unreconstructability: Float64Array
}

/**
 * Features of images that a sparse code explains but for a planted part: relu(code x atoms + 4 s u), three atoms with
 * weights from 2 to 6, u a direction of the image's own and s its unreconstructability.
 */
export function plantedFeatures(seed: number): PlantedFeatures {
  const { targets, fillers, units, planted } = sampleParams
  const atoms = Array.from({ length: sampleParams.atoms }, (_, k) => direction(philox(seed, k), units).map(Math.abs))
  const hidden = new Float64Array(targets + fillers)
  const data = new Float32Array((targets + fillers) * units)
  for (let i = 0; i < targets + fillers; i++) {
    const random = philox(seed, 1000 + i)
    hidden[i] = random.uniform()
    data.set(features(atoms, hidden[i]!, random), i * units)
  }
  const row = (i: number) => data.subarray(i * units, (i + 1) * units)
  const copy = (from: number, to: number, apart: number) => {
    row(to).set(row(from))
    row(to)[5]! += apart
    hidden[to] = hidden[from]!
  }
  copy(planted.duplicates[0], planted.duplicates[1], 0)
  copy(planted.neighbourIsTarget[0], planted.neighbourIsTarget[1], 0.25)
  copy(planted.neighbourIsFiller[0], targets + planted.neighbourIsFiller[1], 0.25)
  row(targets + planted.zeroFiller).fill(0)
  return {
    targets: { data: data.slice(0, targets * units), rows: targets, cols: units },
    fillers: { data: data.slice(targets * units), rows: fillers, cols: units },
    unreconstructability: hidden.slice(0, targets),
  }
}

/** A layer of which all but a few values are zero: its 0.95 quantile is 0. */
export function sparseLayer(seed: number): Pick<PlantedFeatures, 'targets' | 'fillers'> {
  const { units, planted } = sampleParams
  const made = (rows: number, stream: number): Matrix<Float32Array> => {
    const random = philox(seed, stream)
    const value = () => (random.uniform() < planted.zeros ? 0 : Math.abs(random.normal()))
    return { data: Float32Array.from({ length: rows * units }, value), rows, cols: units }
  }
  return { targets: made(sampleParams.targets, 2000), fillers: made(sampleParams.fillers, 2001) }
}

function features(atoms: readonly (readonly number[])[], hidden: number, random: Philox): number[] {
  const chosen = Array.from(random.sample(atoms.length, sampleParams.perImage), (k) => atoms[k]!)
  const weights = chosen.map(() => 2 + 4 * random.uniform())
  const own = direction(random, sampleParams.units)
  return own.map((u, f) => {
    const explained = chosen.reduce((sum, atom, k) => sum + weights[k]! * atom[f]!, 0)
    return Math.max(0, explained + sampleParams.unexplained * hidden * u)
  })
}

/** A random direction, of length 1. */
function direction(random: Philox, length: number): number[] {
  const v = Array.from({ length }, () => random.normal())
  const norm = Math.sqrt(v.reduce((sum, value) => sum + value * value, 0))
  return v.map((value) => value / norm)
}
