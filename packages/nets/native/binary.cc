// Arithmetic and comparisons of two arrays with broadcasting. NaN goes where JavaScript's operators let it go.
#include <cmath>
#include <string>
#include <unordered_map>

#include "call.h"
#include "parallel.h"
#include "strided.h"

namespace likeness::nets {
namespace {

template <class Out>
using Row = void (*)(const float*, std::int64_t, const float*, std::int64_t, Out*, std::int64_t);

// One function for steps of 0 or 1 in each operand, so that each loop vectorises.
#define LIKENESS_BINARY(name, Out, expression)                                                                  \
  LIKENESS_CLONES void name(const float* a, std::int64_t step_a, const float* b, std::int64_t step_b, Out* out, \
                            std::int64_t n) {                                                                   \
    const auto f = [](float x, float y) -> Out { return expression; };                                          \
    if (step_a == 1 && step_b == 1)                                                                             \
      for (std::int64_t i = 0; i < n; ++i) out[i] = f(a[i], b[i]);                                              \
    else if (step_a == 1 && step_b == 0)                                                                        \
      for (std::int64_t i = 0; i < n; ++i) out[i] = f(a[i], *b);                                                \
    else if (step_a == 0 && step_b == 1)                                                                        \
      for (std::int64_t i = 0; i < n; ++i) out[i] = f(*a, b[i]);                                                \
    else                                                                                                        \
      for (std::int64_t i = 0; i < n; ++i) out[i] = f(a[i * step_a], b[i * step_b]);                            \
  }

LIKENESS_BINARY(add, float, x + y)
LIKENESS_BINARY(subtract, float, x - y)
LIKENESS_BINARY(multiply, float, x* y)
LIKENESS_BINARY(divide, float, x / y)
LIKENESS_BINARY(maximum, float, x != x || x > y ? x : y)
LIKENESS_BINARY(minimum, float, x != x || x < y ? x : y)
LIKENESS_BINARY(squared_difference, float, (x - y) * (x - y))
// JavaScript has no power of anything to NaN, nor of 1 to an infinity.
LIKENESS_BINARY(power, float, y != y || (std::isinf(y) && std::fabs(x) == 1) ? NAN : std::pow(x, y))
LIKENESS_BINARY(prelu, float, x < 0 ? x * y : x)
LIKENESS_BINARY(elu_gradient, float, y >= 0 ? x : x * (y + 1))
// The product with the ReLU's step, which is NaN where its input is.
LIKENESS_BINARY(relu_gradient, float, x*(y > 0 ? 1.f : (y == y ? 0.f : y)))
LIKENESS_BINARY(greater, std::uint8_t, x > y)
LIKENESS_BINARY(greater_equal, std::uint8_t, x >= y)
LIKENESS_BINARY(less, std::uint8_t, x < y)
LIKENESS_BINARY(less_equal, std::uint8_t, x <= y)
LIKENESS_BINARY(equal, std::uint8_t, x == y)
LIKENESS_BINARY(not_equal, std::uint8_t, x != y)

const std::unordered_map<std::string, Row<float>> arithmetic{{"Add", add},
                                                             {"Sub", subtract},
                                                             {"Multiply", multiply},
                                                             {"RealDiv", divide},
                                                             {"Maximum", maximum},
                                                             {"Minimum", minimum},
                                                             {"Pow", power},
                                                             {"Prelu", prelu},
                                                             {"SquaredDifference", squared_difference},
                                                             {"EluGrad", elu_gradient},
                                                             {"ReluGrad", relu_gradient}};
const std::unordered_map<std::string, Row<std::uint8_t>> comparisons{
    {"Greater", greater}, {"GreaterEqual", greater_equal}, {"Less", less}, {"LessEqual", less_equal},
    {"Equal", equal},     {"NotEqual", not_equal}};

template <class Out>
void run(const Call& call, Row<Out> row, Array<Out> out) {
  const auto a = call.floats(1), b = call.floats(2);
  const auto layout = Layout<2>::read(call.integers(4, 4));
  layout.check(0, 0, a.size);
  layout.check(1, 0, b.size);
  Call::require(out.size == layout.size(), "the output's size does not fit");
  const auto length = layout.length(), last = std::int64_t{layout.rank} - 1;
  const auto step_a = layout.strides[0][last], step_b = layout.strides[1][last];
  if (layout.rows() == 1)
    return parallel(length, grain(1), [&](auto begin, auto end) {
      row(a.data + begin * step_a, step_a, b.data + begin * step_b, step_b, out.data + begin, end - begin);
    });
  parallel(layout.rows(), grain(length), [&](auto begin, auto end) {
    Rows<2> at(layout, begin);
    for (auto r = begin; r < end; ++r, at.next())
      row(a.data + at[0], step_a, b.data + at[1], step_b, out.data + r * length, length);
  });
}

template <class Table>
auto choose(const Table& table, const std::string& name) {
  const auto found = table.find(name);
  Call::require(found != table.end(), "no such operation");
  return found->second;
}

/** binary(operation, a, b, output, layout of a and b): comparisons give bytes */
void binary(const Call& call) {
  if (call.is_bytes(3)) return run(call, choose(comparisons, call.text(0)), call.bytes(3));
  run(call, choose(arithmetic, call.text(0)), call.floats(3));
}
LIKENESS_NETS_EXPORT(binary)

LIKENESS_CLONES void blend(float p, const float* a, float q, const float* b, float* out, std::int64_t begin,
                           std::int64_t end) {
  // The same array is no hazard: no element depends on another.
#pragma GCC ivdep
  for (auto i = begin; i < end; ++i) out[i] = p * a[i] + q * b[i];
}

/** weightedSum(p, a, q, b, output): p a + q b of one size; the output may be a or b itself */
void weightedSum(const Call& call) {
  const auto a = call.floats(1), b = call.floats(3), out = call.floats(4);
  Call::require(a.size == out.size && b.size == out.size, "the sizes differ");
  const auto p = static_cast<float>(call.number(0)), q = static_cast<float>(call.number(2));
  parallel(out.size, grain(2), [&](auto begin, auto end) { blend(p, a.data, q, b.data, out.data, begin, end); });
}
LIKENESS_NETS_EXPORT(weightedSum)

LIKENESS_CLONES void select_range(const std::uint8_t* condition, const float* yes, const float* no, float* out,
                                  std::int64_t begin, std::int64_t end) {
  for (auto i = begin; i < end; ++i) out[i] = condition[i] == 1 ? yes[i] : no[i];
}

LIKENESS_CLONES void logical_range(const std::uint8_t* a, const std::uint8_t* b, std::uint8_t* out, bool both,
                                   std::int64_t begin, std::int64_t end) {
  for (auto i = begin; i < end; ++i) out[i] = both ? (a[i] && b[i]) : (a[i] || b[i]);
}

/** logical(1: and, 0: or, a, b, output): bytes, all of one size */
void logical(const Call& call) {
  const bool both = call.number(0) != 0;
  const auto a = call.bytes(1), b = call.bytes(2), out = call.bytes(3);
  Call::require(a.size == out.size && b.size == out.size, "the sizes differ");
  parallel(out.size, grain(1),
           [&](auto begin, auto end) { logical_range(a.data, b.data, out.data, both, begin, end); });
}
LIKENESS_NETS_EXPORT(logical)

/** select(condition, where it is 1, elsewhere, output): all of one size */
void select(const Call& call) {
  const auto condition = call.bytes(0);
  const auto yes = call.floats(1), no = call.floats(2), out = call.floats(3);
  const auto n = condition.size;
  Call::require(yes.size == n && no.size == n && out.size == n, "the sizes differ");
  parallel(n, grain(1),
           [&](auto begin, auto end) { select_range(condition.data, yes.data, no.data, out.data, begin, end); });
}
LIKENESS_NETS_EXPORT(select)

}  // namespace
}  // namespace likeness::nets
