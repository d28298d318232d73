#pragma once
// The iterative shrinkage-thresholding of one batch of samples with a shared stopping rule. For kernel sources only.

#include "sparse-coding/change-ratio.h"
#include "sparse-coding/ista-dictionary.h"
#include "sparse-coding/ista.h"

namespace likeness::LIKENESS_ISA {

/** What the iterations of a batch came to. */
struct IstaOutcome {
  std::int64_t iterations = 0;
  double ratio = 0;
  IstaStatus status = IstaStatus::iteration_limit;
};

template <class T>
class IstaBatch {
 public:
  bool allocate(Runner& runner, std::int64_t samples, std::int64_t features, std::int64_t atoms) {
    const auto padded = divide_up(samples, kSamples) * kSamples;
    sums_ = static_cast<double*>(runner.allocate(static_cast<std::size_t>(padded) * sizeof(double)));
    return sums_ && x_.allocate(runner, samples, features) && projections_.allocate(runner, samples, atoms) &&
           codes_[0].allocate(runner, samples, atoms) && codes_[1].allocate(runner, samples, atoms) &&
           change_.allocate(runner, samples, atoms) && ratio_.allocate(runner, samples, atoms);
  }

  std::int64_t panels() const { return divide_up(samples_, kSamples); }
  const SamplePanels<T>& x() const { return x_; }
  const SamplePanels<T>& codes() const { return codes_[now_]; }
  const SamplePanels<T>& previous() const { return codes_[1 - now_]; }

  /** Takes samples: row(i) points to the features of sample i. */
  template <class F>
  void take(Runner& runner, std::int64_t samples, bool centred, double until, F row) {
    samples_ = samples;
    auto read = [&](std::int64_t p) { read_panel(p, row); };
    for_blocks(runner, panels(), until, read);
    if (!centred) return;
    const double mean = mean_of(sums_, samples, x_.features);
    auto centre = [&](std::int64_t p) { centre_panel(p, mean); };
    for_blocks(runner, panels(), until, centre);
  }

  /** Codes from zero until the ratio of norms is below the tolerance; every ratio goes to `trace`, unless it is null.
   */
  IstaOutcome iterate(Runner& runner, const IstaDictionary<T>& dictionary, const IstaConstants& constants, double until,
                      double* trace) {
    using Verdict = typename ChangeRatio<T>::Verdict;
    start(runner, dictionary, until);
    ratio_.start(panels(), constants.tolerance);
    IstaOutcome outcome;
    while (outcome.iterations < constants.max_iterations && !runner.cancelled()) {
      update(runner, dictionary, constants, until);
      const bool last = ++outcome.iterations == constants.max_iterations;
      const auto verdict = ratio_.judge(runner, previous(), change_, trace || last, until);
      if (trace) trace[outcome.iterations - 1] = ratio_.ratio();
      if (verdict == Verdict::goes_on) continue;
      const bool at_start = outcome.iterations == 1;
      outcome.status = verdict == Verdict::diverged ? IstaStatus::diverged
                       : at_start                   ? IstaStatus::converged_at_start
                                                    : IstaStatus::converged;
      break;
    }
    outcome.ratio = ratio_.ratio();
    return outcome;
  }

  /** Codes by one more iteration: r + step (b - r G), shrunk by the threshold. */
  void update(Runner& runner, const IstaDictionary<T>& dictionary, const IstaConstants& constants, double until) {
    using V = typename Simd<T>::Vec;
    const V step = Simd<T>::broadcast(static_cast<T>(constants.step)), zero = Simd<T>::broadcast(0);
    const V threshold = Simd<T>::broadcast(static_cast<T>(constants.threshold));
    // Some blocks more than panels, for threads beyond their number.
    const auto tiles = dictionary.gram.tiles(), height = divide_up(tiles, 4), parts = divide_up(tiles, height);
    now_ = 1 - now_;
    auto block = [&](std::int64_t b) {
      const auto p = b / parts, first = b % parts * height;
      const T *from = previous().at(p), *projected = projections_.at(p);
      T *to = codes().at(p), *change = change_.at(p);
      multiply(dictionary.gram, first, smaller(first + height, tiles), from, [&](auto row, auto s, V product) {
        const auto at = row * kSamples + s;
        const V old = load(from + at), moved = fma(step, load(projected + at) - product, old);
        // A NaN stays.
        const V shrunk = soft_threshold(moved, threshold, moved == moved ? zero : moved);
        store(to + at, shrunk);
        store(change + at, shrunk - old);
      });
    };
    for_blocks(runner, panels() * parts, until, block);
  }

  /**
   * The sum of squared residuals x - Phi r of each sample with the given codes (`squares`), in the defined order;
   * residual(panel, offset, values) gets the residuals themselves, for the place in x's panel.
   */
  template <class F>
  void residuals(Runner& runner, const IstaDictionary<T>& dictionary, const SamplePanels<T>& codes, double until,
                 F residual) {
    auto block = [&](std::int64_t p) {
      const T* x = x_.at(p);
      double chain[kSamples] = {}, total[kSamples] = {};
      multiply(dictionary.forward, 0, dictionary.forward.tiles(), codes.at(p), [&](auto f, auto s, auto product) {
        constexpr int lanes = Simd<T>::lanes;
        const auto values = load(x + f * kSamples + s) - product;
        T value[lanes];
        store(value, values);
        residual(p, f * kSamples + s, values);
        for (int l = 0; l < lanes; ++l) {
          if (f % kSumBlock == 0) end_chain(chain[s + l], total[s + l]);
          const double wide = static_cast<double>(value[l]);
          chain[s + l] = __builtin_fma(wide, wide, chain[s + l]);
        }
      });
      for (std::int64_t s = 0; s < kSamples; ++s) sums_[p * kSamples + s] = total[s] + chain[s];
    };
    for_blocks(runner, panels(), until, block);
  }

  /** Of sample i, after `residuals`. */
  double squares(std::int64_t i) const { return sums_[i]; }

 private:
  static void end_chain(double& chain, double& total) {
    total += chain;
    chain = 0;
  }

  template <class F>
  void read_panel(std::int64_t p, F row) {
    const auto used = smaller(kSamples, samples_ - p * kSamples);
    const T* rows[kSamples];
    for (std::int64_t s = 0; s < used; ++s) rows[s] = row(p * kSamples + s);
    T* to = x_.at(p);
    double chain[kSamples] = {}, total[kSamples] = {};
    for (std::int64_t f = 0; f < x_.features; ++f, to += kSamples) {
      if (f % kSumBlock == 0)
        for (std::int64_t s = 0; s < kSamples; ++s) end_chain(chain[s], total[s]);
      for (std::int64_t s = 0; s < used; ++s) chain[s] += static_cast<double>(to[s] = rows[s][f]);
      for (auto s = used; s < kSamples; ++s) to[s] = 0;
    }
    for (std::int64_t s = 0; s < kSamples; ++s) sums_[p * kSamples + s] = total[s] + chain[s];
  }

  void centre_panel(std::int64_t p, double mean) {
    T* to = x_.at(p);
    const auto used = smaller(kSamples, samples_ - p * kSamples);
    for (std::int64_t f = 0; f < x_.features; ++f, to += kSamples)
      for (std::int64_t s = 0; s < used; ++s) to[s] = static_cast<T>(static_cast<double>(to[s]) - mean);
  }

  /** Projections x Phi, and codes of zero. */
  void start(Runner& runner, const IstaDictionary<T>& dictionary, double until) {
    const auto atoms = projections_.features;
    auto block = [&](std::int64_t p) {
      T *projected = projections_.at(p), *codes = codes_[now_].at(p);
      multiply(dictionary.backward, 0, dictionary.backward.tiles(), x_.at(p),
               [&](auto row, auto s, auto product) { store(projected + row * kSamples + s, product); });
      for (std::int64_t k = 0; k < atoms * kSamples; ++k) codes[k] = 0;
    };
    for_blocks(runner, panels(), until, block);
  }

  std::int64_t samples_ = 0;
  int now_ = 0;
  double* sums_ = nullptr;  // of each sample
  SamplePanels<T> x_, projections_, codes_[2], change_;
  ChangeRatio<T> ratio_;
};

}  // namespace likeness::LIKENESS_ISA
