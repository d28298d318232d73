#pragma once
// Rank comparisons of rows with sums of rank-transformed rows, which are ranked anew. For kernel sources only.

#include "rdm/ranks.h"
#include "resampling/counts.h"
#include "resampling/permuted-ranks.h"

namespace likeness::LIKENESS_ISA {

/** T holds sums of the doubled ranks of all subjects exactly. */
template <class T>
class PooledRanks {
 public:
  PooledRanks(Comparison comparison, std::int64_t subjects, std::int64_t cells)
      : comparison_(comparison), subjects_(subjects), cells_(cells) {}

  bool prepare(Runner& runner, const Rows& rdms, double until) {
    squares_ = static_cast<double*>(runner.allocate(static_cast<std::size_t>(subjects_) * sizeof(double)));
    ranks_ = static_cast<std::int32_t*>(runner.allocate(static_cast<std::size_t>(subjects_ * cells_) * sizeof *ranks_));
    if (!squares_ || !ranks_ || !rows_.allocate(runner, subjects_, cells_, false)) return false;
    auto row = [&](std::int64_t s) {
      rows_.sort(rdms, s, s);
      auto* ranks = ranks_ + s * cells_;
      centred_ranks_of(rows_[s], cells_, ranks);
      squares_[s] =
          static_cast<double>(by_order(comparison_) ? tied_squares_of(rows_[s]) : dot_ranks(ranks, ranks, cells_));
    };
    for_blocks(runner, subjects_, until, row);
    return true;
  }

  std::size_t work_bytes() const { return Work(*this, nullptr).bytes; }

  /** Each drawn subject with all that were drawn (upper) and with all but its own copies (lower); NaN for the others.
   */
  void compare(const Runner& runner, char* memory, const std::int32_t* counts, double* lower, double* upper) const {
    const Work work(*this, memory);
    for (std::int64_t k = 0; k < cells_; ++k) work.all[k] = 0;
    std::int64_t distinct = 0;
    bool defined = true;
    for (std::int64_t s = 0; s < subjects_; ++s) {
      lower[s] = upper[s] = __builtin_nan("");
      if (counts[s] == 0) continue;
      ++distinct;
      defined &= rows_[s].ranked == cells_;
      add(work.all, work.all, s, static_cast<T>(counts[s]));
    }
    if (!defined) return;
    double squares = rank(work, work.all);
    for (std::int64_t s = 0; s < subjects_; ++s)
      if (counts[s] > 0) upper[s] = similarity(work, s, squares);
    if (distinct < 2) return;
    for (std::int64_t s = 0; s < subjects_ && !runner.cancelled(); ++s) {
      if (counts[s] == 0) continue;
      add(work.all, work.others, s, static_cast<T>(-counts[s]));
      squares = rank(work, work.others);
      lower[s] = similarity(work, s, squares);
    }
  }

 private:
  struct Work {
    Work(const PooledRanks& of, char* memory) {
      Carver carver{memory};
      all = carver.take<T>(of.cells_);
      others = carver.take<T>(of.cells_);
      ranks = carver.take<std::int32_t>(of.cells_);
      tree = carver.take<std::int32_t>(of.cells_ + 1);
      sort.use(carver.take<char>(static_cast<std::int64_t>(RankWork<T>::bytes(of.cells_))), of.cells_);
      bytes = carver.used;
    }
    T *all, *others;
    std::int32_t *ranks, *tree;
    RankWork<T> sort;
    std::size_t bytes;
  };

  void add(const T* from, T* to, std::int64_t s, T count) const {
    const auto* ranks = ranks_ + s * cells_;
    for (std::int64_t k = 0; k < cells_; ++k) to[k] = from[k] + count * static_cast<T>(ranks[k]);
  }

  /** Ranks a sum of rows; returns the sum of squared ranks, or of squared numbers of ties for Kendall. */
  double rank(const Work& work, const T* sums) const {
    doubled_ranks(sums, cells_, work.ranks, work.sort);
    if (!by_order(comparison_)) {
      for (std::int64_t k = 0; k < cells_; ++k) work.ranks[k] -= static_cast<std::int32_t>(cells_ + 1);
      return static_cast<double>(dot_ranks(work.ranks, work.ranks, cells_));
    }
    // Doubled ranks of different values differ by 2 or more: halves are levels from 1 to the number of cells.
    for (std::int64_t k = 0; k <= cells_; ++k) work.tree[k] = 0;
    for (std::int64_t k = 0; k < cells_; ++k) ++work.tree[work.ranks[k] /= 2];
    std::int64_t ties = 0;
    for (std::int64_t k = 1; k <= cells_; ++k) ties += static_cast<std::int64_t>(work.tree[k]) * work.tree[k];
    return static_cast<double>(ties);
  }

  double similarity(const Work& work, std::int64_t s, double squares) const {
    const auto sum = by_order(comparison_) ? concordance_of(rows_[s], work.ranks, cells_, work.tree)
                                           : dot_ranks(ranks_ + s * cells_, work.ranks, cells_);
    return canonical(clamped(RankBundle<double>::rank_comparison(comparison_, static_cast<double>(sum), squares_[s],
                                                                 squares, static_cast<double>(cells_))));
  }

  Comparison comparison_;
  std::int64_t subjects_, cells_;
  SortedRows rows_;
  std::int32_t* ranks_ = nullptr;
  double* squares_ = nullptr;
};

}  // namespace likeness::LIKENESS_ISA
