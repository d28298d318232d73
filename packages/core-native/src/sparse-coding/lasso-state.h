#pragma once
// What is fixed in a call of `lasso`, and the samples that are solved side by side. For kernel sources only.

#include "native/carver.h"
#include "sparse-coding/lasso-lanes.h"
#include "sparse-coding/lasso.h"

namespace likeness::LIKENESS_ISA {

/** Iterations between two looks at the duality gap. */
inline constexpr std::int64_t kCheckEvery = 8;

/** The share of the tolerance that is aimed at: what is left is for rounding the codes to their type. */
inline constexpr double kAim = 0.9;

struct LassoProblem {
  std::int64_t features = 0, atoms = 0, most_iterations = 0;
  double alpha = 0, tolerance = 0;
  double step = 0;            // of FISTA
  Tall gram;                  // atoms x atoms
  Tall by_atom, by_feature;   // the dictionary, atoms x features and features x atoms
  double* inverse = nullptr;  // atoms: 1 / squared norm, 0 for an atom of zeros
};

static inline bool is_finite(double value) { return value - value == 0; }

/** What one look at some codes says, for each lane. */
struct LassoLook {
  alignas(64) double objective[kLanes];  // less 0.5 |x|^2
  alignas(64) double gap[kLanes];
};

/** kLanes samples and their codes, atom by atom. */
struct LassoGroup {
  double *products, *codes, *residual;  // atoms x kLanes: Phi^T x, r, and working memory
  alignas(64) double squares[kLanes];   // |x|^2
  std::int64_t sample[kLanes];          // -1 for an empty lane
  std::int64_t iterations[kLanes];

  LassoGroup(Carver& carve, std::int64_t atoms) {
    products = carve.take<double>(atoms * kLanes);
    codes = carve.take<double>(atoms * kLanes);
    residual = carve.take<double>(atoms * kLanes);
    for (std::int64_t l = 0; l < kLanes && products; ++l) clear(l, atoms);
  }

  void clear(std::int64_t l, std::int64_t atoms) {
    sample[l] = -1;
    squares[l] = 0;
    iterations[l] = 0;
    for (std::int64_t j = 0; j < atoms; ++j) products[j * kLanes + l] = codes[j * kLanes + l] = 0;
  }
};

/** The largest |entry| of each lane; NaN where one is NaN. */
static inline void lane_maxima(std::int64_t entries, const double* v, double* largest) {
  using Bits = Simd<double>::BitVec;
  for (std::int64_t l = 0; l < kLanes; l += kLaneStep) {
    Bits most = magnitude_bits<double>(Simd<double>::broadcast(0));
    for (std::int64_t e = 0; e < entries; ++e) {
      const Bits here = magnitude_bits<double>(load(v + e * kLanes + l));
      most = here > most ? here : most;
    }
    store(largest + l, from_bits<double>(most));
  }
}

/**
 * The gap between the objective at r and the dual's at s (x - Phi r), the largest s that is feasible:
 * 0.5 (1 - s)^2 |x - Phi r|^2 + sum of alpha |r_j| - s r_j c_j, where c = Phi^T (x - Phi r). No term is below zero, so
 * nothing cancels.
 */
static void duality_gaps(std::int64_t atoms, double alpha, const double* codes, const double* c, const double* error,
                         double* gap) {
  alignas(64) double largest[kLanes], share[kLanes], rest[kLanes];
  lane_maxima(atoms, c, largest);
  for (std::int64_t l = 0; l < kLanes; ++l) share[l] = largest[l] <= alpha ? 1 : alpha / largest[l];
  const Lane weight = Simd<double>::broadcast(alpha), zero = Simd<double>::broadcast(0);
  lane_sums(atoms, rest, [&](std::int64_t at, std::int64_t l, Lane sum) {
    const Lane r = load(codes + at), term = weight * lane_magnitude(r) - load(share + l) * (r * load(c + at));
    return sum + (term < zero ? zero : term);
  });
  for (std::int64_t l = 0; l < kLanes; ++l) gap[l] = 0.5 * ((1 - share[l]) * (1 - share[l])) * error[l] + rest[l];
}

/** Objective and gap of codes in Gram form; `residual` receives Phi^T (x - Phi r). */
static void look(const Runner& runner, const LassoProblem& problem, const LassoGroup& group, const double* codes,
                 double* residual, LassoLook& found) {
  const auto atoms = problem.atoms;
  each_product(runner, problem.gram, codes, [&](std::int64_t j, const double* product) {
    for (std::int64_t l = 0; l < kLanes; l += kLaneStep)
      store(residual + j * kLanes + l, load(group.products + j * kLanes + l) - load(product + l));
  });
  alignas(64) double explained[kLanes], norm[kLanes], error[kLanes];
  lane_sums(atoms, explained, [&](std::int64_t at, std::int64_t, Lane sum) {
    return fma(load(codes + at), load(group.products + at) + load(residual + at), sum);
  });
  lane_sums(atoms, norm,
            [&](std::int64_t at, std::int64_t, Lane sum) { return sum + lane_magnitude(load(codes + at)); });
  for (std::int64_t l = 0; l < kLanes; ++l) {
    found.objective[l] = problem.alpha * norm[l] - 0.5 * explained[l];
    const double left = group.squares[l] - explained[l];
    error[l] = left < 0 ? 0 : left;
  }
  duality_gaps(atoms, problem.alpha, codes, residual, error, found.gap);
}

}  // namespace likeness::LIKENESS_ISA
