#pragma once
// Rows in ascending order, sorted once: what a resample repeats or leaves out changes ranks, never the order. For
// kernel sources only.

#include "native/workspaces.h"
#include "rdm/sort-order.h"
#include "resampling/lanes.h"

namespace likeness::LIKENESS_ISA {

/** One row's cells in ascending order. */
struct SortedRow {
  std::int32_t* order;   // [cells]: first the `ranked` ones, then those that are NaN
  unsigned char* ends;   // [ranked]: whether the next value is another one
  std::int32_t* levels;  // [cells]: which distinct value, from 1 (1 for NaN); null where nobody asked
  std::int64_t ranked, distinct;
};

/** All rows of one or more matrices with the same number of columns. */
class SortedRows {
 public:
  bool allocate(Runner& runner, std::int64_t rows, std::int64_t cells, bool levels) {
    cells_ = cells;
    const auto bytes = [&](char* memory) {
      Carver carver{memory};
      rows_ = carver.take<SortedRow>(rows);
      order_ = carver.take<std::int32_t>(rows * cells);
      ends_ = carver.take<unsigned char>(rows * cells);
      levels_ = levels ? carver.take<std::int32_t>(rows * cells) : nullptr;
      return carver.used;
    };
    auto* memory = static_cast<char*>(runner.allocate(bytes(nullptr)));
    if (!memory) return false;
    bytes(memory);
    return work_.allocate(runner, rows, work_bytes());
  }

  /** Sorts row `from` of x as row `to` of these; blocks may do so at once. */
  void sort(const Rows& x, std::int64_t from, std::int64_t to) {
    const Workspaces::Lease lease(work_);
    Carver carver{lease.memory()};
    auto* values = carver.take<double>(cells_);
    auto* cell = carver.take<std::int32_t>(cells_);
    SortWork work;
    work.use(carver.take<char>(static_cast<std::int64_t>(SortWork::bytes(cells_))), cells_);
    auto& row = rows_[to];
    row = {order_ + to * cells_, ends_ + to * cells_, levels_ ? levels_ + to * cells_ : nullptr, 0, 0};
    auto missing = cells_;
    for (std::int64_t i = 0; i < cells_; ++i) {
      const double value = value_at(x, from * cells_ + i);
      if (value == value) {
        cell[row.ranked] = static_cast<std::int32_t>(i);
        values[row.ranked++] = value;
      } else {
        row.order[--missing] = static_cast<std::int32_t>(i);
        if (row.levels) row.levels[i] = 1;
      }
    }
    if (row.ranked > 0) sort_order(values, row.ranked, work);
    for (std::int64_t k = 0; k < row.ranked; ++k) {
      const auto at = index_of(work.entries[k]);
      const bool ends = k + 1 == row.ranked || values[index_of(work.entries[k + 1])] != values[at];
      row.order[k] = cell[at];
      row.ends[k] = ends;
      if (row.levels) row.levels[cell[at]] = static_cast<std::int32_t>(row.distinct + 1);
      row.distinct += ends;
    }
    if (row.distinct == 0) row.distinct = 1;  // the level of a NaN
  }

  const SortedRow& operator[](std::int64_t i) const { return rows_[i]; }

 private:
  std::size_t work_bytes() const {
    Carver carver{nullptr};
    carver.take<double>(cells_);
    carver.take<std::int32_t>(cells_);
    carver.take<char>(static_cast<std::int64_t>(SortWork::bytes(cells_)));
    return carver.used;
  }

  SortedRow* rows_ = nullptr;
  std::int32_t *order_ = nullptr, *levels_ = nullptr;
  unsigned char* ends_ = nullptr;
  std::int64_t cells_ = 0;
  Workspaces work_;
};

}  // namespace likeness::LIKENESS_ISA
