#pragma once
// The ascending order of a few thousand values, equal ones by index: a radix sort of keys that are a linear map of the
// values, then each run of equal keys by the values themselves. For kernel sources only.

#include "native/simd.h"

namespace likeness::LIKENESS_ISA {

/** A value's key, above, and its index, below: as one integer, so that both move at once. */
using SortEntry = std::uint64_t;

static inline std::int64_t index_of(SortEntry entry) { return static_cast<std::int64_t>(entry & 0xffffffffu); }

/** Memory for ordering up to `capacity` values, fewer than 2^31. */
struct SortWork {
  SortEntry *entries = nullptr, *other = nullptr;

  static std::size_t bytes(std::int64_t capacity) { return 2 * static_cast<std::size_t>(capacity) * sizeof(SortEntry); }
  void use(void* memory, std::int64_t capacity) {
    entries = static_cast<SortEntry*>(memory);
    other = entries + capacity;
  }
};

/** Stable merge sort of entries [0, n) by their values. */
template <class T>
static void merge_by_value(const T* values, SortEntry* entries, std::int64_t n, SortEntry* other) {
  for (std::int64_t width = 1; width < n; width *= 2) {
    for (std::int64_t from = 0; from < n; from += 2 * width) {
      const auto middle = from + width < n ? from + width : n, end = middle + width < n ? middle + width : n;
      auto a = from, b = middle;
      for (auto to = from; to < end; ++to) {
        const bool second = b < end && (a == middle || values[index_of(entries[b])] < values[index_of(entries[a])]);
        other[to] = entries[second ? b++ : a++];
      }
    }
    for (std::int64_t i = 0; i < n; ++i) entries[i] = other[i];
  }
}

/** Orders a run of equal keys: mostly one or two entries, or equal values, which are in order already. */
template <class T>
static void order_run(const T* values, SortEntry* entries, std::int64_t n, SortEntry* other) {
  bool ordered = true;
  for (std::int64_t i = 1; i < n; ++i) ordered &= !(values[index_of(entries[i])] < values[index_of(entries[i - 1])]);
  if (ordered) return;
  if (n > 16) return merge_by_value(values, entries, n, other);
  for (std::int64_t i = 1; i < n; ++i) {
    const auto entry = entries[i];
    const T value = values[index_of(entry)];
    auto to = i;
    for (; to > 0 && value < values[index_of(entries[to - 1])]; --to) entries[to] = entries[to - 1];
    entries[to] = entry;
  }
}

/** Two passes of `digit` bits over entries whose keys are below 2^(2 digit); the result is in work.entries. */
template <int digit>
static void radix_sort(const SortWork& work, std::int64_t n) {
  constexpr std::uint32_t buckets = 1u << digit;
  std::uint32_t low[buckets] = {}, high[buckets] = {};
  for (std::int64_t i = 0; i < n; ++i) {
    const auto key = static_cast<std::uint32_t>(work.entries[i] >> 32);
    ++low[key % buckets];
    ++high[key / buckets];
  }
  std::uint32_t below_low = 0, below_high = 0;
  for (std::uint32_t b = 0; b < buckets; ++b) {
    const auto in_low = low[b], in_high = high[b];
    low[b] = below_low;
    high[b] = below_high;
    below_low += in_low;
    below_high += in_high;
  }
  for (std::int64_t i = 0; i < n; ++i) {
    const auto entry = work.entries[i];
    work.other[low[(entry >> 32) % buckets]++] = entry;
  }
  for (std::int64_t i = 0; i < n; ++i) {
    const auto entry = work.other[i];
    work.entries[high[(entry >> 32) / buckets]++] = entry;
  }
}

/** Keys of `bits` bits, in the order of the values: rounding may make keys equal but exchanges none. */
template <class T>
static bool linear_keys(const T* values, std::int64_t n, int bits, SortEntry* entries) {
  T least = values[0], most = values[0];
  for (std::int64_t i = 1; i < n; ++i) {
    least = values[i] < least ? values[i] : least;
    most = values[i] > most ? values[i] : most;
  }
  const T scale = static_cast<T>((1 << bits) - 1) / (most - least);
  // Infinities, a range beyond the type's or below its normal numbers.
  if (!(scale > 0 && scale < static_cast<T>(1e30)) || !(most - least < static_cast<T>(1e37))) return false;
  for (std::int64_t i = 0; i < n; ++i) {
    const auto key = static_cast<std::uint32_t>(static_cast<std::int32_t>((values[i] - least) * scale));
    entries[i] = static_cast<SortEntry>(key) << 32 | static_cast<SortEntry>(i);
  }
  return true;
}

/** Orders n >= 1 values without NaN: work.entries then hold their indices. */
template <class T>
static void sort_order(const T* values, std::int64_t n, const SortWork& work) {
  const bool small = n <= 1024;
  if (!linear_keys(values, n, small ? 16 : 22, work.entries)) {
    for (std::int64_t i = 0; i < n; ++i) work.entries[i] = static_cast<SortEntry>(i);
    return merge_by_value(values, work.entries, n, work.other);
  }
  if (small)
    radix_sort<8>(work, n);
  else
    radix_sort<11>(work, n);
  for (std::int64_t from = 0, to; from < n; from = to) {
    const auto key = work.entries[from] >> 32;
    for (to = from + 1; to < n && work.entries[to] >> 32 == key;) ++to;
    if (to - from > 1) order_run(values, work.entries + from, to - from, work.other);
  }
}

}  // namespace likeness::LIKENESS_ISA
