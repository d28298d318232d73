// Matrix products of batches, row-major: oneDNN's sgemm, and own loops where one side is a vector.
#include <dnnl.h>

#include <cstring>

#include "call.h"
#include "parallel.h"

namespace likeness::nets {
namespace {

/** c[n] = sum over k of a[k] b[k][n], for columns begin to end */
LIKENESS_CLONES void row_times(const float* a, const float* b, float* c, std::int64_t columns, std::int64_t depth,
                               std::int64_t begin, std::int64_t end) {
  for (auto n = begin; n < end; ++n) c[n] = 0;
  std::int64_t k = 0;
  for (; k + 4 <= depth; k += 4) {
    const float a0 = a[k], a1 = a[k + 1], a2 = a[k + 2], a3 = a[k + 3];
    const float *b0 = b + k * columns, *b1 = b0 + columns, *b2 = b1 + columns, *b3 = b2 + columns;
    for (auto n = begin; n < end; ++n) c[n] += a0 * b0[n] + a1 * b1[n] + a2 * b2[n] + a3 * b3[n];
  }
  for (; k < depth; ++k)
    for (auto n = begin; n < end; ++n) c[n] += a[k] * b[k * columns + n];
}

/** c[n] = sum over k of a[k] b[n][k]; sixteen running sums, so that it vectorises without reordering freely */
LIKENESS_CLONES void row_times_transposed(const float* a, const float* b, float* c, std::int64_t depth,
                                          std::int64_t begin, std::int64_t end) {
  for (auto n = begin; n < end; ++n) {
    const float* row = b + n * depth;
    float sums[16] = {};
    std::int64_t k = 0;
    for (; k + 16 <= depth; k += 16)
      for (int lane = 0; lane < 16; ++lane) sums[lane] += a[k + lane] * row[k + lane];
    float sum = 0;
    for (float lane : sums) sum += lane;
    for (; k < depth; ++k) sum += a[k] * row[k];
    c[n] = sum;
  }
}

LIKENESS_CLONES void outer(const float* a, const float* b, float* c, std::int64_t columns, std::int64_t begin,
                           std::int64_t end) {
  for (auto m = begin; m < end; ++m)
    for (std::int64_t n = 0; n < columns; ++n) c[m * columns + n] = a[m] * b[n];
}

struct Product {
  std::int64_t rows, columns, depth;
  bool left, right;  // transposed
};

void multiply(const Product& p, const float* a, const float* b, float* c) {
  if (p.rows == 1 && p.right)
    parallel(p.columns, grain(2 * p.depth),
             [&](auto begin, auto end) { row_times_transposed(a, b, c, p.depth, begin, end); });
  else if (p.rows == 1)
    parallel(p.columns, grain(2 * p.depth),
             [&](auto begin, auto end) { row_times(a, b, c, p.columns, p.depth, begin, end); });
  else if (p.depth == 1)
    parallel(p.rows, grain(p.columns), [&](auto begin, auto end) { outer(a, b, c, p.columns, begin, end); });
  else
    dnnl_sgemm(p.left ? 'T' : 'N', p.right ? 'T' : 'N', p.rows, p.columns, p.depth, 1.f, a, p.left ? p.rows : p.depth,
               b, p.right ? p.depth : p.columns, 0.f, c, p.columns);
}

/** matMul(a, b, c, [batch, rows, columns, depth, a transposed, b transposed, a is a batch, b is a batch]) */
void matMul(const Call& call) {
  const auto a = call.floats(0), b = call.floats(1), c = call.floats(2);
  const auto p = call.integers(3, 8).data;
  const std::int64_t batch = p[0];
  const Product product{p[1], p[2], p[3], p[4] != 0, p[5] != 0};
  const auto left = product.rows * product.depth, right = product.depth * product.columns;
  const auto size = product.rows * product.columns;
  Call::require(batch > 0 && product.rows > 0 && product.columns > 0 && product.depth > 0, "a matrix is empty");
  Call::require(a.size == (p[6] ? batch : 1) * left && b.size == (p[7] ? batch : 1) * right && c.size == batch * size,
                "the matrices' sizes do not fit");
  for (std::int64_t k = 0; k < batch; ++k)
    multiply(product, a.data + (p[6] ? k * left : 0), b.data + (p[7] ? k * right : 0), c.data + k * size);
}
LIKENESS_NETS_EXPORT(matMul)

}  // namespace
}  // namespace likeness::nets
