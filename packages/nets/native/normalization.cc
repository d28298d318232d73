// Local response normalisation across channels with its gradient, and batch normalisation with given moments.
#include <cmath>
#include <vector>

#include "call.h"
#include "parallel.h"

namespace likeness::nets {
namespace {

struct Response {
  std::int64_t channels, radius;
  float bias, alpha, beta;
};

/** x^-beta; the two exponents in use need no pow. */
inline float inverse_power(float x, float beta) {
  if (beta == 0.5f) return 1.f / std::sqrt(x);
  if (beta == 0.75f) return 1.f / (std::sqrt(x) * std::sqrt(std::sqrt(x)));
  return std::pow(x, -beta);
}

/** out[c] = sum of padded[c .. c + 2 radius] */
LIKENESS_CLONES void window_sums(const float* padded, std::int64_t channels, std::int64_t radius, float* out) {
  for (std::int64_t c = 0; c < channels; ++c) out[c] = padded[c];
  for (std::int64_t d = 1; d <= 2 * radius; ++d)
    for (std::int64_t c = 0; c < channels; ++c) out[c] += padded[c + d];
}

/** Buffers of one thread: `padded` has zeros on both sides of the channels. */
struct Buffers {
  explicit Buffers(const Response& r) : padded(r.channels + 2 * r.radius), norm(r.channels), sums(r.channels) {}
  std::vector<float> padded, norm, sums;
};

void norms(const Response& r, const float* x, Buffers& b) {
  for (std::int64_t c = 0; c < r.channels; ++c) b.padded[c + r.radius] = x[c] * x[c];
  window_sums(b.padded.data(), r.channels, r.radius, b.norm.data());
  for (float& n : b.norm) n = r.bias + r.alpha * n;
}

Response response_of(const Call& call, std::size_t k) {
  const Response r{static_cast<std::int64_t>(call.number(k)), static_cast<std::int64_t>(call.number(k + 1)),
                   static_cast<float>(call.number(k + 2)), static_cast<float>(call.number(k + 3)),
                   static_cast<float>(call.number(k + 4))};
  Call::require(r.channels > 0 && r.radius >= 0, "the window is empty");
  return r;
}

/** lrn(x, y, channels, radius, bias, alpha, beta) */
void lrn(const Call& call) {
  const auto x = call.floats(0), y = call.floats(1);
  auto r = response_of(call, 2);
  Call::require(x.size == y.size && x.size % r.channels == 0, "the sizes do not fit");
  r.radius = std::min(r.radius, r.channels - 1);
  parallel(x.size / r.channels, grain(r.channels * (r.radius + 8)), [&](auto begin, auto end) {
    Buffers b(r);
    for (auto row = begin; row < end; ++row) {
      const float* in = x.data + row * r.channels;
      norms(r, in, b);
      for (std::int64_t c = 0; c < r.channels; ++c)
        y.data[row * r.channels + c] = in[c] * inverse_power(b.norm[c], r.beta);
    }
  });
}
LIKENESS_NETS_EXPORT(lrn)

/** dx = dy norm^-beta - 2 alpha beta x (sum over the window of dy y / norm) */
void gradient_row(const Response& r, const float* x, const float* y, const float* dy, float* dx, Buffers& b) {
  norms(r, x, b);
  for (std::int64_t c = 0; c < r.channels; ++c) b.padded[c + r.radius] = dy[c] * y[c] / b.norm[c];
  window_sums(b.padded.data(), r.channels, r.radius, b.sums.data());
  const float factor = 2 * r.alpha * r.beta;
  for (std::int64_t c = 0; c < r.channels; ++c)
    dx[c] = dy[c] * inverse_power(b.norm[c], r.beta) - factor * x[c] * b.sums[c];
}

/** lrnGrad(x, y, dy, dx, channels, radius, bias, alpha, beta) */
void lrnGrad(const Call& call) {
  const auto x = call.floats(0), y = call.floats(1), dy = call.floats(2), dx = call.floats(3);
  auto r = response_of(call, 4);
  const auto n = x.size;
  Call::require(y.size == n && dy.size == n && dx.size == n && n % r.channels == 0, "the sizes do not fit");
  r.radius = std::min(r.radius, r.channels - 1);
  parallel(n / r.channels, grain(2 * r.channels * (r.radius + 8)), [&](auto begin, auto end) {
    Buffers b(r);
    for (auto row = begin; row < end; ++row) {
      const auto at = row * r.channels;
      gradient_row(r, x.data + at, y.data + at, dy.data + at, dx.data + at, b);
    }
  });
}
LIKENESS_NETS_EXPORT(lrnGrad)

LIKENESS_CLONES void normalise(const float* x, const float* mean, const float* slope, const float* offset, float* y,
                               std::int64_t channels) {
  for (std::int64_t c = 0; c < channels; ++c) y[c] = (x[c] - mean[c]) * slope[c] + offset[c];
}

/** batchNorm(x, mean, variance, offset or undefined, scale or undefined, y, epsilon): moments by channel, the last side
 */
void batchNorm(const Call& call) {
  const auto x = call.floats(0), mean = call.floats(1), variance = call.floats(2);
  const auto offset = call.optional_floats(3), scale = call.optional_floats(4), y = call.floats(5);
  const auto epsilon = call.number(6);
  const auto channels = mean.size;
  Call::require(channels > 0 && x.size % channels == 0 && y.size == x.size, "the sizes do not fit");
  Call::require(variance.size == channels && (!offset || offset.size == channels) && (!scale || scale.size == channels),
                "the moments' sizes differ");
  std::vector<float> slope(channels), start(channels);
  for (std::int64_t c = 0; c < channels; ++c) {
    slope[c] = static_cast<float>((scale ? scale.data[c] : 1.0) / std::sqrt(variance.data[c] + epsilon));
    start[c] = offset ? offset.data[c] : 0.f;
  }
  parallel(x.size / channels, grain(channels), [&](auto begin, auto end) {
    for (auto row = begin; row < end; ++row)
      normalise(x.data + row * channels, mean.data, slope.data(), start.data(), y.data + row * channels, channels);
  });
}
LIKENESS_NETS_EXPORT(batchNorm)

}  // namespace
}  // namespace likeness::nets
