#pragma once
// Rank comparisons of rows with permuted rows: a permutation changes no rank. For kernel sources only.

#include "resampling/rank-bundle.h"

namespace likeness::LIKENESS_ISA {

/** Doubled ranks less their mean, in the row's own order; 0 for NaN. */
static inline void centred_ranks_of(const SortedRow& row, std::int64_t cells, std::int32_t* ranks) {
  for (std::int64_t from = 0, to; from < row.ranked; from = to) {
    for (to = from; !row.ends[to++];) continue;
    for (auto k = from; k < to; ++k) ranks[row.order[k]] = static_cast<std::int32_t>(from + to - cells);
  }
  for (auto k = row.ranked; k < cells; ++k) ranks[row.order[k]] = 0;
}

/** Exact, for it is at most cells³ / 3; in 32 bits where that fits, twice as fast. */
static inline std::int64_t dot_ranks(const std::int32_t* a, const std::int32_t* b, std::int64_t cells) {
  if (cells <= 1860) {
    std::int32_t sum = 0;
    for (std::int64_t k = 0; k < cells; ++k) sum += a[k] * b[k];
    return sum;
  }
  std::int64_t sum = 0;
  for (std::int64_t k = 0; k < cells; ++k) sum += static_cast<std::int64_t>(a[k]) * b[k];
  return sum;
}

/** Sum of squared numbers of equal values. */
static inline std::int64_t tied_squares_of(const SortedRow& row) {
  std::int64_t sum = 0;
  for (std::int64_t from = 0, to; from < row.ranked; from = to) {
    for (to = from; !row.ends[to++];) continue;
    sum += (to - from) * (to - from);
  }
  return sum;
}

/** Kendall's S of a row and of levels 1 to `distinct`, by a binary indexed tree of distinct + 1 counts. */
static inline std::int64_t concordance_of(const SortedRow& x, const std::int32_t* levels, std::int64_t distinct,
                                          std::int32_t* tree) {
  for (std::int64_t k = 0; k <= distinct; ++k) tree[k] = 0;
  const auto up_to = [&](std::int32_t node) {
    std::int32_t count = 0;
    for (; node > 0; node &= node - 1) count += tree[node];
    return count;
  };
  std::int64_t sum = 0;
  for (std::int64_t from = 0, to; from < x.ranked; from = to) {
    for (to = from; !x.ends[to++];) continue;
    for (auto k = from; k < to; ++k) {
      const auto level = levels[x.order[k]];
      sum += up_to(level - 1) + up_to(level) - from;
    }
    for (auto k = from; k < to; ++k)
      for (auto node = levels[x.order[k]]; node <= distinct; node += node & -node) ++tree[node];
  }
  return sum;
}

/** The rows of x and y, ready for permutations of y. */
class PermutedRanks {
 public:
  PermutedRanks(Comparison comparison, std::int64_t x_rows, std::int64_t y_rows, std::int64_t cells)
      : comparison_(comparison), x_rows_(x_rows), y_rows_(y_rows), cells_(cells) {}

  bool prepare(Runner& runner, const Rows& x, const Rows& y, double until) {
    const auto rows = x_rows_ + y_rows_;
    squares_ = static_cast<double*>(runner.allocate(static_cast<std::size_t>(rows) * sizeof(double)));
    ranks_ = static_cast<std::int32_t*>(runner.allocate(static_cast<std::size_t>(rows * cells_) * sizeof *ranks_));
    if (!squares_ || !ranks_ || !rows_.allocate(runner, rows, cells_, by_order(comparison_))) return false;
    auto row = [&](std::int64_t i) {
      rows_.sort(i < x_rows_ ? x : y, i < x_rows_ ? i : i - x_rows_, i);
      auto* ranks = ranks_ + i * cells_;
      centred_ranks_of(rows_[i], cells_, ranks);
      squares_[i] =
          static_cast<double>(by_order(comparison_) ? tied_squares_of(rows_[i]) : dot_ranks(ranks, ranks, cells_));
      if (!by_order(comparison_)) return;
      for (std::int64_t k = 0; k < cells_; ++k) ranks[k] = rows_[i].levels[k];
    };
    for_blocks(runner, rows, until, row);
    return true;
  }

  std::size_t work_bytes() const { return 2 * static_cast<std::size_t>(cells_ + 16) * sizeof(std::int32_t); }

  /** Row `y` with cell k of what was cell from[k], against each row of x; x_rows similarities, `stride` apart. */
  void compare(char* memory, const std::int32_t* from, std::int64_t y, double* similarities,
               std::int64_t stride) const {
    auto* moved = reinterpret_cast<std::int32_t*>(memory);
    const auto* ranks = ranks_ + (x_rows_ + y) * cells_;
    for (std::int64_t k = 0; k < cells_; ++k) moved[k] = ranks[from[k]];
    for (std::int64_t x = 0; x < x_rows_; ++x) {
      const auto& row = rows_[x_rows_ + y];
      const auto sum = by_order(comparison_) ? concordance_of(rows_[x], moved, row.distinct, moved + cells_ + 15)
                                             : dot_ranks(ranks_ + x * cells_, moved, cells_);
      const bool defined = rows_[x].ranked == cells_ && row.ranked == cells_;
      const double r = RankBundle<double>::rank_comparison(comparison_, static_cast<double>(sum), squares_[x],
                                                           squares_[x_rows_ + y], static_cast<double>(cells_));
      similarities[x * stride] = defined ? canonical(clamped(r)) : __builtin_nan("");
    }
  }

 private:
  Comparison comparison_;
  std::int64_t x_rows_, y_rows_, cells_;
  SortedRows rows_;
  std::int32_t* ranks_ = nullptr;  // or levels
  double* squares_ = nullptr;
};

}  // namespace likeness::LIKENESS_ISA
