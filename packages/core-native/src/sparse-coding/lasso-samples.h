#pragma once
// The rows of x in lanes, and what is reported of their codes. For kernel sources only.

#include "sparse-coding/lasso-state.h"

namespace likeness::LIKENESS_ISA {

template <class T>
class LassoSamples {
 public:
  LassoSamples(const LassoArgs& args, const LassoProblem& problem, double mean)
      : args_(args), problem_(problem), mean_(mean) {}

  T* codes(std::int64_t sample) const { return static_cast<T*>(args_.codes) + sample * args_.atoms; }

  /** Samples from `first` on, less the mean, in lanes; the lanes of `used` and beyond are zero. */
  void load_lanes(std::int64_t first, std::int64_t used, double* x) const {
    for (std::int64_t l = 0; l < kLanes; ++l) {
      const T* row = static_cast<const T*>(args_.x) + (first + l) * args_.features;
      for (std::int64_t f = 0; f < args_.features; ++f)
        x[f * kLanes + l] = l < used ? static_cast<double>(row[f]) - mean_ : 0;
    }
  }

  static void add_squares(std::int64_t entries, const double* v, double* squares) {
    lane_sums(entries, squares,
              [&](std::int64_t at, std::int64_t, Lane sum) { return fma(load(v + at), load(v + at), sum); });
  }

  /** Phi^T x of the lanes of x, and |x|^2. */
  void project(const Runner& runner, const double* x, double* products, double* squares) const {
    add_squares(args_.features, x, squares);
    each_product(runner, problem_.by_atom, x, [&](std::int64_t j, const double* product) {
      __builtin_memcpy(products + j * kLanes, product, kLanes * sizeof(double));
    });
  }

  /** Errors and gaps of the codes that were written, in float64 from x itself; codes without a finite gap become NaN.
   */
  void report(const Runner& runner, std::int64_t first, std::int64_t used, double* x, double* r, double* c) const {
    alignas(64) double squares[kLanes], error[kLanes], gap[kLanes];
    load_lanes(first, used, x);
    add_squares(args_.features, x, squares);
    for (std::int64_t l = 0; l < kLanes; ++l)
      for (std::int64_t j = 0; j < args_.atoms; ++j)
        r[j * kLanes + l] = l < used ? static_cast<double>(codes(first + l)[j]) : 0;
    each_product(runner, problem_.by_feature, r, [&](std::int64_t f, const double* product) {
      for (std::int64_t l = 0; l < kLanes; ++l) x[f * kLanes + l] -= product[l];
    });
    project(runner, x, c, error);
    duality_gaps(args_.atoms, args_.alpha, r, c, error, gap);
    for (std::int64_t l = 0; l < used; ++l) write(first + l, squares[l], error[l], gap[l]);
  }

 private:
  void write(std::int64_t sample, double squares, double error, double gap) const {
    const bool known = is_finite(gap) && is_finite(squares);
    args_.errors[sample] = known ? error / static_cast<double>(args_.features) : __builtin_nan("");
    args_.gaps[sample] = known ? gap : __builtin_nan("");
    args_.converged[sample] = known && gap <= args_.tolerance * (0.5 * squares);
    for (std::int64_t j = 0; j < args_.atoms && !known; ++j) codes(sample)[j] = static_cast<T>(__builtin_nan(""));
  }

  const LassoArgs& args_;
  const LassoProblem& problem_;
  double mean_;
};

/** The mean of all values: sums of rows in the defined order, rows in order. */
template <class T>
static Status grand_mean(Runner& runner, const LassoArgs& args, double* row_sums, double& mean) {
  auto rows = [&](std::int64_t block) {
    for (auto i = block * kLanes; i < smaller((block + 1) * kLanes, args.samples); ++i) {
      const T* row = static_cast<const T*>(args.x) + i * args.features;
      row_sums[i] = 0;
      for (std::int64_t from = 0; from < args.features && !runner.cancelled(); from += kSumBlock) {
        double chain = 0;
        for (auto f = from; f < smaller(from + kSumBlock, args.features); ++f) chain += static_cast<double>(row[f]);
        row_sums[i] += chain;
      }
    }
  };
  for_blocks(runner, divide_up(args.samples, kLanes), 0.02, rows);
  mean = mean_of(row_sums, args.samples, args.features);
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

}  // namespace likeness::LIKENESS_ISA
