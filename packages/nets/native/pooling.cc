// Maximum and average pooling of NHWC images, with the cpu backend's treatment of NaN, ties and padding.
#include <cmath>
#include <cstring>
#include <vector>

#include "call.h"
#include "parallel.h"

namespace likeness::nets {
namespace {

/** The parameter block of JavaScript, in its order. */
struct Window {
  std::int32_t n, h, w, c, oh, ow, kh, kw, sh, sw, top, left, dh, dw;
};

/** Calls body(offset in the image) for each pixel under the window of output pixel (row, column), in order. */
template <class Body>
inline void pixels(const Window& p, std::int64_t row, std::int64_t column, const Body& body) {
  for (std::int64_t i = 0; i < p.kh; ++i) {
    const auto y = row * p.sh - p.top + i * p.dh;
    if (y < 0 || y >= p.h) continue;
    for (std::int64_t j = 0; j < p.kw; ++j) {
      const auto x = column * p.sw - p.left + j * p.dw;
      if (x >= 0 && x < p.w) body((y * p.w + x) * p.c);
    }
  }
}

/** Offsets of the pixels under a window. */
class Offsets {
 public:
  explicit Offsets(const Window& p) : at_(static_cast<std::size_t>(p.kh) * p.kw) {}
  void read(const Window& p, std::int64_t row, std::int64_t column) {
    count_ = 0;
    pixels(p, row, column, [&](std::int64_t at) { at_[count_++] = at; });
  }
  const std::int64_t* begin() const { return at_.data(); }
  const std::int64_t* end() const { return at_.data() + count_; }

 private:
  std::vector<std::int64_t> at_;
  std::size_t count_ = 0;
};

/** NaN never wins, and a window of nothing but NaN gives -infinity: so does the cpu backend. */
LIKENESS_CLONES void max_rows(const Window& p, const float* x, float* y, std::int64_t begin, std::int64_t end) {
  for (auto r = begin; r < end; ++r) {
    const float* image = x + r / p.oh * p.h * p.w * p.c;
    for (std::int64_t q = 0; q < p.ow; ++q) {
      float* out = y + (r * p.ow + q) * p.c;
      for (std::int64_t k = 0; k < p.c; ++k) out[k] = -INFINITY;
      pixels(p, r % p.oh, q, [&](std::int64_t at) {
        for (std::int64_t k = 0; k < p.c; ++k) out[k] = image[at + k] > out[k] ? image[at + k] : out[k];
      });
    }
  }
}

/** The average is over the pixels that are there. */
LIKENESS_CLONES void average_rows(const Window& p, const float* x, float* y, std::int64_t begin, std::int64_t end) {
  for (auto r = begin; r < end; ++r) {
    const float* image = x + r / p.oh * p.h * p.w * p.c;
    for (std::int64_t q = 0; q < p.ow; ++q) {
      float* out = y + (r * p.ow + q) * p.c;
      std::int64_t count = 0;
      for (std::int64_t k = 0; k < p.c; ++k) out[k] = 0;
      pixels(p, r % p.oh, q, [&](std::int64_t at) {
        ++count;
        for (std::int64_t k = 0; k < p.c; ++k) out[k] += image[at + k];
      });
      const auto n = static_cast<float>(count);
      for (std::int64_t k = 0; k < p.c; ++k) out[k] /= n;
    }
  }
}

LIKENESS_CLONES void raise(const float* s, float* __restrict best, std::int32_t* __restrict where, std::int32_t j,
                           std::int64_t channels) {
  for (std::int64_t k = 0; k < channels; ++k) {
    const bool better = s[k] > best[k];
    best[k] = better ? s[k] : best[k];
    where[k] = better ? j : where[k];
  }
}

LIKENESS_CLONES void give(const float* g, const std::int32_t* where, std::int32_t j, float* __restrict d,
                          std::int64_t channels) {
  for (std::int64_t k = 0; k < channels; ++k) d[k] = where[k] == j ? g[k] : 0.f;
}

/** The first maximum in the order of the window takes the gradient. No window shares a pixel: each is written once. */
void max_gradient_apart(const Window& p, const float* dy, const float* x, float* dx, float* best, std::int32_t* where) {
  Offsets window(p);
  for (std::int64_t r = 0; r < p.oh; ++r)
    for (std::int64_t q = 0; q < p.ow; ++q) {
      window.read(p, r, q);
      std::int32_t j = 0;
      for (const auto at : window) {
        if (j == 0)
          std::copy(x + at, x + at + p.c, best), std::fill(where, where + p.c, 0);
        else
          raise(x + at, best, where, j, p.c);
        ++j;
      }
      j = 0;
      for (const auto at : window) give(dy + (r * p.ow + q) * p.c, where, j++, dx + at, p.c);
    }
}

/** The first maximum in the order of the window takes the gradient. */
LIKENESS_CLONES void max_gradient(const Window& p, const float* dy, const float* x, float* dx, float* best,
                                  std::int32_t* where) {
  for (std::int64_t r = 0; r < p.oh; ++r)
    for (std::int64_t q = 0; q < p.ow; ++q) {
      bool first = true;
      pixels(p, r, q, [&](std::int64_t at) {
        const float* s = x + at;
        const auto position = static_cast<std::int32_t>(at);
        if (first)
          for (std::int64_t k = 0; k < p.c; ++k) best[k] = s[k], where[k] = position;
        else
          for (std::int64_t k = 0; k < p.c; ++k) {
            const bool better = s[k] > best[k];
            best[k] = better ? s[k] : best[k];
            where[k] = better ? position : where[k];
          }
        first = false;
      });
      if (first) continue;
      const float* g = dy + (r * p.ow + q) * p.c;
      for (std::int64_t k = 0; k < p.c; ++k) dx[where[k] + k] += g[k];
    }
}

/** Every pixel of a window takes its share of the whole window, padding included: so does the cpu backend. */
LIKENESS_CLONES void average_gradient(const Window& p, const float* dy, float* dx) {
  const float share = 1.f / static_cast<float>(p.kh * p.kw);
  for (std::int64_t r = 0; r < p.oh; ++r)
    for (std::int64_t q = 0; q < p.ow; ++q) {
      const float* g = dy + (r * p.ow + q) * p.c;
      pixels(p, r, q, [&](std::int64_t at) {
        for (std::int64_t k = 0; k < p.c; ++k) dx[at + k] += g[k] * share;
      });
    }
}

Window window_of(const Call& call, std::size_t k, const Floats& image, const Floats& output) {
  const auto given = call.integers(k, 14);
  Window p;
  std::copy(given.data, given.data + 14, &p.n);
  for (auto side : {p.n, p.h, p.w, p.c, p.oh, p.ow, p.kh, p.kw, p.sh, p.sw, p.dh, p.dw})
    Call::require(side > 0, "a side of the pooling is not positive");
  const std::int64_t n = p.n, pixels = std::int64_t{p.h} * p.w * p.c;
  Call::require(image.size == n * pixels && pixels < INT32_MAX, "the image's size does not fit");
  Call::require(output.size == n * p.oh * p.ow * p.c, "the output's size does not fit");
  return p;
}

using Rows = void (*)(const Window&, const float*, float*, std::int64_t, std::int64_t);

void pool(const Call& call, Rows rows) {
  const auto x = call.floats(0), y = call.floats(1);
  const auto p = window_of(call, 2, x, y);
  parallel(std::int64_t{p.n} * p.oh, grain(std::int64_t{p.ow} * p.c * p.kh * p.kw),
           [&](auto begin, auto end) { rows(p, x.data, y.data, begin, end); });
}

/** maxPool(image, output, window) */
void maxPool(const Call& call) { pool(call, max_rows); }
LIKENESS_NETS_EXPORT(maxPool)

/** avgPool(image, output, window) */
void avgPool(const Call& call) { pool(call, average_rows); }
LIKENESS_NETS_EXPORT(avgPool)

/** maxPoolGrad(output gradient, image, image gradient, window) */
void maxPoolGrad(const Call& call) {
  const auto dy = call.floats(0), x = call.floats(1), dx = call.floats(2);
  const auto p = window_of(call, 3, x, dy);
  Call::require(dx.size == x.size, "the gradient's size does not fit");
  const auto in = std::int64_t{p.h} * p.w * p.c, out = std::int64_t{p.oh} * p.ow * p.c;
  const bool apart = p.kh <= p.sh && p.kw <= p.sw && p.dh == 1 && p.dw == 1;
  parallel(p.n, grain(in), [&](auto begin, auto end) {
    std::vector<float> best(p.c);
    std::vector<std::int32_t> where(p.c);
    std::memset(dx.data + begin * in, 0, sizeof(float) * (end - begin) * in);
    for (auto n = begin; n < end; ++n)
      (apart ? max_gradient_apart : max_gradient)(p, dy.data + n * out, x.data + n * in, dx.data + n * in, best.data(),
                                                  where.data());
  });
}
LIKENESS_NETS_EXPORT(maxPoolGrad)

/** avgPoolGrad(output gradient, image gradient, window) */
void avgPoolGrad(const Call& call) {
  const auto dy = call.floats(0), dx = call.floats(1);
  const auto p = window_of(call, 2, dx, dy);
  const auto in = std::int64_t{p.h} * p.w * p.c, out = std::int64_t{p.oh} * p.ow * p.c;
  parallel(p.n, grain(in), [&](auto begin, auto end) {
    std::memset(dx.data + begin * in, 0, sizeof(float) * (end - begin) * in);
    for (auto n = begin; n < end; ++n) average_gradient(p, dy.data + n * out, dx.data + n * in);
  });
}
LIKENESS_NETS_EXPORT(avgPoolGrad)

}  // namespace
}  // namespace likeness::nets
