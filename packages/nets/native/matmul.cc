// Matrix products of batches, row-major: oneDNN's sgemm, and own loops where one side is a vector.
#include <dnnl.h>

#include <cstring>
#include <stdexcept>

#include "call.h"
#include "onednn.h"
#include "parallel.h"

namespace likeness::nets {
namespace {

// Products of few rows, or of few terms, are bound by memory, and each element of the large side is read or written
// once.
constexpr int kFew = 8;
#define LIKENESS_INLINE inline __attribute__((always_inline))

/** Calls body<count>() with a count known to the compiler, for 1 to kFew. */
#define LIKENESS_FEW(count, body) \
  switch (count) {                \
    case 1:                       \
      return body(1);             \
    case 2:                       \
      return body(2);             \
    case 3:                       \
      return body(3);             \
    case 4:                       \
      return body(4);             \
    case 5:                       \
      return body(5);             \
    case 6:                       \
      return body(6);             \
    case 7:                       \
      return body(7);             \
    default:                      \
      return body(8);             \
  }

/** Element (k, m) of the left side, either way it is stored. */
struct Left {
  const float* data;
  std::int64_t step_row, step_term;
  float at(std::int64_t m, std::int64_t k) const { return data[m * step_row + k * step_term]; }
};

/** c[m][n] = sum over k of a[m][k] b[k][n], for columns begin to end, whose sums stay in the first cache */
template <int kRows>
LIKENESS_INLINE void add_terms(Left a, const float* b, float* c, std::int64_t columns, std::int64_t depth,
                               std::int64_t begin, std::int64_t end) {
  for (int m = 0; m < kRows; ++m)
    for (auto n = begin; n < end; ++n) c[m * columns + n] = 0;
  std::int64_t k = 0;
  for (; k + 4 <= depth; k += 4) {
    const float *b0 = b + k * columns, *b1 = b0 + columns, *b2 = b1 + columns, *b3 = b2 + columns;
    for (int m = 0; m < kRows; ++m) {
      const float a0 = a.at(m, k), a1 = a.at(m, k + 1), a2 = a.at(m, k + 2), a3 = a.at(m, k + 3);
      float* row = c + m * columns;
      for (auto n = begin; n < end; ++n) row[n] += a0 * b0[n] + a1 * b1[n] + a2 * b2[n] + a3 * b3[n];
    }
  }
  for (; k < depth; ++k)
    for (int m = 0; m < kRows; ++m)
      for (auto n = begin; n < end; ++n) c[m * columns + n] += a.at(m, k) * b[k * columns + n];
}

LIKENESS_CLONES void rows_times(int rows, Left a, const float* b, float* c, std::int64_t columns, std::int64_t depth,
                                std::int64_t begin, std::int64_t end) {
#define LIKENESS_BODY(R) add_terms<R>(a, b, c, columns, depth, begin, end)
  LIKENESS_FEW(rows, LIKENESS_BODY)
#undef LIKENESS_BODY
}

/** c[m][n] = sum over k of a[m][k] b[n][k]; sixteen running sums, so that it vectorises without reordering freely */
template <int kRows>
LIKENESS_INLINE void dot_rows(const float* a, const float* b, float* c, std::int64_t columns, std::int64_t depth,
                              std::int64_t begin, std::int64_t end) {
  for (auto n = begin; n < end; ++n) {
    const float* row = b + n * depth;
    float sums[kRows][16] = {};
    std::int64_t k = 0;
    for (; k + 16 <= depth; k += 16)
      for (int m = 0; m < kRows; ++m)
        for (int lane = 0; lane < 16; ++lane) sums[m][lane] += a[m * depth + k + lane] * row[k + lane];
    for (int m = 0; m < kRows; ++m) {
      float sum = 0;
      for (float lane : sums[m]) sum += lane;
      for (auto rest = k; rest < depth; ++rest) sum += a[m * depth + rest] * row[rest];
      c[m * columns + n] = sum;
    }
  }
}

LIKENESS_CLONES void rows_times_transposed(int rows, const float* a, const float* b, float* c, std::int64_t columns,
                                           std::int64_t depth, std::int64_t begin, std::int64_t end) {
#define LIKENESS_BODY(R) dot_rows<R>(a, b, c, columns, depth, begin, end)
  LIKENESS_FEW(rows, LIKENESS_BODY)
#undef LIKENESS_BODY
}

/** c[m][n] = sum over few k of a[m][k] b[k][n], for rows begin to end */
template <int kTerms>
LIKENESS_INLINE void sum_outer(Left a, const float* b, float* c, std::int64_t columns, std::int64_t begin,
                               std::int64_t end) {
  // The parts of b's rows that stay in the first cache.
  constexpr std::int64_t kWide = 4096 / kTerms;
  for (std::int64_t from = 0; from < columns; from += kWide) {
    const auto to = std::min(columns, from + kWide);
    for (auto m = begin; m < end; ++m) {
      float factors[kTerms];
      for (int k = 0; k < kTerms; ++k) factors[k] = a.at(m, k);
      for (auto n = from; n < to; ++n) {
        float sum = factors[0] * b[n];
        for (int k = 1; k < kTerms; ++k) sum += factors[k] * b[k * columns + n];
        c[m * columns + n] = sum;
      }
    }
  }
}

LIKENESS_CLONES void outer(int terms, Left a, const float* b, float* c, std::int64_t columns, std::int64_t begin,
                           std::int64_t end) {
#define LIKENESS_BODY(K) sum_outer<K>(a, b, c, columns, begin, end)
  LIKENESS_FEW(terms, LIKENESS_BODY)
#undef LIKENESS_BODY
}

struct Product {
  std::int64_t rows, columns, depth;
  bool left, right;  // transposed
};

/** Rows and columns from `row` and `column`, by the calling thread alone. */
void multiply_part(const Product& p, std::int64_t row, std::int64_t rows, std::int64_t column, std::int64_t columns,
                   const float* a, const float* b, float* c) {
  const Threads one(1);
  const auto status = dnnl_sgemm(p.left ? 'T' : 'N', p.right ? 'T' : 'N', rows, columns, p.depth, 1.f,
                                 a + (p.left ? row : row * p.depth), p.left ? p.rows : p.depth,
                                 b + (p.right ? column * p.depth : column), p.right ? p.depth : p.columns, 0.f,
                                 c + row * p.columns + column, p.columns);
  if (status != dnnl_success) throw std::runtime_error("oneDNN refused a matrix product");
}

/** Into how many parts a side of a product is cut. */
std::int64_t parts_of(std::int64_t side) { return std::clamp<std::int64_t>(side / 256, 1, 4); }

// oneDNN cuts a product's sums by the number of threads. So the product is cut here, in parts that depend on its sizes
// alone: fewer would leave threads without work, more would read the sides more often.
void multiply_parts(const Product& p, const float* a, const float* b, float* c) {
  const auto down = parts_of(p.rows), across = parts_of(p.columns);
  // Small products are done by one thread.
  parallel(down * across, grain(p.rows * p.columns * p.depth / (down * across)), [&](auto begin, auto end) {
    for (auto k = begin; k < end; ++k) {
      const auto row = k / across * p.rows / down, column = k % across * p.columns / across;
      const auto rows = (k / across + 1) * p.rows / down - row,
                 columns = (k % across + 1) * p.columns / across - column;
      multiply_part(p, row, rows, column, columns, a, b, c);
    }
  });
}

void multiply(const Product& p, const float* a, const float* b, float* c) {
  const auto few = [](std::int64_t n) { return n <= kFew; };
  const Left left{a, p.left ? 1 : p.depth, p.left ? p.rows : 1};
  if (few(p.depth) && !p.right)
    parallel(p.rows, grain(2 * p.depth * p.columns),
             [&](auto begin, auto end) { outer(p.depth, left, b, c, p.columns, begin, end); });
  else if (few(p.rows) && p.right && !p.left)
    parallel(p.columns, grain(2 * p.rows * p.depth),
             [&](auto begin, auto end) { rows_times_transposed(p.rows, a, b, c, p.columns, p.depth, begin, end); });
  else if (few(p.rows) && !p.right)
    parallel(p.columns, grain(2 * p.rows * p.depth), [&](auto begin, auto end) {
      const auto wide = 4096 / p.rows;
      for (auto from = begin; from < end; from += wide)
        rows_times(p.rows, left, b, c, p.columns, p.depth, from, std::min(end, from + wide));
    });
  else
    multiply_parts(p, a, b, c);
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
