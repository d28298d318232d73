// Sums, means and extremes over the middle axis of outer x reduced x inner. Sums are in double precision and in an
// order that does not depend on the number of threads.
#include <cmath>
#include <string>
#include <unordered_map>
#include <vector>

#include "call.h"
#include "parallel.h"

namespace likeness::nets {
namespace {

struct Block {
  std::int64_t outer, reduced, inner;
};

/** Reduces columns begin to end of one outer index into out (inner numbers); inner > 1. */
using Columns = void (*)(const float*, const Block&, std::int64_t, std::int64_t, float*);
/** Reduces `reduced` neighbours to one number. */
using Whole = float (*)(const float*, std::int64_t);

LIKENESS_CLONES void add_row(const float* x, double* sums, std::int64_t n) {
  for (std::int64_t k = 0; k < n; ++k) sums[k] += x[k];
}

void sum_columns(const float* x, const Block& b, std::int64_t begin, std::int64_t end, float* out) {
  std::vector<double> sums(end - begin);
  for (std::int64_t r = 0; r < b.reduced; ++r) add_row(x + r * b.inner + begin, sums.data(), end - begin);
  for (auto k = begin; k < end; ++k) out[k] = static_cast<float>(sums[k - begin]);
}

void mean_columns(const float* x, const Block& b, std::int64_t begin, std::int64_t end, float* out) {
  std::vector<double> sums(end - begin);
  for (std::int64_t r = 0; r < b.reduced; ++r) add_row(x + r * b.inner + begin, sums.data(), end - begin);
  for (auto k = begin; k < end; ++k) out[k] = static_cast<float>(sums[k - begin] / static_cast<double>(b.reduced));
}

LIKENESS_CLONES double sum(const float* x, std::int64_t n) {
  double lanes[16] = {};
  std::int64_t k = 0;
  for (; k + 16 <= n; k += 16)
    for (int lane = 0; lane < 16; ++lane) lanes[lane] += x[k + lane];
  double total = 0;
  for (double lane : lanes) total += lane;
  for (; k < n; ++k) total += x[k];
  return total;
}

float sum_whole(const float* x, std::int64_t n) { return static_cast<float>(sum(x, n)); }
float mean_whole(const float* x, std::int64_t n) { return static_cast<float>(sum(x, n) / static_cast<double>(n)); }

// A NaN stays, wherever it comes.
#define LIKENESS_EXTREME(name, better)                                                                          \
  LIKENESS_CLONES void name##_columns(const float* x, const Block& b, std::int64_t begin, std::int64_t end,     \
                                      float* out) {                                                             \
    for (auto k = begin; k < end; ++k) out[k] = x[k];                                                           \
    for (std::int64_t r = 1; r < b.reduced; ++r) {                                                              \
      const float* row = x + r * b.inner;                                                                       \
      for (auto k = begin; k < end; ++k) out[k] = row[k] better out[k] || row[k] != row[k] ? row[k] : out[k];   \
    }                                                                                                           \
  }                                                                                                             \
  LIKENESS_CLONES float name##_whole(const float* x, std::int64_t n) {                                          \
    float lanes[16];                                                                                            \
    for (float& lane : lanes) lane = x[0];                                                                      \
    std::int64_t k = 0;                                                                                         \
    for (; k + 16 <= n; k += 16)                                                                                \
      for (int lane = 0; lane < 16; ++lane)                                                                     \
        lanes[lane] = x[k + lane] better lanes[lane] || x[k + lane] != x[k + lane] ? x[k + lane] : lanes[lane]; \
    float best = lanes[0];                                                                                      \
    for (float lane : lanes) best = lane better best || lane != lane ? lane : best;                             \
    for (; k < n; ++k) best = x[k] better best || x[k] != x[k] ? x[k] : best;                                   \
    return best;                                                                                                \
  }
LIKENESS_EXTREME(maximum, >)
LIKENESS_EXTREME(minimum, <)

struct Reduction {
  Columns columns;
  Whole whole;
};
const std::unordered_map<std::string, Reduction> reductions{{"Sum", {sum_columns, sum_whole}},
                                                            {"Mean", {mean_columns, mean_whole}},
                                                            {"Max", {maximum_columns, maximum_whole}},
                                                            {"Min", {minimum_columns, minimum_whole}}};

/** reduce(operation, input, output, [outer, reduced, inner]) */
void reduce(const Call& call) {
  const auto found = reductions.find(call.text(0));
  Call::require(found != reductions.end(), "no such reduction");
  const auto [columns, whole] = found->second;
  const auto x = call.floats(1), out = call.floats(2);
  const auto p = call.integers(3, 3).data;
  const Block b{p[0], p[1], p[2]};
  Call::require(b.outer > 0 && b.reduced > 0 && b.inner > 0, "a side is not positive");
  Call::require(x.size == b.outer * b.reduced * b.inner && out.size == b.outer * b.inner, "the sizes do not fit");
  if (b.inner == 1)
    return parallel(b.outer, grain(b.reduced), [&, whole = whole](auto begin, auto end) {
      for (auto o = begin; o < end; ++o) out.data[o] = whole(x.data + o * b.reduced, b.reduced);
    });
  if (b.outer == 1)
    return parallel(b.inner, std::max<std::int64_t>(16, grain(b.reduced)),
                    [&, columns = columns](auto begin, auto end) { columns(x.data, b, begin, end, out.data); });
  parallel(b.outer, grain(b.reduced * b.inner), [&, columns = columns](auto begin, auto end) {
    for (auto o = begin; o < end; ++o) columns(x.data + o * b.reduced * b.inner, b, 0, b.inner, out.data + o * b.inner);
  });
}
LIKENESS_NETS_EXPORT(reduce)

}  // namespace
}  // namespace likeness::nets
