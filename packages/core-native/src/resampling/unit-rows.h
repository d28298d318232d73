#pragma once
// Rows of length 1, whose products are correlations or cosines. For kernel sources only.

#include "resampling/centred-rows.h"

namespace likeness::LIKENESS_ISA {

/** Sum of products by the definition. */
static inline double block_dot(const double* a, const double* b, std::int64_t n) {
  double total = 0;
  for (std::int64_t from = 0; from < n; from += kSumBlock) {
    double chain = 0;
    for (auto i = from; i < smaller(from + kSumBlock, n); ++i) chain = __builtin_fma(a[i], b[i], chain);
    total += chain;
  }
  return total;
}

/** Scales a centred row to length 1; all NaN where it has none: a constant or zero row, a NaN, an infinity. */
static inline void to_unit(const CentredRow& row, std::int64_t cells, bool centred) {
  bool constant = centred;
  for (std::int64_t k = 1; k < cells && constant; ++k) constant = row.values[k] == row.values[0];
  const double squares = block_dot(row.values, row.values, cells);
  const bool defined = !constant && row.missing_count == 0 && squares > 0;
  const double length = defined ? __builtin_sqrt(squares) : __builtin_nan("");
  for (std::int64_t k = 0; k < cells; ++k) row.values[k] = canonical(row.values[k] / length);
}

}  // namespace likeness::LIKENESS_ISA
