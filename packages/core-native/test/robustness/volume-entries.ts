import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  clusters,
  tfce,
  volumeInference,
  type Clusters,
  type Matrix,
  type Volume,
  type VolumeInference,
} from '../../src/index.js'
import type { Entry } from './entry.js'
import { computeOptions, floatType, planned, plannedOptions, plannedVolume, recipes, volumePlan } from './recipes.js'
import type { OptionsPlan, VolumePlan } from './recipes.js'

const neighbourhood = {
  connectivity: fc.constantFrom(6, 18, 26),
  tail: fc.constantFrom('positive', 'negative', 'both'),
} as const
const onOneMap = { volume: volumePlan, masked: fc.boolean(), options: computeOptions, ...neighbourhood }

interface OneMap {
  readonly volume: VolumePlan
  readonly masked: boolean
  readonly options: OptionsPlan | undefined
}
const mapAndOptions = ({ volume, masked, options, ...own }: OneMap): unknown[] => {
  const mask = masked && { mask: plannedVolume({ ...volume, type: 'uint8', fill: 'normal' }) }
  return [plannedVolume(volume), { ...plannedOptions(options), ...own, ...mask }]
}
const insideOf = ({ data }: Volume) => Array.from(data).filter((v) => v !== 0 && !Number.isNaN(v)).length

// Not data.length, which may say something else.
const sizeOf = (map: unknown) => (map as Volume).shape.reduce((a, b) => a * b)

/** The functions on volumes. */
export const volumeEntries: readonly Entry[] = [
  {
    name: 'clusters',
    call: clusters as Entry['call'],
    valid: recipes(
      fc.record({
        ...onOneMap,
        threshold: fc.constantFrom(0, 0.5, 1e300),
        mass: fc.constantFrom('value', 'excess', undefined),
      }),
      mapAndOptions,
    ),
    check: (result, [map]) => {
      const { labels, clusters: found } = result as Clusters
      assert(labels instanceof Int32Array && labels.length === sizeOf(map), 'a label for each voxel')
      assert(Math.max(...labels) === found.length, 'a cluster for each label')
    },
  },
  {
    name: 'tfce',
    call: tfce as Entry['call'],
    valid: recipes(
      fc.record({
        ...onOneMap,
        height: fc.constantFrom(undefined, 0, 1.3, 2),
        extent: fc.constantFrom(undefined, 0, 2 / 3, 1),
        step: fc.constantFrom(undefined, 0.01, 0.3),
      }),
      mapAndOptions,
    ),
    check: (result, [map]) =>
      assert(result instanceof Float64Array && result.length === sizeOf(map), 'a score for each voxel'),
  },
  {
    name: 'volumeInference',
    call: volumeInference as Entry['call'],
    valid: recipes(
      fc.record({
        ...{ volume: volumePlan, options: computeOptions, ...neighbourhood },
        ...{ type: floatType, withNaN: fc.boolean(), subjects: fc.integer({ min: 4, max: 9 }) },
        statistic: fc.constantFrom('voxel', 'cluster-size', 'cluster-mass', 'tfce'),
        ...{ threshold: fc.constantFrom(0, 1.5), flips: fc.integer({ min: 1, max: 20 }), seed: fc.maxSafeNat() },
      }),
      ({ volume, options, type, withNaN, subjects, ...own }) => {
        const mask = plannedVolume(volume)
        const maps = planned(type, { rows: subjects, cols: insideOf(mask), fill: 'normal' })
        // One voxel at least is left.
        if (withNaN && maps.cols > 1) maps.data[0] = NaN
        return [maps, mask, { ...plannedOptions(options), ...own }]
      },
    ),
    check: (result, [maps, , options]) => {
      const { t, statistic, pFwe, maxima } = result as VolumeInference
      for (const part of [t, statistic, pFwe]) assert(part.length === (maps as Matrix).cols, 'a value for each voxel')
      assert(maxima.length <= (options as { flips: number }).flips, 'a maximum for each flip')
    },
  },
]
