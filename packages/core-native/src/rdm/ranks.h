#pragma once
// Average ranks as integers: twice the rank, so that ties need no fraction. For kernel sources only.

#include "rdm/sort-order.h"

namespace likeness::LIKENESS_ISA {

/** Up to this many values are ranked by counting the smaller ones: n² comparisons in vectors, without a branch. */
template <class T>
inline constexpr std::int64_t kCountedRanks = 24 * Simd<T>::lanes;

/** Memory for ranking up to `capacity` values. */
template <class T>
struct RankWork {
  SortWork sort;
  T* padded = nullptr;

  static std::size_t bytes(std::int64_t capacity) {
    return SortWork::bytes(capacity) + static_cast<std::size_t>(capacity) * sizeof(T) + kCountedBytes;
  }
  void use(void* memory, std::int64_t capacity) {
    sort.use(memory, capacity);
    padded = reinterpret_cast<T*>(static_cast<char*>(memory) + SortWork::bytes(capacity));
  }

  /** Values that a group of vectors reads at once. */
  static constexpr int kGroup = 4 * Simd<T>::lanes;

 private:
  static constexpr std::size_t kCountedBytes = 8 * kVectorBytes;
};

/** counts -= a < b, lane by lane. */
template <class T>
static inline void count_less(typename Simd<T>::BitVec& counts, typename Simd<T>::Vec a, typename Simd<T>::Vec b) {
#if defined(LIKENESS_ISA_avx512)
  if constexpr (sizeof(T) == sizeof(float))
    counts = __builtin_bit_cast(
        typename Simd<T>::BitVec,
        _mm512_mask_sub_epi32(__builtin_bit_cast(__m512i, counts), _mm512_cmp_ps_mask(a, b, _CMP_LT_OQ),
                              __builtin_bit_cast(__m512i, counts), _mm512_set1_epi32(-1)));
  else
    counts = __builtin_bit_cast(
        typename Simd<T>::BitVec,
        _mm512_mask_sub_epi64(__builtin_bit_cast(__m512i, counts), _mm512_cmp_pd_mask(a, b, _CMP_LT_OQ),
                              __builtin_bit_cast(__m512i, counts), _mm512_set1_epi64(-1)));
#elif defined(LIKENESS_ISA_scalar)
  counts += a < b;
#else
  counts -= a < b;
#endif
}

/** How many of n values are smaller than each of a group; `below` false: how many are not larger. */
template <class T, bool below>
static void count_group(const T* values, std::int64_t n, const T* group, typename Simd<T>::Bits* counts) {
  using S = Simd<T>;
  constexpr int vectors = 4;
  typename S::Vec value[vectors];
  typename S::BitVec count[vectors];
#pragma GCC unroll 4
  for (int v = 0; v < vectors; ++v) {
    value[v] = load(group + v * S::lanes);
    count[v] = typename S::BitVec{};
  }
  for (std::int64_t j = 0; j < n; ++j) {
    const auto other = S::broadcast(values[j]);
#pragma GCC unroll 4
    for (int v = 0; v < vectors; ++v) {
      if constexpr (below)
        count_less<T>(count[v], other, value[v]);
      else
        count_less<T>(count[v], value[v], other);
    }
  }
  __builtin_memcpy(counts, count, sizeof count);
}

template <class T>
static void ranks_by_counting(const T* values, std::int64_t n, std::int32_t* ranks, const RankWork<T>& work) {
  using Bits = typename Simd<T>::Bits;
  constexpr int group = RankWork<T>::kGroup;
  for (std::int64_t i = 0; i < n; ++i) work.padded[i] = values[i];
  for (auto i = n; i < n + group; ++i) work.padded[i] = 0;
  std::int64_t sum = 0;
  Bits counts[group];
  for (std::int64_t first = 0; first < n; first += group) {
    count_group<T, true>(values, n, work.padded + first, counts);
    for (auto i = first; i < (first + group < n ? first + group : n); ++i) {
      ranks[i] = static_cast<std::int32_t>(counts[i - first]);
      sum += counts[i - first];
    }
  }
  if (sum == n * (n - 1) / 2) {  // no two are equal
    for (std::int64_t i = 0; i < n; ++i) ranks[i] = 2 * ranks[i] + 2;
    return;
  }
  const auto all = static_cast<std::int32_t>(n);
  for (std::int64_t first = 0; first < n; first += group) {
    count_group<T, false>(values, n, work.padded + first, counts);
    for (auto i = first; i < (first + group < n ? first + group : n); ++i)
      ranks[i] += all - static_cast<std::int32_t>(counts[i - first]) + 1;
  }
}

template <class T>
static void ranks_by_sorting(const T* values, std::int64_t n, std::int32_t* ranks, const RankWork<T>& work) {
  sort_order(values, n, work.sort);
  const SortEntry* order = work.sort.entries;
  for (std::int64_t from = 0, to; from < n; from = to) {
    const T value = values[index_of(order[from])];
    for (to = from + 1; to < n && values[index_of(order[to])] == value;) ++to;
    for (auto i = from; i < to; ++i) ranks[index_of(order[i])] = static_cast<std::int32_t>(from + to + 1);
  }
}

/** Twice the average rank, from 2 to 2n, of each of n values without NaN, fewer than 2^30; -0 equals 0. */
template <class T>
static void doubled_ranks(const T* values, std::int64_t n, std::int32_t* ranks, const RankWork<T>& work) {
  if (n <= kCountedRanks<T>)
    ranks_by_counting(values, n, ranks, work);
  else
    ranks_by_sorting(values, n, ranks, work);
}

}  // namespace likeness::LIKENESS_ISA
