#pragma once
// The largest singular value of a matrix of samples that stands in panels: a lower bound in passing, or the value by
// the Lanczos iteration on MᵀM (Golub & Van Loan 2013, 10.1). For kernel sources only.

#include "native/workspaces.h"
#include "sparse-coding/sample-panels.h"

namespace likeness::LIKENESS_ISA {

/** A panel's part of |M v|² and of |M|² (Frobenius). */
struct PanelSquares {
  double product = 0, norm = 0;
};

/**
 * One panel's part of u = M v, and of w = Mᵀu, which is written. value(feature, sample) is a float64 vector of samples'
 * values of M. Sums are float64: over features one chain in order, over samples pairwise.
 */
template <class F>
static PanelSquares panel_product(std::int64_t features, const double* v, double* w, F value) {
  using V = Simd<double>::Vec;
  constexpr int lanes = Simd<double>::lanes, together = 4;
  alignas(64) double u[kSamples], norm[kSamples], product[kSamples];
  for (int s = 0; s < kSamples; s += together * lanes) {
    V sum[together], squares[together];
#pragma GCC unroll 4
    for (int i = 0; i < together; ++i) sum[i] = squares[i] = Simd<double>::broadcast(0);
    for (std::int64_t j = 0; j < features; ++j) {
      const V weight = Simd<double>::broadcast(v[j]);
#pragma GCC unroll 4
      for (int i = 0; i < together; ++i) {
        const V x = value(j, s + i * lanes);
        sum[i] = fma(x, weight, sum[i]);
        squares[i] = fma(x, x, squares[i]);
      }
    }
#pragma GCC unroll 4
    for (int i = 0; i < together; ++i) {
      store(u + s + i * lanes, sum[i]);
      store(norm + s + i * lanes, squares[i]);
    }
  }
  for (std::int64_t j = 0; j < features; ++j) {
#pragma GCC unroll 32
    for (int s = 0; s < kSamples; s += lanes) store(product + s, value(j, s) * load(u + s));
    w[j] = sum_samples(product);
  }
  for (double& x : u) x *= x;
  return {sum_samples(u), sum_samples(norm)};
}

/** a·b in eight chains, since one would wait for itself; they are added in order. */
static inline double dot(const double* a, const double* b, std::int64_t n) {
  double chain[8] = {};
  std::int64_t i = 0;
  for (; i + 8 <= n; i += 8)
    for (int c = 0; c < 8; ++c) chain[c] = __builtin_fma(a[i + c], b[i + c], chain[c]);
  double sum = 0;
  for (; i < n; ++i) sum = __builtin_fma(a[i], b[i], sum);
  for (const double c : chain) sum += c;
  return sum;
}

/** Scales to length 1; false where there is no length. */
static inline bool normalise(double* v, std::int64_t n) {
  const double length = __builtin_sqrt(dot(v, v, n));
  if (!(length > 0) || length > 1.7976931348623157e308) return false;
  for (std::int64_t i = 0; i < n; ++i) v[i] /= length;
  return true;
}

/** A vector of no particular direction. */
static inline void scatter_directions(double* v, std::int64_t n, double scale) {
  std::uint64_t state = 0x9e3779b97f4a7c15u;
  for (std::int64_t i = 0; i < n; ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    v[i] += scale * (static_cast<double>(state >> 11) * 0x1p-53 - 0.5);
  }
}

/** The largest eigenvalue of a symmetric tridiagonal matrix, by bisection (Golub & Van Loan 2013, 8.4.1). */
static inline double largest_eigenvalue(const double* diagonal, const double* off2, std::int64_t n) {
  double low = diagonal[0], high = 0;
  for (std::int64_t i = 0; i < n; ++i) {
    const double left = i > 0 ? __builtin_sqrt(off2[i - 1]) : 0, right = i + 1 < n ? __builtin_sqrt(off2[i]) : 0;
    if (diagonal[i] > low) low = diagonal[i];
    if (diagonal[i] + left + right > high) high = diagonal[i] + left + right;
  }
  for (int step = 0; step < 200; ++step) {
    const double middle = low + (high - low) / 2;
    if (!(middle > low && middle < high)) break;
    // An eigenvalue is above the middle where a pivot of middle·I - T is not positive.
    bool above = false;
    double pivot = middle - diagonal[0];
    for (std::int64_t i = 1; i < n && !(above = !(pivot > 0)); ++i) pivot = middle - diagonal[i] - off2[i - 1] / pivot;
    (above || !(pivot > 0) ? low : high) = middle;
  }
  return high;
}

/** Memory for the products of panels with vectors of `features` values, and for the iteration. */
class SpectralNorm {
 public:
  bool allocate(Runner& runner, std::int64_t samples, std::int64_t features) {
    features_ = features;
    samples_ = samples;
    const auto panels = divide_up(samples, kSamples);
    const auto steps = most_steps();
    parts_ = take<double>(runner, panels * features);
    squares_ = take<PanelSquares>(runner, panels);
    basis_ = take<double>(runner, (steps + 1) * features);
    diagonal_ = take<double>(runner, 2 * steps);
    return parts_ && squares_ && basis_ && diagonal_;
  }

  /** w = Mᵀ(M v) of so many panels, whose values are value(panel, feature, sample); parts are added in order. */
  template <class F>
  PanelSquares apply(Runner& runner, std::int64_t panels, double until, const double* v, double* w, F value) {
    auto block = [&](std::int64_t p) {
      squares_[p] = panel_product(features_, v, part(p), [&](auto j, auto s) { return value(p, j, s); });
    };
    for_blocks(runner, panels, until, block);
    PanelSquares total;
    for (std::int64_t j = 0; j < features_; ++j) w[j] = 0;
    for (std::int64_t p = 0; p < panels && !runner.cancelled(); ++p) {
      const double* from = part(p);
      for (std::int64_t j = 0; j < features_; ++j) w[j] += from[j];
      total.product += squares_[p].product;
      total.norm += squares_[p].norm;
    }
    return total;
  }

  /**
   * The norm to some 1e-13. `direction` is near that of the largest singular value, or anything; the one that was found
   * replaces it. NaN where the matrix has one.
   */
  template <class F>
  double of(Runner& runner, std::int64_t panels, double until, double* direction, F value) {
    double* q = basis_;
    for (std::int64_t j = 0; j < features_; ++j) q[j] = direction[j];
    if (!normalise(q, features_))
      for (std::int64_t j = 0; j < features_; ++j) q[j] = 0;
    scatter_directions(q, features_, 0.01);
    normalise(q, features_);
    double* off2 = diagonal_ + most_steps();
    double largest = 0;
    std::int64_t step = 0;
    for (int still = 0; step < most_steps() && !runner.cancelled();) {
      q = basis_ + step * features_;
      double* w = q + features_;
      diagonal_[step] = apply(runner, panels, until, q, w, value).product;
      const double before = largest;
      largest = largest_eigenvalue(diagonal_, off2, ++step);
      if (!(largest > 0)) return __builtin_sqrt(diagonal_[step - 1]);  // zero, or NaN
      still = largest - before <= 4e-16 * largest ? still + 1 : 0;
      if (still == 3) break;
      // Against all of the basis: the iteration alone loses orthogonality.
      for (auto i = step - 1; i >= 0; --i) {
        const double along = dot(w, basis_ + i * features_, features_);
        for (std::int64_t j = 0; j < features_; ++j) w[j] = __builtin_fma(-along, basis_[i * features_ + j], w[j]);
      }
      off2[step - 1] = dot(w, w, features_);
      if (!(off2[step - 1] > 1e-30 * largest * largest)) break;  // the basis spans all that M sees
      normalise(w, features_);
    }
    set_direction(direction, largest, step);
    return __builtin_sqrt(largest);
  }

 private:
  /** The eigenvector of the tridiagonal matrix in terms of the basis; near enough for a start, so not refined. */
  void set_direction(double* direction, double eigenvalue, std::int64_t steps) const {
    const double* off2 = diagonal_ + most_steps();
    double weight = 1, pivot = 0;
    for (std::int64_t j = 0; j < features_; ++j) direction[j] = 0;
    for (std::int64_t i = 0; i < steps; ++i) {
      for (std::int64_t j = 0; j < features_; ++j)
        direction[j] = __builtin_fma(weight, basis_[i * features_ + j], direction[j]);
      pivot = eigenvalue - diagonal_[i] - (i > 0 ? off2[i - 1] / pivot : 0);
      if (i + 1 == steps || !(pivot > 0)) break;
      weight *= pivot / __builtin_sqrt(off2[i]);
    }
    if (!normalise(direction, features_))
      for (std::int64_t j = 0; j < features_; ++j) direction[j] = 0;
  }

  double* part(std::int64_t panel) const { return parts_ + panel * features_; }

  // One more than the rank, since the first direction need not lie where M sees it.
  std::int64_t most_steps() const { return smaller(smaller(samples_ + 1, features_), 200); }

  template <class U>
  static U* take(Runner& runner, std::int64_t count) {
    return static_cast<U*>(runner.allocate(static_cast<std::size_t>(count) * sizeof(U)));
  }

  std::int64_t features_ = 0, samples_ = 0;
  double *parts_ = nullptr, *basis_ = nullptr, *diagonal_ = nullptr;
  PanelSquares* squares_ = nullptr;
};

}  // namespace likeness::LIKENESS_ISA
