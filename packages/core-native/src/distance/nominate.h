#pragma once
// Bounds on a query's exact keys from totals in the data's own precision, and the choice of candidates. For kernel
// sources only.

#include "distance/row-form.h"

namespace likeness::LIKENESS_ISA {

/**
 * How far a key from the totals can be from the exact key of the forms, which have type T.
 *
 * A chain of m fused steps errs by at most 1.01 m u Σ|x||y| (Higham 2002, eq. 3.5), adding b blocks in T by 1.01 b u of
 * it, rounding the forms to T by 2 u of it, and Σ|x||y| <= |x||y|; adding blocks and the squares in float64 errs by
 * (blocks + 8) 2^-52 of what is added.
 */
struct ErrorModel {
  double chain, sums, least;
  bool product;

  /** `narrow`: totals of type T, to which every block's sum is added with another rounding. */
  template <class T>
  static ErrorModel of(Metric metric, std::int64_t cols, bool narrow) {
    const double u = sizeof(T) == sizeof(float) ? 0x1p-24 : 0x1p-53;
    const double steps = static_cast<double>(smaller(cols, kSumBlock) + (narrow ? divide_up(cols, kSumBlock) : 0));
    ErrorModel model;
    model.product = metric != Metric::cityblock && metric != Metric::chebyshev;
    model.chain = 1.01 * (steps + 4) * u;
    model.sums = static_cast<double>(cols + 8) * 0x1p-52;
    // Below the range of T a product loses at most its smallest step.
    model.least = static_cast<double>(cols) * (sizeof(T) == sizeof(float) ? 0x1p-147 : 0x1p-1070);
    return model;
  }

  /** Bounds of row x's keys against `count` rows of y; NaN or infinite where the totals say nothing. */
  template <class S>
  void bounds(const S* totals, const RowForm& x, const double* yy, const double* y_norm, std::int64_t count,
              double* __restrict lower, double* __restrict upper) const {
    if (product)
      for (std::int64_t j = 0; j < count; ++j) {
        const double total = static_cast<double>(totals[j]), squares = x.squares + yy[j];
        const double key = squares - 2 * total + (total - total);  // NaN for an infinite total, which says nothing
        const double error = 2 * chain * (x.norm * y_norm[j]) + sums * squares + least;
        lower[j] = key - error;
        upper[j] = key + error;
      }
    else
      for (std::int64_t j = 0; j < count; ++j) {
        const double total = static_cast<double>(totals[j]), error = (chain + sums) * total + least;
        lower[j] = total - error;
        upper[j] = total + error;
      }
  }
};

/** How many values are not above a limit; a NaN is not. */
static inline std::int64_t count_not_above(const double* values, std::int64_t count, double limit) {
  std::int64_t all = 0;
  for (std::int64_t j = 0; j < count; ++j) all += !(values[j] > limit);
  return all;
}

/** f(j) for each value that is not above limit() at the time, in order. */
template <class Limit, class F>
static inline void each_not_above(const double* values, std::int64_t count, Limit limit, F f) {
  constexpr std::int64_t group = 32;
  for (std::int64_t first = 0; first < count; first += group) {
    const auto end = smaller(first + group, count);
    if (count_not_above(values + first, end - first, limit()) == 0) continue;
    for (auto j = first; j < end; ++j)
      if (!(values[j] > limit())) f(j);
  }
}

/** The k smallest of the values offered: a heap whose first entry is the largest of them, and how many it holds. */
class Smallest {
 public:
  Smallest(double* heap, std::int64_t k, std::int64_t& size) : heap_(heap), k_(k), size_(size) {}

  void offer(double value) {
    if (size_ < k_) {
      rise(size_++, value);
    } else if (value < heap_[0]) {
      sink(value);
    }
  }

  /** The k-th smallest, infinity while there are fewer. */
  double last() const { return size_ < k_ ? __builtin_inf() : heap_[0]; }

 private:
  void rise(std::int64_t at, double value) {
    while (at > 0 && heap_[(at - 1) / 2] < value) {
      heap_[at] = heap_[(at - 1) / 2];
      at = (at - 1) / 2;
    }
    heap_[at] = value;
  }

  void sink(double value) {
    std::int64_t at = 0;
    for (auto child = 2 * at + 1; child < k_; child = 2 * at + 1) {
      if (child + 1 < k_ && heap_[child + 1] > heap_[child]) ++child;
      if (!(heap_[child] > value)) break;
      heap_[at] = heap_[child];
      at = child;
    }
    heap_[at] = value;
  }

  double* heap_;
  std::int64_t k_;
  std::int64_t& size_;
};

/** The k nearest found so far: ascending by key, ties by index. */
struct Nearest {
  double* keys;
  std::int32_t* indices;
  std::int64_t k;

  double worst() const { return keys[k - 1]; }

  /** NaN is nobody's neighbour. */
  void insert(double key, std::int64_t index) const {
    const auto before = [&](std::int64_t at) {
      return key < keys[at] || (key == keys[at] && (indices[at] < 0 || index < indices[at]));
    };
    if (!before(k - 1)) return;
    auto at = k - 1;
    for (; at > 0 && before(at - 1); --at) {
      keys[at] = keys[at - 1];
      indices[at] = indices[at - 1];
    }
    keys[at] = key;
    indices[at] = static_cast<std::int32_t>(index);
  }
};

}  // namespace likeness::LIKENESS_ISA
