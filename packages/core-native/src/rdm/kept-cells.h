#pragma once
// Which cells and which rows of two sets of RDMs take part in a comparison of all with all. For kernel sources only.

#include "distance/panels.h"

namespace likeness::LIKENESS_ISA {

/** A set of RDMs, with what of it is complete. */
template <class T>
struct RdmSet {
  const T* data;
  std::int64_t rows, cells;
  bool* complete = nullptr;  // rows without NaN among the kept cells
  bool any_missing = false;

  const T* row(std::int64_t i) const { return data + i * cells; }
};

/** The cells that some row of either set has: what one of them lacks entirely is left out of every comparison. */
struct KeptCells {
  std::int64_t count = 0;
  const std::int32_t* list = nullptr;  // ascending; null: all

  template <class T>
  void gather(const T* row, T* to) const {
    if (list)
      for (std::int64_t k = 0; k < count; ++k) to[k] = row[list[k]];
    else
      for (std::int64_t k = 0; k < count; ++k) to[k] = row[k];
  }
};

/** Whether the kept values of a row hold a NaN. */
template <class T>
static bool has_missing(const T* row, const KeptCells& kept) {
  bool missing = false;
  if (kept.list)
    for (std::int64_t k = 0; k < kept.count; ++k) missing |= row[kept.list[k]] != row[kept.list[k]];
  else
    for (std::int64_t k = 0; k < kept.count; ++k) missing |= row[k] != row[k];
  return missing;
}

template <class T>
static void find_complete(Runner& runner, RdmSet<T>& set, const KeptCells& kept, double until) {
  auto row = [&](std::int64_t i) { set.complete[i] = !has_missing(set.row(i), kept); };
  for_blocks(runner, set.rows, until, row);
  set.any_missing = false;
  for (std::int64_t i = 0; i < set.rows && !runner.cancelled(); ++i) set.any_missing |= !set.complete[i];
}

/** seen[c] is kept only where some row of the set has cell c. */
template <class T>
static void keep_seen(Runner& runner, const RdmSet<T>& set, bool* seen) {
  constexpr std::int64_t width = 4096;
  auto chunk = [&](std::int64_t b) {
    const auto first = b * width, end = smaller(first + width, set.cells);
    bool found[width] = {};
    for (std::int64_t i = 0; i < set.rows; ++i) {
      const T* row = set.row(i);
      for (auto c = first; c < end; ++c) found[c - first] |= row[c] == row[c];
    }
    for (auto c = first; c < end; ++c) seen[c] = seen[c] && found[c - first];
  };
  for_blocks(runner, divide_up(set.cells, width), 0.02, chunk);
}

template <class T>
static Status find_kept(Runner& runner, RdmSet<T>& a, RdmSet<T>& b, KeptCells& kept) {
  kept.count = a.cells;
  a.complete = static_cast<bool*>(runner.allocate(static_cast<std::size_t>(a.rows + b.rows)));
  if (!a.complete) return Status::out_of_memory;
  b.complete = a.complete + a.rows;
  find_complete(runner, a, kept, 0.005);
  find_complete(runner, b, kept, 0.01);
  if (!a.any_missing && !b.any_missing) return Status::ok;
  const auto cells = static_cast<std::size_t>(a.cells);
  auto* list = static_cast<std::int32_t*>(runner.allocate(cells * sizeof(std::int32_t)));
  auto* seen = static_cast<bool*>(runner.allocate(cells));
  if (!list || !seen) return Status::out_of_memory;
  for (std::int64_t c = 0; c < a.cells; ++c) seen[c] = true;
  keep_seen(runner, a, seen);
  keep_seen(runner, b, seen);
  kept.count = 0;
  for (std::int64_t c = 0; c < a.cells; ++c)
    if (seen[c]) list[kept.count++] = static_cast<std::int32_t>(c);
  if (kept.count == a.cells) return Status::ok;
  kept.list = list;
  find_complete(runner, a, kept, 0.025);
  find_complete(runner, b, kept, 0.03);
  return Status::ok;
}

}  // namespace likeness::LIKENESS_ISA
