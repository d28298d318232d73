#pragma once
// Totals of a few queries against a part of the base, one thread's own or shared. For kernel sources only.

#include "distance/tile.h"
#include "native/workspaces.h"

namespace likeness::LIKENESS_ISA {

inline constexpr std::int64_t kStripColumns = kRectanglePanels * kPanel;

/** Totals of a few queries against a part of the base, rectangle by rectangle. */
template <class S>
struct Strip {
  std::int64_t row0, rows, height;  // of the queries; height in whole tiles
  std::int64_t base_rows;
  S* totals;

  std::int64_t width(std::int64_t q) const {
    return smaller(kStripColumns, divide_up(base_rows, kPanel) * kPanel - q * kStripColumns);
  }
  S* row(std::int64_t q, std::int64_t i) const { return totals + q * kStripColumns * height + (i - row0) * width(q); }
};

/** Memory for totals: of all strips of a part, or of the strips that threads have at once. Allocated where needed. */
class StripTotals {
 public:
  /** Values of float64, or of what is smaller; false where there is no memory. */
  bool allocate_part(Runner& runner, std::int64_t values) {
    if (!part_) part_ = static_cast<double*>(runner.allocate(static_cast<std::size_t>(values) * sizeof(double)));
    return part_ != nullptr;
  }
  bool allocate_strips(Runner& runner, std::int64_t values) {
    const auto bytes = static_cast<std::size_t>(values) * sizeof(double);
    return has_strips_ || (has_strips_ = strips_.allocate(runner, runner.threads(), bytes));
  }

  template <class S>
  S* part() const {
    return reinterpret_cast<S*>(part_);
  }
  const Workspaces& strips() const { return strips_; }

 private:
  double* part_ = nullptr;
  Workspaces strips_;
  bool has_strips_ = false;
};

}  // namespace likeness::LIKENESS_ISA
