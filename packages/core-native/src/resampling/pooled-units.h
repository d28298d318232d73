#pragma once
// Comparisons of rows of length 1 with sums of them: all from the products of the rows with one another. For kernel
// sources only.

#include "native/workspaces.h"
#include "resampling/counts.h"
#include "resampling/unit-rows.h"

namespace likeness::LIKENESS_ISA {

class PooledUnits {
 public:
  using Vec = Simd<double>::Vec;

  PooledUnits(Comparison comparison, std::int64_t subjects, std::int64_t cells)
      : centre_(comparison == Comparison::pearson),
        subjects_(subjects),
        cells_(cells),
        padded_(divide_up(subjects, Simd<double>::lanes) * Simd<double>::lanes) {}

  bool prepare(Runner& runner, const Rows& rdms, double until) {
    // Transposed, so that lanes are subjects: the chain of each product runs over the cells in order.
    auto* across = static_cast<double*>(runner.allocate(static_cast<std::size_t>(padded_ * cells_) * sizeof(double)));
    gram_ = static_cast<double*>(runner.allocate(static_cast<std::size_t>(padded_ * subjects_) * sizeof(double)));
    if (!across || !gram_ || !units_.allocate(runner, subjects_, cells_)) return false;
    auto row = [&](std::int64_t s) {
      units_.set(rdms, s, s, centre_);
      to_unit(units_[s], cells_, centre_);
      for (std::int64_t k = 0; k < cells_; ++k) across[k * padded_ + s] = units_[s].values[k];
      if (s == 0)
        for (std::int64_t k = 0; k < cells_; ++k)
          for (auto pad = subjects_; pad < padded_; ++pad) across[k * padded_ + pad] = 0;
    };
    for_blocks(runner, subjects_, until / 3, row);
    auto products = [&](std::int64_t s) {
      for (std::int64_t t = 0; t < padded_; t += Simd<double>::lanes) {
        Vec total{};
        for (std::int64_t from = 0; from < cells_; from += kSumBlock) {
          Vec chain{};
          for (auto k = from; k < smaller(from + kSumBlock, cells_); ++k)
            chain = fma(Simd<double>::broadcast(units_[s].values[k]), load(across + k * padded_ + t), chain);
          total += chain;
        }
        store(gram_ + s * padded_ + t, total);
      }
    };
    for_blocks(runner, subjects_, until, products);
    return true;
  }

  std::size_t work_bytes() const { return static_cast<std::size_t>(padded_) * sizeof(double); }

  /** Each drawn subject with all that were drawn (upper) and with all but its own copies (lower); NaN for the others.
   */
  void compare(const Runner&, char* memory, const std::int32_t* counts, double* lower, double* upper) const {
    auto* with_pool = reinterpret_cast<double*>(memory);  // products of each subject with the sum of all
    for (std::int64_t s = 0; s < padded_; ++s) with_pool[s] = 0;
    for (std::int64_t t = 0; t < subjects_; ++t)
      if (counts[t] > 0)
        for (std::int64_t s = 0; s < padded_; s += Simd<double>::lanes)
          store(with_pool + s,
                fma(Simd<double>::broadcast(counts[t]), load(gram_ + t * padded_ + s), load(with_pool + s)));
    double squares = 0;
    for (std::int64_t t = 0; t < subjects_; ++t)
      if (counts[t] > 0) squares = __builtin_fma(static_cast<double>(counts[t]), with_pool[t], squares);
    for (std::int64_t s = 0; s < subjects_; ++s) {
      lower[s] = upper[s] = __builtin_nan("");
      if (counts[s] == 0) continue;
      const double count = counts[s], own = gram_[s * padded_ + s];
      upper[s] = correlation(with_pool[s], squares);
      lower[s] = correlation(with_pool[s] - count * own, squares - 2 * count * with_pool[s] + count * count * own);
    }
  }

 private:
  /** Of a row of length 1; a sum of rows that cancel has no direction, only rounding errors. */
  double correlation(double product, double squares) const {
    const double n = static_cast<double>(subjects_);
    return squares > 1e-13 * n * n ? canonical(clamped(product / __builtin_sqrt(squares))) : __builtin_nan("");
  }

  bool centre_;
  std::int64_t subjects_, cells_, padded_;
  CentredRows units_;
  double* gram_ = nullptr;
};

}  // namespace likeness::LIKENESS_ISA
