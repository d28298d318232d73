#pragma once
// exp, expm1 and tanh of a float without a call or a branch, so that loops over them vectorise. Errors stay below 2
// units in the last place; NaN and infinities go where the mathematical functions let them go. Polynomials: least
// maximum error on the reduced range, Cephes's (S. L. Moshier, single precision).

#include <cstdint>
#include <cstring>

namespace likeness::nets {

/** 2 to the power k, for k from -126 to 127. */
inline float power_of_two(std::int32_t k) {
  const auto bits = static_cast<std::uint32_t>(k + 127) << 23;
  float result;
  std::memcpy(&result, &bits, sizeof result);
  return result;
}

/** exp(x) = 2^k (1 + tail), |tail| < 0.42 */
struct Reduced {
  float tail;
  std::int32_t k;
};

inline Reduced reduce(float x) {
  // NaN passes both comparisons; adding and subtracting 1.5 x 2^23 rounds to an integer.
  const float bounded = x > 89.f ? 89.f : (x < -104.f ? -104.f : x);
  const float k = (bounded * 1.44269504088896341f + 12582912.f) - 12582912.f;
  const float r = (bounded - k * 0.693359375f) + k * 2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  return {p * r * r + r, static_cast<std::int32_t>(k == k ? k : 0.f)};
}

/** value 2^k in two steps, since 2^k alone may not be a normal float. */
inline float scale(float value, std::int32_t k) {
  const std::int32_t half = k / 2;
  return value * power_of_two(half) * power_of_two(k - half);
}

inline float exponential(float x) {
  const auto [tail, k] = reduce(x);
  return scale(1.f + tail, k);
}

/** exp(x) - 1, as precise near 0 as elsewhere. */
inline float exponential_less_one(float x) {
  const auto [tail, k] = reduce(x);
  return k == 0 ? tail : scale(1.f + tail, k) - 1.f;
}

inline float logistic(float x) { return 1.f / (1.f + exponential(-x)); }

inline float hyperbolic_tangent(float x) {
  const float size = x < 0 ? -x : x, z = x * x;
  float p = -5.70498872745e-3f;
  p = p * z + 2.06390887954e-2f;
  p = p * z - 5.37397155531e-2f;
  p = p * z + 1.33314422036e-1f;
  p = p * z - 3.33332819422e-1f;
  const float near = p * z * x + x;
  const float e = exponential(-2.f * size), far = (1.f - e) / (1.f + e);
  return size < 0.625f ? near : (x < 0 ? -far : far);
}

}  // namespace likeness::nets
