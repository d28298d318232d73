#pragma once
// Walks over the rows of arrays that share a shape but not their strides: broadcasting, transposing, slicing,
// reversing.

#include <algorithm>
#include <cstdint>

#include "call.h"

namespace likeness::nets {

constexpr int kMaxRank = 8;

/** A shape and, for each of `kArrays` arrays, its strides in elements (0: repeated, negative: backwards). */
template <int kArrays>
struct Layout {
  int rank = 0;
  std::int64_t sides[kMaxRank] = {};
  std::int64_t strides[kArrays][kMaxRank] = {};

  /** Reads [rank, sides, strides of each array], as JavaScript's `layout` writes them. */
  static Layout read(Array<const std::int32_t> given) {
    Layout layout;
    layout.rank = given.data[0];
    Call::require(layout.rank >= 1 && layout.rank <= kMaxRank && given.size >= 1 + layout.rank * (kArrays + 1),
                  "the layout is incomplete");
    const auto* next = given.data + 1;
    for (int d = 0; d < layout.rank; ++d) layout.sides[d] = *next++;
    for (auto& strides : layout.strides)
      for (int d = 0; d < layout.rank; ++d) strides[d] = *next++;
    for (int d = 0; d < layout.rank; ++d) Call::require(layout.sides[d] > 0, "a side is not positive");
    return layout;
  }

  /** @throws std::invalid_argument unless every element of array `k` lies within [0, size) */
  void check(int k, std::int64_t offset, std::int64_t size) const {
    auto lowest = offset, highest = offset;
    for (int d = 0; d < rank; ++d) {
      const auto reach = (sides[d] - 1) * strides[k][d];
      (reach < 0 ? lowest : highest) += reach;
    }
    Call::require(lowest >= 0 && highest < size, "an array is smaller than its layout");
  }

  /** Rows, that is all sides but the last. */
  std::int64_t rows() const { return product(0, rank - 1); }
  std::int64_t size() const { return product(0, rank); }
  std::int64_t length() const { return sides[rank - 1]; }

 private:
  std::int64_t product(int from, int to) const {
    std::int64_t result = 1;
    for (int d = from; d < to; ++d) result *= sides[d];
    return result;
  }
};

/** The offsets of one row after another. */
template <int kArrays>
class Rows {
 public:
  Rows(const Layout<kArrays>& layout, std::int64_t row) : layout_(layout) {
    for (int d = layout.rank - 2; d >= 0; --d) {
      index_[d] = row % layout.sides[d];
      row /= layout.sides[d];
      for (int k = 0; k < kArrays; ++k) offsets_[k] += index_[d] * layout.strides[k][d];
    }
  }

  std::int64_t operator[](int k) const { return offsets_[k]; }

  void next() {
    for (int d = layout_.rank - 2; d >= 0; --d) {
      for (int k = 0; k < kArrays; ++k) offsets_[k] += layout_.strides[k][d];
      if (++index_[d] < layout_.sides[d]) return;
      index_[d] = 0;
      for (int k = 0; k < kArrays; ++k) offsets_[k] -= layout_.sides[d] * layout_.strides[k][d];
    }
  }

 private:
  const Layout<kArrays>& layout_;
  std::int64_t index_[kMaxRank] = {};
  std::int64_t offsets_[kArrays] = {};
};

}  // namespace likeness::nets
