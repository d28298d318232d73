#pragma once
// Powers with the same bits on every machine, which those of the C library do not have. For kernel sources only.

#include "native/simd.h"

namespace likeness::LIKENESS_ISA {

struct DoublePair {
  double high, low;  // their exact sum
};

static inline DoublePair exact_sum(double a, double b) {
  const double sum = a + b, rest = sum - a;
  return {sum, (a - (sum - rest)) + (b - rest)};
}

// ln 2 in two parts: the first has 33 bits, so that its products with exponents are exact.
inline constexpr double kLn2High = 0x1.62e42feep-1, kLn2Low = 0x1.a39ef35793c76p-33;

/** ln x of a positive number, to some 2^-58 of itself: 2 atanh((m - 1) / (m + 1)) + k ln 2, x = 2^k m. */
static DoublePair logarithm(double x) {
  std::int64_t exponent = 0;
  if (x < 0x1p-1022) {
    x *= 0x1p54;
    exponent = -54;
  }
  const auto bits = __builtin_bit_cast(std::int64_t, x);
  exponent += (bits >> 52) - 1023;
  double m = __builtin_bit_cast(double, (bits & 0xfffffffffffff) | 0x3ff0000000000000);
  if (m > 1.4142135623730951) {
    m *= 0.5;
    ++exponent;
  }
  const auto k = static_cast<double>(exponent);
  const auto below = exact_sum(m, 1);
  const double s = (m - 1) / below.high;
  const double s_low = (__builtin_fma(-s, below.high, m - 1) - s * below.low) / below.high;
  const double z = s * s;
  double tail = 1.0 / 25;
  for (int odd = 23; odd >= 3; odd -= 2) tail = tail * z + 1.0 / odd;
  const auto sum = exact_sum(k * kLn2High, 2 * s);
  return exact_sum(sum.high, sum.low + (2 * s_low + 2 * s * z * tail + k * kLn2Low));
}

static double two_to(std::int64_t n) { return __builtin_bit_cast(double, (n + 1023) << 52); }

static double exponential(DoublePair x) {
  if (x.high > 710) return __builtin_inf();
  if (x.high < -746) return 0;
  const auto n = static_cast<std::int64_t>(x.high * 1.4426950408889634 + (x.high < 0 ? -0.5 : 0.5));
  const auto k = static_cast<double>(n);
  const double r = x.high - k * kLn2High, r_low = x.low - k * kLn2Low;
  double series = 1;
  for (int term = 15; term >= 2; --term) series = 1 + series * (r * (1.0 / term));
  const double less_one = series * r;
  return (1 + (less_one + (r_low + less_one * r_low))) * two_to(n / 2) * two_to(n - n / 2);
}

/** x^y, x and y not negative: multiplications and a square root where 2y is an integer up to 64, else exp(y ln x). */
static double power(double x, double y) {
  const auto halves = y <= 32 ? static_cast<std::int64_t>(2 * y) : -1;
  if (static_cast<double>(halves) == 2 * y) {
    double result = halves % 2 ? __builtin_sqrt(x) : 1, square = x;
    for (auto whole = halves / 2; whole > 0; whole /= 2) {
      if (whole % 2) result *= square;
      square *= square;
    }
    return result;
  }
  if (x == 0) return 0;
  const auto ln = logarithm(x);
  const double product = y * ln.high;
  return exponential({product, __builtin_fma(y, ln.high, -product) + y * ln.low});
}

}  // namespace likeness::LIKENESS_ISA
