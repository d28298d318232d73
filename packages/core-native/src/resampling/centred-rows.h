#pragma once
// Rows for products: scaled by a power of two, so that no square overflows, and less their mean where asked. For kernel
// sources only.

#include "resampling/lanes.h"

namespace likeness::LIKENESS_ISA {

/** One row's values; those that are NaN or infinite are 0 here and listed: no product of them is defined. */
struct CentredRow {
  double* values;         // [cells]
  std::int32_t* missing;  // [missing_count]
  std::int64_t missing_count;
};

static inline bool is_finite(double v) { return v - v == 0; }

/** The power of two that brings the largest |value| into [0.5, 1), or as near as a finite factor can. */
static inline double unit_scale(const double* x, std::int64_t n) {
  double most = 0;
  for (std::int64_t i = 0; i < n; ++i) {
    const double size = __builtin_fabs(x[i]);
    most = size > most ? size : most;
  }
  const auto exponent = static_cast<std::int64_t>(__builtin_bit_cast(std::uint64_t, most) >> 52);
  const auto wanted = 2 * 1023 - 1 - exponent;  // biased
  return __builtin_bit_cast(double, static_cast<std::uint64_t>(wanted < 1 ? 1 : wanted > 2046 ? 2046 : wanted) << 52);
}

/** Sum by the definition: fused chains (here of additions) over blocks of 256, blocks added in order. */
static inline double block_sum(const double* x, std::int64_t n) {
  double total = 0;
  for (std::int64_t from = 0; from < n; from += kSumBlock) {
    double chain = 0;
    for (auto i = from; i < smaller(from + kSumBlock, n); ++i) chain += x[i];
    total += chain;
  }
  return total;
}

class CentredRows {
 public:
  bool allocate(Runner& runner, std::int64_t rows, std::int64_t cells) {
    cells_ = cells;
    const auto carve = [&](char* memory) {
      Carver carver{memory};
      rows_ = carver.take<CentredRow>(rows);
      values_ = carver.take<double>(rows * cells);
      missing_ = carver.take<std::int32_t>(rows * cells);
      return carver.used;
    };
    auto* memory = static_cast<char*>(runner.allocate(carve(nullptr)));
    if (memory) carve(memory);
    return memory != nullptr;
  }

  /** Takes row `from` of x in as row `to` of these. */
  void set(const Rows& x, std::int64_t from, std::int64_t to, bool centre) {
    auto& row = rows_[to];
    row = {values_ + to * cells_, missing_ + to * cells_, 0};
    for (std::int64_t i = 0; i < cells_; ++i) {
      const double value = value_at(x, from * cells_ + i);
      row.values[i] = is_finite(value) ? value : 0;
      if (!is_finite(value)) row.missing[row.missing_count++] = static_cast<std::int32_t>(i);
    }
    const double scale = unit_scale(row.values, cells_);
    for (std::int64_t i = 0; i < cells_; ++i) row.values[i] *= scale;
    if (!centre) return;
    // Of a row's resamples the means are taken again; this only takes off what they would lose digits to.
    const double mean = block_sum(row.values, cells_) / static_cast<double>(cells_);
    for (std::int64_t i = 0; i < cells_; ++i) row.values[i] -= mean;
  }

  const CentredRow& operator[](std::int64_t i) const { return rows_[i]; }

 private:
  CentredRow* rows_ = nullptr;
  double* values_ = nullptr;
  std::int32_t* missing_ = nullptr;
  std::int64_t cells_ = 0;
};

}  // namespace likeness::LIKENESS_ISA
