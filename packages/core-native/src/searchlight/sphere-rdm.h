#pragma once
// The RDM of one neighbourhood. One chain per pair over the members in their order; vectors go over pairs, so no SIMD
// level changes a bit. For kernel sources only.

#include "distance/condensed.h"
#include "searchlight/gather-members.h"
#include "searchlight/pair-tiles.h"

namespace likeness::LIKENESS_ISA {

static inline float root(float value) { return __builtin_sqrtf(value); }
static inline double root(double value) { return __builtin_sqrt(value); }

/** Where one RDM is made. */
template <class T>
struct SphereWork {
  T *members = nullptr, *square = nullptr, *squares = nullptr, *norms = nullptr, *values = nullptr;

  static std::size_t bytes(const Searchlight& s, std::int64_t largest) {
    const auto width = rounded_up(s.conditions, kConditionStep<T>);
    return static_cast<std::size_t>(largest * s.folds * width + width * width + 2 * padded(width) + padded(s.pairs())) *
           sizeof(T);
  }
  void use(void* memory, const Searchlight& s, std::int64_t largest) {
    const auto width = rounded_up(s.conditions, kConditionStep<T>);
    members = static_cast<T*>(memory);
    square = members + largest * s.folds * width;
    squares = square + width * width;
    norms = squares + padded(width);
    values = norms + padded(width);
  }

 private:
  // Rows are finished a vector at a time, beyond their end.
  static std::int64_t padded(std::int64_t n) { return rounded_up(n, kConditionStep<T>) + 2 * kConditionStep<T>; }
};

/** Each condition's sum of squares, from the diagonal of the sums, and its root. */
template <class T>
static void find_norms(const SphereWork<T>& work, std::int64_t conditions, std::int64_t width) {
  for (std::int64_t c = 0; c < conditions; ++c) work.squares[c] = work.square[c * width + c];
  for (auto c = conditions; c < width; ++c) work.squares[c] = 0;
  for (std::int64_t c = 0; c < width; ++c) work.norms[c] = root(work.squares[c]);
}

template <class T>
static inline typename Simd<T>::Vec with_one_nan(typename Simd<T>::Vec d) {
  return d == d ? d : Simd<T>::broadcast(static_cast<T>(__builtin_nan("")));
}

/** finish(sums of row i from j on, i, j) for each vector of a row, condensed. */
template <class T, class F>
static void finish_pairs(const SphereWork<T>& work, std::int64_t conditions, std::int64_t width, F finish) {
  T* out = work.values;
  for (std::int64_t i = 0; i + 1 < conditions; ++i) {
    const T* sums = work.square + i * width;
    // A vector goes beyond the row's end: the next row, written later, puts that right.
    for (auto j = i + 1; j < conditions; j += Simd<T>::lanes)
      store(out + j - i - 1, with_one_nan<T>(finish(load(sums + j), i, j)));
    out += conditions - i - 1;
  }
}

/** 1 - product / (|x| |y|) in [0, 2]; equal sums of squares are their own root's square, so equal patterns give 0. */
template <class T>
static void finish_products(const SphereWork<T>& work, std::int64_t conditions, std::int64_t width) {
  using V = typename Simd<T>::Vec;
  const V zero = Simd<T>::broadcast(0), two = Simd<T>::broadcast(2), one = Simd<T>::broadcast(1);
  finish_pairs(work, conditions, width, [&](V product, std::int64_t i, std::int64_t j) -> V {
    const V xx = Simd<T>::broadcast(work.squares[i]), yy = load(work.squares + j);
    const V norm = xx == yy ? xx : Simd<T>::broadcast(work.norms[i]) * load(work.norms + j);
    const V distance = one - product / norm;
    const V low = distance < zero ? zero : distance;
    return low > two ? two : low;
  });
}

/** Twice the products of every two folds, over the ordered pairs of folds that both conditions have and the members. */
template <class T>
static void finish_folds(const Searchlight& s, const PatternVolume<T>& volume, const SphereWork<T>& work,
                         std::int64_t members) {
  using V = typename Simd<T>::Vec;
  const V two = Simd<T>::broadcast(2), one = Simd<T>::broadcast(1);
  finish_pairs(work, s.conditions, volume.width, [&](V sum, std::int64_t i, std::int64_t j) -> V {
    V shared = Simd<T>::broadcast(static_cast<T>(volume.folds));
    if (!volume.complete) {
      shared = Simd<T>::broadcast(0);
      for (std::int64_t f = 0; f < volume.folds; ++f)
        shared +=
            Simd<T>::broadcast(volume.present[f * volume.width + i]) * load(volume.present + f * volume.width + j);
    }
    return two * sum / (shared * (shared - one) * Simd<T>::broadcast(static_cast<T>(members)));
  });
}

/** The RDM of one neighbourhood in work.values, condensed; NaN where it has no member or a distance is undefined. */
template <class T>
static void sphere_rdm(const Searchlight& s, const PatternVolume<T>& volume, std::int64_t center,
                       const SphereWork<T>& work) {
  const auto first = s.offsets[center], count = s.offsets[center + 1] - first;
  if (count == 0) {
    for (std::int64_t p = 0; p < s.pairs(); ++p) work.values[p] = static_cast<T>(__builtin_nan(""));
    return;
  }
  if (s.metric == SearchlightMetric::correlation)
    gather_centred(volume, s.indices + first, count, work.members);
  else
    gather(volume, s.indices + first, count, work.members);
  const auto width = volume.width;
  const PairTile<T> all{work.members, work.members, count,          volume.stride(),
                        volume.folds, width,        volume.present, volume.present};
  if (s.metric == SearchlightMetric::correlation || s.metric == SearchlightMetric::cosine) {
    pair_sums<T, Member<T, Product<T>>>(all, s.conditions, work.square);
    find_norms(work, s.conditions, width);
    finish_products(work, s.conditions, width);
  } else if (s.metric == SearchlightMetric::crossnobis) {
    if (volume.complete)
      pair_sums<T, MemberFolds<T, true>>(all, s.conditions, work.square);
    else
      pair_sums<T, MemberFolds<T, false>>(all, s.conditions, work.square);
    finish_folds(s, volume, work, count);
  } else {
    pair_sums<T, Member<T, SquaredDifference<T>>>(all, s.conditions, work.square);
    using V = typename Simd<T>::Vec;
    finish_pairs(work, s.conditions, width, [](V sum, std::int64_t, std::int64_t) -> V { return sum; });
    if (s.metric == SearchlightMetric::euclidean)
      for (std::int64_t p = 0; p < s.pairs(); ++p) work.values[p] = root(work.values[p]);
  }
}

/** Members of the largest neighbourhood. */
static inline std::int64_t largest_neighbourhood(const Searchlight& s) {
  std::int64_t most = 1;
  for (std::int64_t c = 0; c < s.centers; ++c) {
    const auto count = s.offsets[c + 1] - s.offsets[c];
    most = count > most ? count : most;
  }
  return most;
}

}  // namespace likeness::LIKENESS_ISA
