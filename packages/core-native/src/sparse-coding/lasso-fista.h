#pragma once
// FISTA (Beck & Teboulle 2009) that starts its momentum anew where it points uphill (O'Donoghue & Candès 2015). For
// kernel sources only.

#include "sparse-coding/lasso-state.h"

namespace likeness::LIKENESS_ISA {

class LassoFista {
 public:
  LassoFista(const LassoProblem& problem, Carver& carve) : problem_(problem), size_(problem.atoms * kLanes) {
    ahead_ = carve.take<double>(size_);
    next_ = carve.take<double>(size_);
    for (std::int64_t l = 0; l < kLanes && ahead_; ++l) begin(l);
  }

  /** The momentum of a lane whose codes are zero. */
  void begin(std::int64_t l) {
    pace_[l] = 1;
    for (auto at = l; at < size_; at += kLanes) ahead_[at] = 0;
  }

  void advance(const Runner& runner, LassoGroup& group) {
    for (std::int64_t s = 0; s < kCheckEvery; ++s) {
      descend(runner, group);
      accelerate(group);
    }
  }

  void settle(const Runner& runner, LassoGroup& group, LassoLook& found) {
    look(runner, problem_, group, group.codes, group.residual, found);
  }

 private:
  void descend(const Runner& runner, const LassoGroup& group) {
    const Lane step = Simd<double>::broadcast(problem_.step), zero{};
    const Lane threshold = Simd<double>::broadcast(problem_.alpha * problem_.step);
    each_product(runner, problem_.gram, ahead_, [&](std::int64_t j, const double* product) {
      for (std::int64_t l = 0; l < kLanes; l += kLaneStep) {
        const auto at = j * kLanes + l;
        const Lane slope = load(group.products + at) - load(product + l);
        store(next_ + at, soft_threshold(fma(step, slope, load(ahead_ + at)), threshold, zero));
      }
    });
  }

  void accelerate(LassoGroup& group) {
    alignas(64) double uphill[kLanes], momentum[kLanes];
    lane_sums(problem_.atoms, uphill, [&](std::int64_t at, std::int64_t, Lane sum) {
      const Lane next = load(next_ + at);
      return fma(load(ahead_ + at) - next, next - load(group.codes + at), sum);
    });
    for (std::int64_t l = 0; l < kLanes; ++l) {
      const double pace = uphill[l] > 0 ? 1 : pace_[l];
      pace_[l] = 0.5 * (1 + __builtin_sqrt(1 + 4 * pace * pace));
      momentum[l] = (pace - 1) / pace_[l];
    }
    for (std::int64_t at = 0; at < size_; at += kLaneStep) {
      const Lane next = load(next_ + at);
      store(ahead_ + at, fma(load(momentum + at % kLanes), next - load(group.codes + at), next));
      store(group.codes + at, next);
    }
  }

  const LassoProblem& problem_;
  std::int64_t size_;
  double *ahead_, *next_;
  double pace_[kLanes];
};

}  // namespace likeness::LIKENESS_ISA
