#pragma once
// Cyclic coordinate descent on the Gram matrix (Friedman, Hastie & Tibshirani 2010), a panel of atoms at a time, with
// Anderson's extrapolation after each few sweeps (Bertrand & Massias 2021). For kernel sources only.

#include "sparse-coding/lasso-state.h"

namespace likeness::LIKENESS_ISA {

class LassoDescent {
 public:
  LassoDescent(const LassoProblem& problem, Carver& carve) : problem_(problem), size_(problem.atoms * kLanes) {
    for (auto& kept : kept_) kept = carve.take<double>(size_);
    mixed_ = carve.take<double>(size_);
    residual_ = carve.take<double>(size_);
  }

  /** A lane whose codes are zero. */
  void begin(std::int64_t l) { last_[l] = 0; }

  /** kCheckEvery sweeps, of which the last kMixed end where the extrapolation begins. */
  void advance(const Runner& runner, LassoGroup& group) {
    for (std::int64_t s = 0; s < kCheckEvery; ++s) {
      sweep(runner, group);
      const auto slot = s - (kCheckEvery - kMixed - 1);
      if (slot >= 0 && slot < kMixed)
        __builtin_memcpy(kept_[slot], group.codes, static_cast<std::size_t>(size_) * sizeof(double));
    }
  }

  /**
   * Objective and gap, at the extrapolation where its objective is below the last: at the codes themselves it need not
   * be known then. Elsewhere at the lower of the two.
   */
  void settle(const Runner& runner, LassoGroup& group, LassoLook& found) {
    mix(group.codes);
    look(runner, problem_, group, mixed_, residual_, found);
    bool lower[kLanes], all = true;
    for (std::int64_t l = 0; l < kLanes; ++l) {
      lower[l] = found.objective[l] < last_[l];
      all = all && (lower[l] || group.sample[l] < 0);
    }
    LassoLook other;
    if (!all) look(runner, problem_, group, group.codes, residual_, other);
    for (std::int64_t l = 0; l < kLanes; ++l) {
      if (lower[l] || (!all && found.objective[l] < other.objective[l])) {
        for (auto at = l; at < size_; at += kLanes) group.codes[at] = mixed_[at];
      } else if (!all) {
        found.objective[l] = other.objective[l];
        found.gap[l] = other.gap[l];
      }
      last_[l] = found.objective[l];
    }
  }

 private:
  static constexpr int kMixed = 5;

  void sweep(const Runner& runner, LassoGroup& group) const {
    alignas(64) double product[kTall * kLanes];
    for (std::int64_t p = 0; p < problem_.gram.tiles() && !runner.cancelled(); ++p) {
      tile_product(problem_.gram, p, group.codes, product);
      const auto used = smaller(kTall, problem_.atoms - p * kTall);
      for (std::int64_t l = 0; l < kLanes; l += kLaneStep) descend(group, p, used, product + l, l);
    }
  }

  /** One panel's codes, each the least of the objective given all others. */
  void descend(LassoGroup& group, std::int64_t p, std::int64_t used, const double* product, std::int64_t l) const {
    const Lane alpha = Simd<double>::broadcast(problem_.alpha), zero{};
    Lane moved[kTall];  // products with the panel's atoms, kept up to date
#pragma GCC unroll 12
    for (std::int64_t j = 0; j < kTall; ++j) moved[j] = load(product + j * kLanes);
#pragma GCC unroll 12
    for (std::int64_t j = 0; j < kTall; ++j) {
      if (j >= used) break;
      const auto atom = p * kTall + j;
      const double* column = problem_.gram.at(p) + atom * kTall;
      double* code = group.codes + atom * kLanes + l;
      const Lane before = load(code), slope = load(group.products + atom * kLanes + l) - moved[j];
      const Lane z = fma(Simd<double>::broadcast(column[j]), before, slope);
      const Lane after = soft_threshold(z, alpha, zero) * Simd<double>::broadcast(problem_.inverse[atom]);
      store(code, after);
#pragma GCC unroll 12
      for (auto later = j + 1; later < kTall; ++later)
        moved[later] = fma(Simd<double>::broadcast(column[later]), after - before, moved[later]);
    }
  }

  const double* iterate(const double* codes, int slot) const { return slot < kMixed ? kept_[slot] : codes; }

  /**
   * The mixture of the last iterates whose mixed step is the shortest; zero where its sign is not that of the last, for
   * beyond a change of sign the objective is another one. Without that some nine in ten mixtures would be of no use.
   */
  void mix(const double* codes) {
    alignas(64) double weight[kMixed][kLanes];
    for (std::int64_t l = 0; l < kLanes; l += kLaneStep) step_products(codes, l);
    for (std::int64_t l = 0; l < kLanes; ++l) solve(l, weight);
    for (std::int64_t at = 0; at < size_; at += kLaneStep) {
      Lane sum = Simd<double>::broadcast(0);
      for (int i = 0; i < kMixed; ++i) sum = fma(load(weight[i] + at % kLanes), load(iterate(codes, i + 1) + at), sum);
      const Lane zero = Simd<double>::broadcast(0);
      store(mixed_ + at, sum * load(codes + at) > zero ? sum : zero);
    }
  }

  /** Products of the steps between iterates with one another, for the lanes of one vector. */
  void step_products(const double* codes, std::int64_t l) {
    Lane total[kMixed][kMixed];
    for (auto& row : total)
      for (auto& sum : row) sum = Simd<double>::broadcast(0);
    for (std::int64_t block = 0; block < problem_.atoms; block += kSumBlock) {
      Lane chain[kMixed][kMixed], step[kMixed];
      for (auto& row : chain)
        for (auto& sum : row) sum = Simd<double>::broadcast(0);
      for (auto j = block; j < smaller(block + kSumBlock, problem_.atoms); ++j) {
        for (int i = 0; i < kMixed; ++i)
          step[i] = load(iterate(codes, i + 1) + j * kLanes + l) - load(iterate(codes, i) + j * kLanes + l);
#pragma GCC unroll 5
        for (int i = 0; i < kMixed; ++i)
#pragma GCC unroll 5
          for (int k = 0; k <= i; ++k) chain[i][k] = fma(step[i], step[k], chain[i][k]);
      }
      for (int i = 0; i < kMixed; ++i)
        for (int k = 0; k <= i; ++k) total[i][k] = total[i][k] + chain[i][k];
    }
    for (int i = 0; i < kMixed; ++i)
      for (int k = 0; k <= i; ++k) store(steps_[i][k] + l, total[i][k]);
  }

  /** Weights of one lane, which sum to 1; the last iterate alone where there are none. */
  void solve(std::int64_t l, double (*weight)[kLanes]) const {
    double factor[kMixed][kMixed], z[kMixed], sum = 0, ridge = 0;
    for (int i = 0; i < kMixed; ++i) ridge += 1e-12 * steps_[i][i][l];
    for (int i = 0; i < kMixed; ++i)
      for (int j = 0; j <= i; ++j) {
        double entry = steps_[i][j][l] + (i == j ? ridge : 0);
        for (int k = 0; k < j; ++k) entry -= factor[i][k] * factor[j][k];
        factor[i][j] = i == j ? __builtin_sqrt(entry) : entry / factor[j][j];
      }
    for (int i = 0; i < kMixed; ++i) {
      z[i] = 1;
      for (int k = 0; k < i; ++k) z[i] -= factor[i][k] * z[k];
      z[i] /= factor[i][i];
    }
    for (int i = kMixed - 1; i >= 0; --i) {
      for (int k = i + 1; k < kMixed; ++k) z[i] -= factor[k][i] * z[k];
      z[i] /= factor[i][i];
      sum += z[i];
    }
    const bool solved = is_finite(sum) && sum > 0;  // else singular: the iterates stand still
    for (int i = 0; i < kMixed; ++i) weight[i][l] = solved ? z[i] / sum : i == kMixed - 1 ? 1 : 0;
  }

  const LassoProblem& problem_;
  std::int64_t size_;
  double *kept_[kMixed], *mixed_, *residual_;
  double last_[kLanes] = {};  // objectives at the last look
  alignas(64) double steps_[kMixed][kMixed][kLanes];
};

}  // namespace likeness::LIKENESS_ISA
