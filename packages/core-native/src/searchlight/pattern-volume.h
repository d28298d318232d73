#pragma once
// The patterns, voxel by voxel: one vector load gives one voxel of many conditions. For kernel sources only.

#include "native/simd.h"
#include "searchlight/searchlight.h"

namespace likeness::LIKENESS_ISA {

static inline std::int64_t rounded_up(std::int64_t n, std::int64_t to) { return (n + to - 1) / to * to; }

/** Conditions are padded with zeros to whole vectors and whole register tiles. */
template <class T>
inline constexpr std::int64_t kConditionStep = Simd<T>::lanes > kTileRows ? Simd<T>::lanes : kTileRows;

template <class T>
struct PatternVolume {
  const T* data = nullptr;     // voxels x folds x width
  const T* present = nullptr;  // folds x width: 1 where the fold has the condition, else 0
  bool complete = true;        // every fold has every condition
  std::int64_t voxels = 0, width = 0, folds = 0;

  std::int64_t stride() const { return folds * width; }
  const T* at(std::int64_t voxel) const { return data + voxel * stride(); }
};

/** Allocates and fills the volume; progress moves to `until`. */
template <class T>
static Status prepare_volume(Runner& runner, const Searchlight& s, double until, PatternVolume<T>& volume) {
  constexpr std::int64_t together = 64;
  volume.width = rounded_up(s.conditions, kConditionStep<T>);
  volume.folds = s.folds;
  volume.voxels = s.voxels;
  const auto stride = volume.stride();
  auto* data = static_cast<T*>(runner.allocate(static_cast<std::size_t>(s.voxels * stride + 1) * sizeof(T)));
  auto* present = static_cast<T*>(runner.allocate(static_cast<std::size_t>(stride + 1) * sizeof(T)));
  if (!data || !present) return Status::out_of_memory;
  for (std::int64_t f = 0; f < s.folds; ++f)
    for (std::int64_t c = 0; c < volume.width; ++c) {
      const bool has = c < s.conditions && s.places[f * s.conditions + c] >= 0;
      present[f * volume.width + c] = has;
      volume.complete &= has || c >= s.conditions;
    }
  const T* patterns = static_cast<const T*>(s.patterns);
  auto block = [&](std::int64_t b) {
    const auto first = b * together, end = first + together < s.voxels ? first + together : s.voxels;
    for (std::int64_t k = 0; k < (end - first) * stride; ++k) data[first * stride + k] = 0;
    for (std::int64_t f = 0; f < s.folds; ++f)
      for (std::int64_t c = 0; c < s.conditions; ++c) {
        const auto row = s.places[f * s.conditions + c];
        if (row < 0) continue;
        const T* from = patterns + row * s.voxels;
        for (auto v = first; v < end; ++v) data[v * stride + f * volume.width + c] = from[v];
      }
  };
  for_blocks(runner, (s.voxels + together - 1) / together, until, block);
  volume.data = data;
  volume.present = present;
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

}  // namespace likeness::LIKENESS_ISA
