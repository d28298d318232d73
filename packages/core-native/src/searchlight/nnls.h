#pragma once
// Least squares with weights that are not negative, from the products of the columns with one another and with the
// target (Lawson & Hanson 1974, ch. 23). For kernel sources only.

#include "native/simd.h"

namespace likeness::LIKENESS_ISA {

class Nnls {
 public:
  static std::size_t bytes(std::int64_t columns) {
    return static_cast<std::size_t>(columns * columns + 4 * columns) * sizeof(double);
  }

  Nnls(const double* products, std::int64_t columns, void* memory)
      : products_(products),
        n_(columns),
        factor_(static_cast<double*>(memory)),
        solution_(factor_ + columns * columns),
        chosen_(reinterpret_cast<std::int64_t*>(solution_ + columns)),
        barred_(chosen_ + columns) {}

  /** Weights of the columns for a target whose products with them are `target`. */
  void solve(const double* target, double* weights) {
    double largest = 0;
    for (std::int64_t i = 0; i < n_; ++i) {
      weights[i] = 0;
      barred_[i] = 0;
      largest = target[i] > largest ? target[i] : largest;
    }
    count_ = 0;
    // Every step lowers the error, so no set of columns comes twice; the bound is for rounding.
    for (std::int64_t step = 0; step < 10 * n_ + 10; ++step) {
      const auto next = steepest(target, weights, 1e-13 * largest);
      if (next < 0) return;
      insert(next);
      if (!factor()) {  // depends on the columns that are in
        remove(next);
        barred_[next] = 1;
        continue;
      }
      settle(target, weights);
    }
  }

 private:
  double product(std::int64_t i, std::int64_t j) const { return products_[i * n_ + j]; }

  /** The column outside whose weight the error falls most with; -1 where it falls with none. */
  std::int64_t steepest(const double* target, const double* weights, double tolerance) const {
    std::int64_t best = -1;
    double most = tolerance;
    for (std::int64_t i = 0; i < n_; ++i) {
      bool in = barred_[i] != 0;
      for (std::int64_t k = 0; k < count_; ++k) in |= chosen_[k] == i;
      if (in) continue;
      double slope = target[i];
      for (std::int64_t k = 0; k < count_; ++k) slope -= product(i, chosen_[k]) * weights[chosen_[k]];
      if (slope > most) {
        most = slope;
        best = i;
      }
    }
    return best;
  }

  void insert(std::int64_t column) {
    auto k = count_++;
    for (; k > 0 && chosen_[k - 1] > column; --k) chosen_[k] = chosen_[k - 1];
    chosen_[k] = column;
  }

  void remove(std::int64_t column) {
    std::int64_t to = 0;
    for (std::int64_t k = 0; k < count_; ++k)
      if (chosen_[k] != column) chosen_[to++] = chosen_[k];
    count_ = to;
  }

  /** Cholesky's factor of the products of the chosen columns; false where they depend on one another. */
  bool factor() {
    for (std::int64_t i = 0; i < count_; ++i)
      for (std::int64_t j = 0; j <= i; ++j) {
        double sum = product(chosen_[i], chosen_[j]);
        for (std::int64_t k = 0; k < j; ++k) sum -= factor_[i * n_ + k] * factor_[j * n_ + k];
        if (i > j)
          factor_[i * n_ + j] = sum / factor_[j * n_ + j];
        else if (sum > 1e-12 * product(chosen_[i], chosen_[i]))
          factor_[i * n_ + i] = __builtin_sqrt(sum);
        else
          return false;
      }
    return true;
  }

  void substitute(const double* target) {
    for (std::int64_t i = 0; i < count_; ++i) {
      double sum = target[chosen_[i]];
      for (std::int64_t k = 0; k < i; ++k) sum -= factor_[i * n_ + k] * solution_[k];
      solution_[i] = sum / factor_[i * n_ + i];
    }
    for (auto i = count_ - 1; i >= 0; --i) {
      double sum = solution_[i];
      for (auto k = i + 1; k < count_; ++k) sum -= factor_[k * n_ + i] * solution_[k];
      solution_[i] = sum / factor_[i * n_ + i];
    }
  }

  /** Moves towards the least squares of the chosen columns, leaving out those whose weights reach zero on the way. */
  void settle(const double* target, double* weights) {
    while (count_ > 0) {
      substitute(target);
      double share = 1;
      std::int64_t first = -1;  // the one that reaches zero first: it leaves, whatever rounding makes of its weight
      for (std::int64_t k = 0; k < count_; ++k) {
        if (solution_[k] > 0) continue;
        const double weight = weights[chosen_[k]], reach = weight > 0 ? weight / (weight - solution_[k]) : 0;
        if (first >= 0 && !(reach < share)) continue;
        share = reach;
        first = k;
      }
      std::int64_t to = 0;
      for (std::int64_t k = 0; k < count_; ++k) {
        const auto column = chosen_[k];
        const double weight = weights[column] + share * (solution_[k] - weights[column]);
        const bool stays = first < 0 || (k != first && weight > 0);
        weights[column] = first < 0 ? solution_[k] : stays ? weight : 0;
        if (stays) chosen_[to++] = column;
      }
      if (first < 0) return;
      count_ = to;
      factor();
    }
  }

  const double* products_;
  std::int64_t n_, count_ = 0;
  double *factor_, *solution_;
  std::int64_t *chosen_, *barred_;
};

}  // namespace likeness::LIKENESS_ISA
