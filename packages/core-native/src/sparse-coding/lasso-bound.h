#pragma once
// A bound on the largest eigenvalue of a symmetric matrix. For kernel sources only.

#include "native/workspaces.h"
#include "sparse-coding/lasso-lanes.h"

namespace likeness::LIKENESS_ISA {

/** How often a matrix is squared: the bound is at most n^(1/32) times the largest eigenvalue. */
inline constexpr int kSquarings = 4;

static inline double frobenius(const double* a, std::int64_t length) {
  double total = 0;
  for (std::int64_t block = 0; block < length; block += kSumBlock) {
    double chain = 0;
    for (auto k = block; k < smaller(block + kSumBlock, length); ++k) chain = __builtin_fma(a[k], a[k], chain);
    total += chain;
  }
  return __builtin_sqrt(total);
}

/** out = the square of m, which is symmetric, kLanes columns at a time. */
static Status square(Runner& runner, const Tall& m, double until, double* out) {
  const auto n = m.rows, slices = divide_up(n, kLanes);
  Workspaces all;
  if (!all.allocate(runner, slices, static_cast<std::size_t>(n * kLanes) * sizeof(double)))
    return Status::out_of_memory;
  auto slice = [&](std::int64_t s) {
    const Workspaces::Lease lease(all);
    auto* columns = reinterpret_cast<double*>(lease.memory());
    const auto first = s * kLanes, used = smaller(kLanes, n - first);
    for (std::int64_t i = 0; i < n; ++i)
      for (std::int64_t l = 0; l < kLanes; ++l) columns[i * kLanes + l] = l < used ? m.element(first + l, i) : 0;
    each_product(runner, m, columns, [&](std::int64_t i, const double* product) {
      for (std::int64_t l = 0; l < used; ++l) out[i * n + first + l] = product[l];
    });
  };
  for_blocks(runner, slices, until, slice);
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

/**
 * At least the largest eigenvalue of a, n x n, symmetric and of no negative eigenvalue: that of a^p is at most its
 * Frobenius norm, for p = 2^kSquarings. `a` is overwritten. NaN or infinite where a is.
 */
static Status eigenvalue_bound(Runner& runner, double* a, std::int64_t n, double until, double& bound) {
  Tall scaled;
  if (!scaled.allocate(runner, n, n)) return Status::out_of_memory;
  double norms[kSquarings + 1];
  for (int s = 0; s < kSquarings; ++s) {
    norms[s] = frobenius(a, n * n);
    const double scale = norms[s] > 0 ? 1 / norms[s] : 0;
    scaled.fill(runner, until, [&](std::int64_t i, std::int64_t j) { return a[i * n + j] * scale; });
    const auto status = square(runner, scaled, until, a);
    if (status != Status::ok) return status;
  }
  bound = frobenius(a, n * n);
  for (int s = kSquarings - 1; s >= 0; --s) bound = norms[s] * __builtin_sqrt(bound);
  bound *= 1 + 1e-9;  // for the rounding of the sums
  return Status::ok;
}

}  // namespace likeness::LIKENESS_ISA
