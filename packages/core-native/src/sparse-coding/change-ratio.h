#pragma once
// The stopping rule of the published iterations: the spectral norm of the last change of the codes over that of the
// codes. For kernel sources only.

#include "sparse-coding/spectral-norm.h"

namespace likeness::LIKENESS_ISA {

/**
 * Whether |change| / (tolerance + |codes|), both spectral norms, is below the tolerance. A Rayleigh quotient is a lower
 * bound of the first, and what is known of the codes' norm grows by no more than the Frobenius norm of each change:
 * that decides most iterations, and the norms themselves the others.
 */
template <class T>
class ChangeRatio {
 public:
  bool allocate(Runner& runner, std::int64_t samples, std::int64_t atoms) {
    atoms_ = atoms;
    directions_ = static_cast<double*>(runner.allocate(static_cast<std::size_t>(3 * atoms) * sizeof(double)));
    return directions_ && norm_.allocate(runner, samples, atoms);
  }

  /** For codes that are zero. */
  void start(std::int64_t panels, double tolerance) {
    panels_ = panels;
    tolerance_ = tolerance;
    highest_ = 0;
    exact_ = true;
    ratio_ = 0;
    for (std::int64_t j = 0; j < 2 * atoms_; ++j) directions_[j] = 0;
    scatter_directions(change_direction(), atoms_, 1);
    scatter_directions(codes_direction(), atoms_, 1);
  }

  enum class Verdict { goes_on, converged, diverged };

  /** After an update of the codes by a change. `exactly`: the ratio is wanted, whatever the bounds say. */
  Verdict judge(Runner& runner, const SamplePanels<T>& codes_before, const SamplePanels<T>& change, bool exactly,
                double until) {
    const auto value = [&](const SamplePanels<T>& of) {
      return [&of](auto p, auto j, auto s) { return load_wide(of.at(p) + j * kSamples + s); };
    };
    const auto squares = norm_.apply(runner, panels_, until, change_direction(), next_direction(), value(change));
    const double grown = __builtin_sqrt(squares.norm);
    if (!(grown <= kLargest)) {
      ratio_ = __builtin_nan("");
      return Verdict::diverged;
    }
    const double lowest = lower_bound(squares);
    auto verdict = Verdict::goes_on;
    if (exactly || !surely_above(lowest)) {
      if (!exact_) {
        highest_ = norm_.of(runner, panels_, until, codes_direction(), value(codes_before));
        exact_ = true;
      }
      if (exactly || !surely_above(lowest)) {
        const double norm = norm_.of(runner, panels_, until, change_direction(), value(change));
        ratio_ = norm / (tolerance_ + highest_);
        if (ratio_ < tolerance_) verdict = Verdict::converged;
      }
    }
    highest_ = highest_ * (1 + kSlack) + grown * (1 + kSlack);
    exact_ = false;
    return verdict;
  }

  /** The last ratio that was computed; NaN after one that is no number. */
  double ratio() const { return ratio_; }

 private:
  // Far above the rounding of the sums, far below what two iterations differ by.
  static constexpr double kSlack = 1e-12;
  // Beyond it the fourth powers of the norms overflow; no codes that converge come near.
  static constexpr double kLargest = 1e75;

  double* change_direction() const { return directions_; }
  double* codes_direction() const { return directions_ + atoms_; }
  double* next_direction() const { return directions_ + 2 * atoms_; }

  bool surely_above(double lowest) const { return lowest * (1 - kSlack) >= tolerance_ * (tolerance_ + highest_); }

  /** |Mᵀu| / |u| with u = Mv; Mᵀu is the next direction, as in the power iteration. */
  double lower_bound(const PanelSquares& squares) {
    double* next = next_direction();
    const double length2 = dot(next, next, atoms_);
    if (!(squares.product > 0) || !(length2 > 0)) return 0;
    for (std::int64_t j = 0; j < atoms_; ++j) change_direction()[j] = next[j];
    normalise(change_direction(), atoms_);
    return __builtin_sqrt(length2 / squares.product);
  }

  SpectralNorm norm_;
  std::int64_t atoms_ = 0, panels_ = 0;
  double tolerance_ = 0, highest_ = 0, ratio_ = 0;
  bool exact_ = false;  // highest_ is the norm of the codes before the last update, not only a bound
  double* directions_ = nullptr;
};

}  // namespace likeness::LIKENESS_ISA
