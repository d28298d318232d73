// Bilinear resizing of NHWC images and its gradient, the transposed map. Weights and sums of four in double, as the cpu
// backend has them.
#include <cmath>
#include <cstring>
#include <vector>

#include "call.h"
#include "parallel.h"

namespace likeness::nets {
namespace {

/** Where an output row (column) lies between two of the input. */
struct Between {
  std::int64_t first, second;
  double share;
};

std::vector<Between> between(std::int64_t from, std::int64_t to, bool corners, bool half) {
  const bool aligned = corners && to > 1;
  const double ratio = static_cast<double>(aligned ? from - 1 : from) / static_cast<double>(aligned ? to - 1 : to);
  std::vector<Between> all(to);
  for (std::int64_t k = 0; k < to; ++k) {
    const double at = half ? ratio * (static_cast<double>(k) + 0.5) - 0.5 : ratio * static_cast<double>(k);
    const auto first = std::max<std::int64_t>(0, static_cast<std::int64_t>(std::floor(at)));
    const auto second = std::min<std::int64_t>(from - 1, static_cast<std::int64_t>(std::ceil(at)));
    all[k] = {std::min(first, from - 1), std::max<std::int64_t>(0, second), at - static_cast<double>(first)};
  }
  return all;
}

struct Resize {
  std::int64_t n, h, w, c, oh, ow;
  std::vector<Between> rows, columns;
};

Resize resize_of(const Call& call, std::size_t k, const Floats& small, const Floats& large) {
  const auto g = call.integers(k, 8).data;
  for (int d = 0; d < 6; ++d) Call::require(g[d] > 0, "a side is not positive");
  Resize r{g[0], g[1], g[2], g[3], g[4], g[5], {}, {}};
  Call::require(small.size == r.n * r.h * r.w * r.c && large.size == r.n * r.oh * r.ow * r.c, "the sizes do not fit");
  r.rows = between(r.h, r.oh, g[6] != 0, g[7] != 0);
  r.columns = between(r.w, r.ow, g[6] != 0, g[7] != 0);
  return r;
}

LIKENESS_CLONES void mix(const float* a, const float* b, const float* c, const float* d, double right, double down,
                         float* y, std::int64_t channels) {
  for (std::int64_t k = 0; k < channels; ++k) {
    const double top = a[k] + (static_cast<double>(b[k]) - a[k]) * right;
    const double bottom = c[k] + (static_cast<double>(d[k]) - c[k]) * right;
    y[k] = static_cast<float>(top + (bottom - top) * down);
  }
}

/** resizeBilinear(x, y, [n, h, w, c, new h, new w, align corners, half-pixel centres]) */
void resizeBilinear(const Call& call) {
  const auto x = call.floats(0), y = call.floats(1);
  const auto r = resize_of(call, 2, x, y);
  parallel(r.n * r.oh, grain(6 * r.ow * r.c), [&](auto begin, auto end) {
    for (auto k = begin; k < end; ++k) {
      const auto& row = r.rows[k % r.oh];
      const float* image = x.data + k / r.oh * r.h * r.w * r.c;
      const float *top = image + row.first * r.w * r.c, *bottom = image + row.second * r.w * r.c;
      for (std::int64_t q = 0; q < r.ow; ++q) {
        const auto left = r.columns[q].first * r.c, right = r.columns[q].second * r.c;
        mix(top + left, top + right, bottom + left, bottom + right, r.columns[q].share, row.share,
            y.data + (k * r.ow + q) * r.c, r.c);
      }
    }
  });
}
LIKENESS_NETS_EXPORT(resizeBilinear)

inline void add(float* to, const float* dy, double weight, std::int64_t channels) {
  for (std::int64_t k = 0; k < channels; ++k) to[k] = static_cast<float>(to[k] + dy[k] * weight);
}

/** One image: its rows overlap, so that one thread adds them in their order. */
LIKENESS_CLONES void spread(const Resize& r, const float* dy, float* dx) {
  for (std::int64_t p = 0; p < r.oh; ++p)
    for (std::int64_t q = 0; q < r.ow; ++q, dy += r.c) {
      const auto &row = r.rows[p], &column = r.columns[q];
      const auto at = [&](std::int64_t i, std::int64_t j) { return dx + (i * r.w + j) * r.c; };
      add(at(row.first, column.first), dy, (1 - row.share) * (1 - column.share), r.c);
      add(at(row.first, column.second), dy, (1 - row.share) * column.share, r.c);
      add(at(row.second, column.first), dy, row.share * (1 - column.share), r.c);
      add(at(row.second, column.second), dy, row.share * column.share, r.c);
    }
}

/** resizeBilinearGrad(dy, dx, [n, h, w, c, new h, new w, align corners, half-pixel centres]) */
void resizeBilinearGrad(const Call& call) {
  const auto dy = call.floats(0), dx = call.floats(1);
  const auto r = resize_of(call, 2, dx, dy);
  const auto in = r.h * r.w * r.c, out = r.oh * r.ow * r.c;
  std::memset(dx.data, 0, sizeof(float) * dx.size);
  parallel(r.n, grain(8 * out), [&](auto begin, auto end) {
    for (auto n = begin; n < end; ++n) spread(r, dy.data + n * out, dx.data + n * in);
  });
}
LIKENESS_NETS_EXPORT(resizeBilinearGrad)

}  // namespace
}  // namespace likeness::nets
