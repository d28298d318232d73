#pragma once
// Concordant less discordant pairs of two rankings, as an integer. The values of one are taken in the order of the
// other; a set of bits, with counts of its words and of groups of words, says how many of those before are smaller. For
// kernel sources only.

#include "rdm/sort-order.h"

namespace likeness::LIKENESS_ISA {

/** 32 zeros and 32 ones: a window of 32 has ones from any lane on. */
struct Steps {
  std::int16_t value[64];
  constexpr Steps() : value() {
    for (int k = 0; k < 64; ++k) value[k] = k >= 32;
  }
};
inline constexpr Steps kSteps{};

/** How many of the places inserted so far are below one: 64 places to a word, 32 words to a group. */
class PlaceCounter {
 public:
  static std::size_t bytes(std::int64_t places) {
    const auto groups = static_cast<std::size_t>(groups_for(places));
    return groups * kWords * sizeof(std::uint64_t) + groups * sizeof(Within) + lists(groups) * sizeof(Before);
  }

  /** memory is 64-byte aligned. */
  void use(void* memory, std::int64_t places) {
    groups_ = groups_for(places);
    lists_ = static_cast<std::int64_t>(lists(static_cast<std::size_t>(groups_)));
    within_ = static_cast<Within*>(memory);
    before_ = reinterpret_cast<Before*>(within_ + groups_);
    words_ = reinterpret_cast<std::uint64_t*>(before_ + lists_);
  }

  void clear() {
    __builtin_memset(within_, 0, static_cast<std::size_t>(groups_) * sizeof(Within));
    __builtin_memset(before_, 0, static_cast<std::size_t>(lists_) * sizeof(Before));
    __builtin_memset(words_, 0, static_cast<std::size_t>(groups_) * kWords * sizeof(std::uint64_t));
  }

  std::int64_t below(std::int32_t place) const {
    const auto word = place >> 6, group = place >> 11;
    const auto bits = words_[word] & ((1ull << (place & 63)) - 1);
    return reinterpret_cast<const std::int32_t*>(before_)[group] +
           reinterpret_cast<const std::int16_t*>(within_)[word] + __builtin_popcountll(bits);
  }

  void insert(std::int32_t place) {
    const auto word = place >> 6, group = place >> 11;
    words_[word] |= 1ull << (place & 63);
    Within later;  // 1 for each word of the group after this one
    __builtin_memcpy(&later, kSteps.value + kWords - 1 - (word & (kWords - 1)), sizeof later);
    within_[group] += later;
    if (groups_ == 1) return;
    Before first, from;
    for (int l = 0; l < kGroups; ++l) first[l] = l;
    for (auto list = group / kGroups; list < lists_; ++list) {
      from = Before{} + (group - static_cast<std::int32_t>(list) * kGroups);
      before_[list] -= first > from;
    }
  }

 private:
  static constexpr int kWords = 32, kGroups = 16;
  typedef std::int16_t Within __attribute__((vector_size(64), may_alias));
  typedef std::int32_t Before __attribute__((vector_size(64), may_alias));

  static std::int64_t groups_for(std::int64_t places) { return places / (64 * kWords) + 1; }
  static std::size_t lists(std::size_t groups) { return (groups + kGroups - 1) / kGroups; }

  std::int64_t groups_ = 0, lists_ = 0;
  Within* within_ = nullptr;  // of each word: how many are in the words of its group before it
  Before* before_ = nullptr;  // of each group: how many are in the groups before it
  std::uint64_t* words_ = nullptr;
};

/** The order of one RDM's values, with its ties. */
struct Order {
  std::int32_t *order = nullptr, *end = nullptr;  // end[k]: where the group of equal values that begins at k ends
  std::int64_t tied_pairs = 0;
};

/** The places of another one's values in their own order; equal values have places low to high - 1. */
struct Places {
  std::int32_t *place = nullptr, *low = nullptr, *high = nullptr;
  std::int64_t tied_pairs = 0;
};

/** Calls f(from, to) for each run of equal values in the order that `sort_order` left. */
template <class T, class F>
static void each_tie(const T* values, std::int64_t n, const SortEntry* order, F f) {
  for (std::int64_t from = 0, to; from < n; from = to) {
    const T value = values[index_of(order[from])];
    for (to = from + 1; to < n && values[index_of(order[to])] == value;) ++to;
    f(from, to);
  }
}

template <class T>
static void find_order(const T* values, std::int64_t n, const SortWork& work, Order& out) {
  sort_order(values, n, work);
  out.tied_pairs = 0;
  for (std::int64_t k = 0; k < n; ++k) out.order[k] = static_cast<std::int32_t>(index_of(work.entries[k]));
  each_tie(values, n, work.entries, [&](std::int64_t from, std::int64_t to) {
    out.end[from] = static_cast<std::int32_t>(to);
    out.tied_pairs += (to - from) * (to - from - 1) / 2;
  });
}

template <class T>
static void find_places(const T* values, std::int64_t n, const SortWork& work, Places& out) {
  sort_order(values, n, work);
  out.tied_pairs = 0;
  each_tie(values, n, work.entries, [&](std::int64_t from, std::int64_t to) {
    for (auto k = from; k < to; ++k) {
      const auto i = index_of(work.entries[k]);
      out.place[i] = static_cast<std::int32_t>(k);
      out.low[i] = static_cast<std::int32_t>(from);
      out.high[i] = static_cast<std::int32_t>(to);
    }
    out.tied_pairs += (to - from) * (to - from - 1) / 2;
  });
}

/** The set of up to 64 places in a register. */
struct SmallCounter {
  std::uint64_t bits = 0;
  std::int64_t below(std::int32_t place) const { return __builtin_popcountll(bits & ((1ull << place) - 1)); }
  void insert(std::int32_t place) { bits |= 1ull << place; }
};

template <class Counter>
static std::int64_t count_concordance(const Order& x, const Places& y, std::int64_t n, Counter& counter) {
  std::int64_t smaller = 0, larger = 0;
  if (x.tied_pairs == 0 && y.tied_pairs == 0) {
    for (std::int64_t k = 0; k < n; ++k) {
      const auto place = y.place[x.order[k]];
      smaller += counter.below(place);
      counter.insert(place);
    }
    return 2 * smaller - n * (n - 1) / 2;
  }
  for (std::int64_t from = 0; from < n; from = x.end[from]) {
    for (auto k = from; k < x.end[from]; ++k) {
      smaller += counter.below(y.low[x.order[k]]);
      larger += from - counter.below(y.high[x.order[k]]);
    }
    for (auto k = from; k < x.end[from]; ++k) counter.insert(y.place[x.order[k]]);
  }
  return smaller - larger;
}

/** Concordant less discordant pairs among n values; pairs that are tied in either count as neither. */
static inline std::int64_t concordance(const Order& x, const Places& y, std::int64_t n, PlaceCounter& counter) {
  if (n < 64) {
    SmallCounter small;
    return count_concordance(x, y, n, small);
  }
  counter.clear();
  return count_concordance(x, y, n, counter);
}

}  // namespace likeness::LIKENESS_ISA
