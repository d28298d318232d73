#pragma once
// Bounds on the error of `precision: 'fast'` (README, "precision: 'fast'"). For kernel sources only.

#include "distance/finish.h"
#include "distance/split.h"

namespace likeness::LIKENESS_ISA {

inline constexpr double kU32 = 0x1p-24, kU64 = 0x1p-53;

/** What the default kernel may err by (src/testing/distance-bound.ts): its chain relative to the sum of magnitudes. */
static inline double default_chain(std::int64_t cols) {
  return (static_cast<double>(smaller(cols, kSumBlock)) + 4) * kU32 +
         static_cast<double>(divide_up(cols, kSumBlock)) * kU64;
}

/** Roundings on the way of a value into `interleaved_sum`. */
static inline double interleaved_steps(std::int64_t cols) { return static_cast<double>(divide_up(cols, 8) + 3); }

/** Roundings on the way of a value into a panel's float64 sum. */
static inline double panel_steps(std::int64_t cols) {
  return static_cast<double>(smaller(cols, kSumBlock) + divide_up(cols, kSumBlock));
}

/**
 * What a row adds to the error of a cosine when its mean is a float64 sum of `steps` roundings: the mean errs by at
 * most (steps + 2) u of the largest magnitude (below 2 in the form's scale), which turns the centred row by an angle
 * whose sine is that times sqrt(cols) / its norm; an angle below pi / 2 is at most 2 sines, and more than 1 sine bounds
 * nothing (2).
 */
static inline double mean_slack(const RowForm& form, std::int64_t cols, double steps) {
  const double sine = (steps + 2) * 2 * kU64 * form.scale * form.unit * __builtin_sqrt(static_cast<double>(cols));
  return 2 * sine;
}

/** Of the tile unit's products. */
struct FastError {
  double product;  // of x·y, relative to |x| |y|
  double squares;  // of |x|² + |y|² - 2 x·y in float64, relative to |x|² + |y|²
  double direct;   // of float64 differences, relative to their sum

  static FastError of(std::int64_t cols) {
    const auto steps = static_cast<double>(smaller(kFastSteps, divide_up(cols, kStepFeatures)));
    const auto blocks = static_cast<double>(divide_up(cols, kFastBlock));
    FastError error;
    // The split; float32 sums; their float64 sum; denormals.
    error.product = 2.01 * 0x1p-16 + 1.017 * (17 + 3 * steps) * kU32 + 1.017 * blocks * kU64 +
                    static_cast<double>(cols + 32) * 0x1p-122;
    error.squares = (interleaved_steps(cols) + 8) * kU64;
    error.direct = (interleaved_steps(cols) + 4) * kU64;
    return error;
  }
};

/** A distance and its error as float32, each rounded so that the bound holds; NaN for NaN, infinite for infinity. */
static inline void put(double distance, double error, float* out, float* bound) {
  const float value = static_cast<float>(one_nan(distance));
  const double rounded = error + kU32 * distance + 0x1p-149;
  *out = value;
  *bound = value - value == 0 ? static_cast<float>(rounded * (1 + 0x1p-22)) : value;
}

}  // namespace likeness::LIKENESS_ISA
