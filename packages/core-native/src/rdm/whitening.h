#pragma once
// RDMs in coordinates where their cells have equal and independent errors. For kernel sources only.
//
// The cells' covariance under independent conditions is V = (C C') o (C C') = 2 I + B B', B the cells' incidence with
// the conditions. With e = (2 I + B'B)^-1 B'a, a' V^-1 b is half the product of [a - B e_a; sqrt(2) e_a] and the same
// of b.

#include "distance/row-form.h"

namespace likeness::LIKENESS_ISA {

/** Of one set of cells: with all of them B'B = (n - 2) I + 1 1', else 2 I + B'B is factored. */
class Whitening {
 public:
  static std::size_t bytes(std::int64_t conditions, bool all_cells) {
    const auto n = static_cast<std::size_t>(conditions);
    return (n + (all_cells ? 0 : n * n)) * sizeof(double);
  }

  Whitening(std::int64_t conditions, void* memory) : n_(conditions), e_(static_cast<double*>(memory)) {}

  /** The same with other memory for n values, so that threads can share a factor. */
  Whitening with(double* memory) const {
    Whitening other(n_, memory);
    other.factor_ = factor_;
    return other;
  }

  /** For these cells of the condensed order, ascending. */
  void use(const std::int32_t* cells, std::int64_t count) {
    factor_ = e_ + n_;
    for (std::int64_t k = 0; k < n_ * n_; ++k) factor_[k] = 0;
    for (std::int64_t i = 0; i < n_; ++i) factor_[i * n_ + i] = 2;
    each_pair(cells, count, [&](std::int64_t, std::int64_t i, std::int64_t j) {
      factor_[i * n_ + i] += 1;
      factor_[j * n_ + j] += 1;
      factor_[i * n_ + j] = 1;
    });
    for (std::int64_t k = 0; k < n_; ++k) {
      double* row = factor_ + k * n_;
      const double root = __builtin_sqrt(row[k]);
      for (auto j = k; j < n_; ++j) row[j] /= root;
      for (auto i = k + 1; i < n_; ++i)
        for (auto j = i; j < n_; ++j) factor_[i * n_ + j] -= row[i] * row[j];
    }
  }

  /** count + n values of the count values of some cells (null: all). */
  void apply(double* x, const std::int32_t* cells, std::int64_t count) const {
    for (std::int64_t i = 0; i < n_; ++i) e_[i] = 0;
    each_pair(cells, count, [&](std::int64_t k, std::int64_t i, std::int64_t j) {
      e_[i] += x[k];
      e_[j] += x[k];
    });
    cells ? solve() : solve_all();
    each_pair(cells, count, [&](std::int64_t k, std::int64_t i, std::int64_t j) { x[k] = (x[k] - e_[i]) - e_[j]; });
    for (std::int64_t i = 0; i < n_; ++i) x[count + i] = 1.4142135623730951 * e_[i];
  }

 private:
  /** f(k, i, j): the k-th of the cells is that of conditions i and j. */
  template <class F>
  void each_pair(const std::int32_t* cells, std::int64_t count, F f) const {
    std::int64_t k = 0, first = 0;  // `first`: the cell of (i, i + 1)
    for (std::int64_t i = 0; i + 1 < n_; first += n_ - 1 - i, ++i) {
      if (cells)
        for (; k < count && cells[k] < first + n_ - 1 - i; ++k) f(k, i, i + 1 + cells[k] - first);
      else
        for (std::int64_t j = i + 1; j < n_; ++j, ++k) f(k, i, j);
    }
  }

  void solve_all() const {
    double sum = 0;
    for (std::int64_t i = 0; i < n_; ++i) sum += e_[i];
    const auto n = static_cast<double>(n_);
    for (std::int64_t i = 0; i < n_; ++i) e_[i] = (e_[i] - sum / (2 * n)) / n;
  }

  void solve() const {
    for (std::int64_t k = 0; k < n_; ++k) {
      const double* row = factor_ + k * n_;
      e_[k] /= row[k];
      for (auto j = k + 1; j < n_; ++j) e_[j] -= row[j] * e_[k];
    }
    for (auto k = n_ - 1; k >= 0; --k) {
      const double* row = factor_ + k * n_;
      double value = e_[k];
      for (auto j = k + 1; j < n_; ++j) value -= row[j] * e_[j];
      e_[k] = value / row[k];
    }
  }

  std::int64_t n_;
  double *e_, *factor_ = nullptr;
};

/** Values in float64, scaled by a power of two; less their mean where asked (constant values become exactly zero). */
template <class T>
static void scaled_values(const T* x, std::int64_t count, bool centred, double* out) {
  double least, most;
  extremes(x, count, least, most);
  const double scale = unit_scale(most > -least ? most : -least);
  for (std::int64_t k = 0; k < count; ++k) out[k] = static_cast<double>(x[k]) * scale;
  if (!centred) return;
  const double mean = interleaved_sum(out, count, [](double v) { return v; }) / static_cast<double>(count);
  const double above = most * scale - mean, below = mean - least * scale;
  const double again = least == most ? 0 : unit_scale(above > below ? above : below);
  for (std::int64_t k = 0; k < count; ++k) out[k] = (out[k] - mean) * again;
}

}  // namespace likeness::LIKENESS_ISA
