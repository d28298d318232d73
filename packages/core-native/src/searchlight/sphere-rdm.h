#pragma once
// The RDM of one neighbourhood. One chain per pair over the members in their order; vectors go over pairs, so no SIMD
// level changes a bit. For kernel sources only.

#include "distance/condensed.h"
#include "distance/tile.h"
#include "searchlight/pattern-volume.h"

namespace likeness::LIKENESS_ISA {

/** Conditions i0.. against j0.., a member at a time. */
template <class T>
struct PairTile {
  const T *rows, *columns;  // of the first member and fold
  std::int64_t members, stride;
  std::int64_t folds, width;
  const T *present_rows, *present_columns;
};

/** Adds one member to each pair's chain: a product, or a squared difference. */
template <class T, class Op>
struct Member {
  static constexpr int vectors = Op::vectors;
  template <int rows, int count>
  static inline __attribute__((always_inline)) void add(const PairTile<T>&, const T* x, const T* y,
                                                        typename Simd<T>::Vec (&sum)[rows][count]) {
    typename Simd<T>::Vec column[count];
#pragma GCC unroll 3
    for (int v = 0; v < count; ++v) column[v] = load(y + v * Simd<T>::lanes);
#pragma GCC unroll 8
    for (int r = 0; r < rows; ++r) {
      const auto value = Simd<T>::broadcast(x[r]);
#pragma GCC unroll 3
      for (int v = 0; v < count; ++v) sum[r][v] = Op::step(sum[r][v], value, column[v]);
    }
  }
};

/** The products of the differences in every two folds, each once: fold n's with the sum of those before it. */
template <class T, bool complete>
struct MemberFolds {
  static constexpr int vectors = 1;
  template <int rows, int count>
  static inline __attribute__((always_inline)) void add(const PairTile<T>& tile, const T* x, const T* y,
                                                        typename Simd<T>::Vec (&sum)[rows][count]) {
    using V = typename Simd<T>::Vec;
    V before[rows][count];
    for (std::int64_t f = 0; f < tile.folds; ++f, x += tile.width, y += tile.width) {
#pragma GCC unroll 8
      for (int r = 0; r < rows; ++r)
#pragma GCC unroll 3
        for (int v = 0; v < count; ++v) {
          V d = Simd<T>::broadcast(x[r]) - load(y + v * Simd<T>::lanes);
          if constexpr (!complete)
            d *= Simd<T>::broadcast(tile.present_rows[f * tile.width + r]) *
                 load(tile.present_columns + f * tile.width + v * Simd<T>::lanes);
          if (f > 0) sum[r][v] = fma(d, before[r][v], sum[r][v]);
          before[r][v] = f > 0 ? before[r][v] + d : d;
        }
    }
  }
};

template <class T, class Op, int rows, int count>
static __attribute__((noinline)) void pair_tile(const PairTile<T>& tile, T* square, std::int64_t square_stride) {
  using V = typename Simd<T>::Vec;
  V sum[rows][count];
#pragma GCC unroll 8
  for (auto& row : sum)
#pragma GCC unroll 3
    for (auto& v : row) v = Simd<T>::broadcast(0);
  const T *x = tile.rows, *y = tile.columns;
  for (std::int64_t m = 0; m < tile.members; ++m, x += tile.stride, y += tile.stride)
    Op::template add<rows, count>(tile, x, y, sum);
#pragma GCC unroll 8
  for (int r = 0; r < rows; ++r)
#pragma GCC unroll 3
    for (int v = 0; v < count; ++v) store(square + r * square_stride + v * Simd<T>::lanes, sum[r][v]);
}

template <class T, class Op, int rows>
static void pair_tiles(PairTile<T> tile, std::int64_t from, T* square, std::int64_t width) {
  constexpr std::int64_t lanes = Simd<T>::lanes;
  const T *columns = tile.columns, *present = tile.present_columns;
  for (auto j = from; j < width;) {
    tile.columns = columns + j;
    tile.present_columns = present + j;
    const auto left = (width - j) / lanes;
    if (Op::vectors >= 3 && left >= 3) {
      pair_tile<T, Op, rows, Op::vectors >= 3 ? 3 : 1>(tile, square + j, width);
      j += 3 * lanes;
    } else if (Op::vectors >= 2 && left >= 2) {
      pair_tile<T, Op, rows, Op::vectors >= 2 ? 2 : 1>(tile, square + j, width);
      j += 2 * lanes;
    } else {
      pair_tile<T, Op, rows, 1>(tile, square + j, width);
      j += lanes;
    }
  }
}

/** Sums of every pair i <= j into square[i * width + j]; what stands elsewhere means nothing. */
template <class T, class Op>
static void pair_sums(const PairTile<T>& all, std::int64_t conditions, T* square) {
  constexpr std::int64_t lanes = Simd<T>::lanes, half = kTileRows / 2;
  for (std::int64_t i = 0; i < conditions; i += kTileRows) {
    PairTile<T> tile = all;
    tile.rows += i;
    tile.present_rows += i;
    T* row = square + i * all.width;
    const auto from = i / lanes * lanes;
    if (conditions - i <= half)
      pair_tiles<T, Op, half>(tile, from, row, all.width);
    else
      pair_tiles<T, Op, kTileRows>(tile, from, row, all.width);
  }
}

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
