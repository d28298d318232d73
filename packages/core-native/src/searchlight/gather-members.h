#pragma once
// The members of a neighbourhood, side by side, as the metric needs them. For kernel sources only.

#include "searchlight/pattern-volume.h"

namespace likeness::LIKENESS_ISA {

/** A member's voxel, whatever the caller has written there since it was checked. */
template <class T>
static inline const T* member_at(const PatternVolume<T>& volume, std::int32_t index) {
  const auto voxel = static_cast<std::uint32_t>(index);
  return volume.at(voxel < static_cast<std::uint64_t>(volume.voxels) ? voxel : 0);
}

/** Copies the members of a neighbourhood, so that the pairs' tiles read them from the first-level cache. */
template <class T>
static void gather(const PatternVolume<T>& volume, const std::int32_t* members, std::int64_t count, T* to) {
  using V = typename Simd<T>::Vec;
  const auto stride = volume.stride();
  for (std::int64_t m = 0; m < count; ++m, to += stride) {
    const T* from = member_at(volume, members[m]);
    for (std::int64_t c = 0; c < stride; c += Simd<T>::lanes) {
      const V value = load(from + c);
      store(to + c, value);
    }
  }
}

template <class T, int vectors>
static void gather_centred_vectors(const PatternVolume<T>& volume, const std::int32_t* members, std::int64_t count,
                                   std::int64_t c, T* to) {
  using V = typename Simd<T>::Vec;
  constexpr int lanes = Simd<T>::lanes;
  const T* origin = member_at(volume, members[0]) + c;
  V first[vectors], sum[vectors];
  for (int v = 0; v < vectors; ++v) {
    first[v] = load(origin + v * lanes);
    sum[v] = Simd<T>::broadcast(0);
  }
  const auto stride = volume.stride();
  for (std::int64_t m = 0; m < count; ++m) {
    const T* from = member_at(volume, members[m]) + c;
    for (int v = 0; v < vectors; ++v) {
      const V value = load(from + v * lanes) - first[v];
      store(to + m * stride + c + v * lanes, value);
      sum[v] += value;
    }
  }
  for (int v = 0; v < vectors; ++v) sum[v] /= Simd<T>::broadcast(static_cast<T>(count));
  for (std::int64_t m = 0; m < count; ++m)
    for (int v = 0; v < vectors; ++v) {
      T* at = to + m * stride + c + v * lanes;
      const V value = load(at) - sum[v];
      store(at, value);
    }
}

/**
 * Copies the members and takes each condition's mean over them off: first the first member's value, so that a constant
 * condition becomes exactly zero and an offset costs no digits, then the mean of what is left.
 */
template <class T>
static void gather_centred(const PatternVolume<T>& volume, const std::int32_t* members, std::int64_t count, T* to) {
  constexpr std::int64_t lanes = Simd<T>::lanes;
  std::int64_t c = 0;
  // Side by side, for each sum waits for its last addition.
  for (; c + 4 * lanes <= volume.width; c += 4 * lanes) gather_centred_vectors<T, 4>(volume, members, count, c, to);
  const auto left = (volume.width - c) / lanes;
  if (left == 3) gather_centred_vectors<T, 3>(volume, members, count, c, to);
  if (left == 2) gather_centred_vectors<T, 2>(volume, members, count, c, to);
  if (left == 1) gather_centred_vectors<T, 1>(volume, members, count, c, to);
}

}  // namespace likeness::LIKENESS_ISA
