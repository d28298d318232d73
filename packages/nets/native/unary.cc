// Functions of one array, element by element. NaN goes where JavaScript's functions let it go.
#include <cmath>
#include <string>
#include <unordered_map>

#include "call.h"
#include "exponential.h"
#include "parallel.h"

namespace likeness::nets {
namespace {

/** p and q: the parameters of the operation (slopes, limits), unused by most. */
using Range = void (*)(const float*, float*, std::int64_t, float p, float q);

#define LIKENESS_UNARY(name, expression)                                                           \
  LIKENESS_CLONES void name(const float* in, float* out, std::int64_t n, [[maybe_unused]] float p, \
                            [[maybe_unused]] float q) {                                            \
    for (std::int64_t i = 0; i < n; ++i) {                                                         \
      const float x = in[i];                                                                       \
      out[i] = expression;                                                                         \
    }                                                                                              \
  }

LIKENESS_UNARY(absolute, std::fabs(x))
LIKENESS_UNARY(clip, x > q ? q : (x < p ? p : x))
LIKENESS_UNARY(cosine, std::cos(x))
LIKENESS_UNARY(elu, x >= 0 ? x : exponential_less_one(x))
LIKENESS_UNARY(erf, std::erf(x))
LIKENESS_UNARY(exponentials, exponential(x))
LIKENESS_UNARY(exponentials_less_one, exponential_less_one(x))
LIKENESS_UNARY(floors, std::floor(x))
LIKENESS_UNARY(leaky_relu, x < 0 ? p * x : x)
LIKENESS_UNARY(logarithm, std::log(x))
LIKENESS_UNARY(logarithm_of_one_more, std::log1p(x))
LIKENESS_UNARY(negative, -x)
LIKENESS_UNARY(reciprocal, 1.f / x)
LIKENESS_UNARY(relu, x > 0 ? x : (x != x ? x : 0.f))
LIKENESS_UNARY(relu6, x > 6 ? 6.f : (x > 0 ? x : (x != x ? x : 0.f)))
LIKENESS_UNARY(reciprocal_root, 1.f / std::sqrt(x))
LIKENESS_UNARY(selu, x >= 0 ? 1.05070098735548049342f * x : 1.75809934084737685994f * exponential_less_one(x))
LIKENESS_UNARY(sigmoid, logistic(x))
LIKENESS_UNARY(sign, x > 0 ? 1.f : (x < 0 ? -1.f : 0.f))
LIKENESS_UNARY(sine, std::sin(x))
LIKENESS_UNARY(softplus, (x > 0 ? x : 0.f) + std::log1p(exponential(x > 0 ? -x : x)))
LIKENESS_UNARY(root, std::sqrt(x))
LIKENESS_UNARY(square, x* x)
LIKENESS_UNARY(step, x > 0 ? 1.f : (x != x ? x : p))
LIKENESS_UNARY(tangent, hyperbolic_tangent(x))

const std::unordered_map<std::string, Range> operations{{"Abs", absolute},
                                                        {"ClipByValue", clip},
                                                        {"Cos", cosine},
                                                        {"Elu", elu},
                                                        {"Erf", erf},
                                                        {"Exp", exponentials},
                                                        {"Expm1", exponentials_less_one},
                                                        {"Floor", floors},
                                                        {"LeakyRelu", leaky_relu},
                                                        {"Log", logarithm},
                                                        {"Log1p", logarithm_of_one_more},
                                                        {"Neg", negative},
                                                        {"Reciprocal", reciprocal},
                                                        {"Relu", relu},
                                                        {"Relu6", relu6},
                                                        {"Rsqrt", reciprocal_root},
                                                        {"Selu", selu},
                                                        {"Sigmoid", sigmoid},
                                                        {"Sign", sign},
                                                        {"Sin", sine},
                                                        {"Softplus", softplus},
                                                        {"Sqrt", root},
                                                        {"Square", square},
                                                        {"Step", step},
                                                        {"Tanh", tangent}};

/** unary(operation, input, output, p, q); input and output may be the same array */
void unary(const Call& call) {
  const auto found = operations.find(call.text(0));
  Call::require(found != operations.end(), "no such operation");
  const auto in = call.floats(1), out = call.floats(2);
  const auto p = static_cast<float>(call.number(3)), q = static_cast<float>(call.number(4));
  Call::require(in.size == out.size, "the sizes differ");
  parallel(in.size, grain(4),
           [&](auto begin, auto end) { found->second(in.data + begin, out.data + begin, end - begin, p, q); });
}
LIKENESS_NETS_EXPORT(unary)

}  // namespace
}  // namespace likeness::nets
