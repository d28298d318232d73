// What picks elements by position: gather, the position of an extreme; and the running sum. Arrays are seen as [outer,
// n, inner] around one axis.
#include <cstring>

#include "call.h"
#include "parallel.h"

namespace likeness::nets {
namespace {

struct Axis {
  std::int64_t outer, n, inner;
};

Axis axis_of(const Call& call, std::size_t k) {
  const auto given = call.integers(k, 3).data;
  const Axis a{given[0], given[1], given[2]};
  Call::require(a.outer > 0 && a.n > 0 && a.inner > 0, "a side is not positive");
  return a;
}

/** The first position whose value is beyond all before it; NaN is beyond nothing, and nothing beyond a NaN at the
 * start. */
template <bool kLargest>
std::int64_t extreme(const float* x, std::int64_t n, std::int64_t stride) {
  auto best = x[0];
  std::int64_t at = 0;
  for (std::int64_t i = 1; i < n; ++i) {
    const auto value = x[i * stride];
    if (kLargest ? value > best : value < best) best = value, at = i;
  }
  return at;
}

/** position(largest: 1 or 0, x, positions as floats, [outer, n, inner]) */
void position(const Call& call) {
  const auto largest = call.number(0) != 0;
  const auto x = call.floats(1), out = call.floats(2);
  const auto a = axis_of(call, 3);
  Call::require(x.size == a.outer * a.n * a.inner && out.size == a.outer * a.inner, "the sizes do not fit");
  Call::require(a.n <= 1 << 24, "a position is no float");
  parallel(out.size, grain(2 * a.n), [&](auto begin, auto end) {
    for (auto k = begin; k < end; ++k) {
      const auto* from = x.data + k / a.inner * a.n * a.inner + k % a.inner;
      out.data[k] =
          static_cast<float>(largest ? extreme<true>(from, a.n, a.inner) : extreme<false>(from, a.n, a.inner));
    }
  });
}
LIKENESS_NETS_EXPORT(position)

/** runningSum(x, sums, [outer, n, inner], without itself: 1 or 0, from the end: 1 or 0) */
void runningSum(const Call& call) {
  const auto x = call.floats(0), out = call.floats(1);
  const auto a = axis_of(call, 2);
  const bool exclusive = call.number(3) != 0, backwards = call.number(4) != 0;
  Call::require(x.size == a.outer * a.n * a.inner && out.size == x.size, "the sizes do not fit");
  parallel(a.outer, grain(a.n * a.inner), [&](auto begin, auto end) {
    for (auto o = begin; o < end; ++o)
      for (std::int64_t i = 0; i < a.n; ++i) {
        const auto row = (o * a.n + (backwards ? a.n - 1 - i : i)) * a.inner;
        const auto before = row + (backwards ? a.inner : -a.inner);
        for (std::int64_t k = 0; k < a.inner; ++k) {
          const auto sum = i == 0 ? 0.f : out.data[before + k];
          const auto term = exclusive ? (i == 0 ? 0.f : x.data[before + k]) : x.data[row + k];
          out.data[row + k] = i == 0 ? term : sum + term;
        }
      }
  });
}
LIKENESS_NETS_EXPORT(runningSum)

/** gather(x, positions, out, [batches, outer, n, inner, positions per batch]): every position in [0, n) */
void gather(const Call& call) {
  const auto x = call.floats(0), out = call.floats(2);
  const auto positions = call.integers(1, 1);
  const auto given = call.integers(3, 5).data;
  const std::int64_t batches = given[0], outer = given[1], n = given[2], inner = given[3], chosen = given[4];
  Call::require(batches > 0 && outer > 0 && n > 0 && inner > 0 && chosen > 0, "a side is not positive");
  Call::require(x.size == batches * outer * n * inner && positions.size == batches * chosen &&
                    out.size == batches * outer * chosen * inner,
                "the sizes do not fit");
  for (std::int64_t k = 0; k < positions.size; ++k)
    Call::require(positions.data[k] >= 0 && positions.data[k] < n, "a position lies outside");
  parallel(batches * outer * chosen, grain(inner), [&](auto begin, auto end) {
    for (auto r = begin; r < end; ++r) {
      const auto block = r / chosen, batch = block / outer;
      const auto* from = x.data + (block * n + positions.data[batch * chosen + r % chosen]) * inner;
      std::memcpy(out.data + r * inner, from, sizeof(float) * inner);
    }
  });
}
LIKENESS_NETS_EXPORT(gather)

}  // namespace
}  // namespace likeness::nets
