#include "rdm/cholesky.h"

#include "rdm/column-products.h"

namespace likeness::LIKENESS_ISA {
namespace {

using V = Simd<double>::Vec;
constexpr std::int64_t kBlock = kPanel;

/**
 * [x | identity] becomes [U | U^-T] by blocks of kBlock rows. Each entry is one chain: x_ij, less u_ki u_kj for k in
 * order, so blocking changes no bit.
 */
class Elimination {
 public:
  Elimination(const CholeskyArgs& args, Runner& runner)
      : args_(args),
        runner_(runner),
        blocks_(divide_up(args.n, kBlock)),
        left_(blocks_ * kBlock),
        stride_(args.inverse ? 2 * left_ : left_) {}

  Status run() {
    *args_.pivot = -1;
    data_ = static_cast<double*>(
        runner_.allocate(static_cast<std::size_t>(left_) * static_cast<std::size_t>(stride_) * sizeof(double)));
    if (!data_) return Status::out_of_memory;
    load_all();
    for (std::int64_t k = 0; k < blocks_ && !runner_.cancelled(); ++k) {
      if (!factor(k)) return Status::ok;
      eliminate(k);
    }
    if (runner_.cancelled()) return Status::cancelled;
    return args_.inverse ? invert() : write();
  }

 private:
  double* row(std::int64_t i) const { return data_ + i * stride_; }

  // The identity beyond the last row and column changes nothing.
  void load_all() {
    for (std::int64_t i = 0; i < left_; ++i) {
      for (std::int64_t j = 0; j < stride_; ++j) row(i)[j] = j == i || j == left_ + i ? 1 : 0;
      if (i < args_.n)
        for (auto j = i; j < args_.n; ++j) row(i)[j] = args_.x[i * args_.n + j];
    }
  }

  /** The block's own triangle; false at a pivot that is not positive. */
  bool factor(std::int64_t block) {
    const auto k0 = block * kBlock, k1 = k0 + kBlock;
    for (auto k = k0; k < k1; ++k) {
      const double pivot = row(k)[k];
      if (!(pivot > 0) || pivot > 1.7976931348623157e308) {
        *args_.pivot = static_cast<std::int32_t>(k);
        return false;
      }
      const double root = __builtin_sqrt(pivot);
      for (auto j = k; j < k1; ++j) row(k)[j] = j == k ? root : row(k)[j] / root;
      for (auto i = k + 1; i < k1; ++i) subtract(row(k)[i], row(k), row(i), i, k1);
    }
    return true;
  }

  /** to -= factor * from, for columns [j0, j1). */
  static void subtract(double factor, const double* from, double* to, std::int64_t j0, std::int64_t j1) {
    for (auto j = j0; j < j1; ++j) to[j] = __builtin_fma(-factor, from[j], to[j]);
  }

  /** Block rows k to their end, and what they take off the blocks below. */
  void eliminate(std::int64_t k) {
    const auto right = args_.inverse ? k + 1 : 0, columns = blocks_ - k - 1 + right;
    const auto column = [&](std::int64_t c) { return c < right ? left_ + c * kBlock : (k + 1 + c - right) * kBlock; };
    auto solve = [&](std::int64_t c) { solve_block(k * kBlock, column(c)); };
    const auto until = static_cast<double>(k + 1) / static_cast<double>(blocks_) * (args_.inverse ? 0.7 : 1);
    for_blocks(runner_, columns, until, solve);
    const auto below = blocks_ - k - 1;
    auto update = [&](std::int64_t b) {
      const auto i0 = (k + 1 + b / columns) * kBlock, j0 = column(b % columns);
      if (j0 < left_ && j0 < i0) return;
      for (auto i = i0; i < i0 + kBlock; i += kTileRows)
        for (auto j = j0; j < j0 + kBlock; j += kVectors * Simd<double>::lanes) update_tile(k * kBlock, i, j);
    };
    for_blocks(runner_, below * columns, until, update);
  }

  static constexpr int kVectors = 3;

  /** kBlock columns from j0 of the block rows from k0. */
  void solve_block(std::int64_t k0, std::int64_t j0) const {
    for (auto k = k0; k < k0 + kBlock; ++k) {
      double* to = row(k) + j0;
      for (auto earlier = k0; earlier < k; ++earlier) {
        const V factor = Simd<double>::broadcast(-row(earlier)[k]);
        const double* from = row(earlier) + j0;
        for (std::int64_t j = 0; j < kBlock; j += Simd<double>::lanes)
          store(to + j, fma(factor, load(from + j), load(to + j)));
      }
      const double root = row(k)[k];
      for (std::int64_t j = 0; j < kBlock; ++j) to[j] /= root;
    }
  }

  void update_tile(std::int64_t k0, std::int64_t i0, std::int64_t j0) const {
    constexpr int lanes = Simd<double>::lanes;
    V sum[kTileRows][kVectors];
#pragma GCC unroll 8
    for (int r = 0; r < kTileRows; ++r)
#pragma GCC unroll 3
      for (int v = 0; v < kVectors; ++v) sum[r][v] = load(row(i0 + r) + j0 + v * lanes);
    for (auto k = k0; k < k0 + kBlock; ++k) {
      const double* from = row(k);
      V column[kVectors];
#pragma GCC unroll 3
      for (int v = 0; v < kVectors; ++v) column[v] = load(from + j0 + v * lanes);
#pragma GCC unroll 8
      for (int r = 0; r < kTileRows; ++r) {
        const V factor = Simd<double>::broadcast(-from[i0 + r]);
#pragma GCC unroll 3
        for (int v = 0; v < kVectors; ++v) sum[r][v] = fma(factor, column[v], sum[r][v]);
      }
    }
#pragma GCC unroll 8
    for (int r = 0; r < kTileRows; ++r)
#pragma GCC unroll 3
      for (int v = 0; v < kVectors; ++v) store(row(i0 + r) + j0 + v * lanes, sum[r][v]);
  }

  Status write() const {
    for (std::int64_t i = 0; i < args_.n; ++i)
      for (std::int64_t j = 0; j < args_.n; ++j) args_.out[i * args_.n + j] = j < i ? 0 : row(i)[j];
    return Status::ok;
  }

  /** x^-1 = (U^-T)^T U^-T: products of columns. */
  Status invert() {
    Panels<double> columns;
    const auto status = column_panels(runner_, data_ + left_, args_.n, args_.n, stride_, 0.75, columns,
                                      [](double value, std::int64_t, std::int64_t) { return value; });
    return status == Status::ok ? column_products(runner_, columns, args_.out, 1) : status;
  }

  const CholeskyArgs& args_;
  Runner& runner_;
  std::int64_t blocks_, left_, stride_;
  double* data_ = nullptr;
};

}  // namespace

Status cholesky(const CholeskyArgs& args, Runner& runner) { return Elimination(args, runner).run(); }

}  // namespace likeness::LIKENESS_ISA
