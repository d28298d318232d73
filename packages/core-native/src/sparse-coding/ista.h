#pragma once

#include "native/isa.h"
#include "native/runner.h"

namespace likeness {

/** Constants of the iterations. */
struct IstaConstants {
  double step, threshold, tolerance;
  std::int64_t max_iterations;
  bool centred;  // each batch less the mean of all its values
};

/** How a batch ended. */
enum class IstaStatus : std::int32_t { converged = 0, iteration_limit = 1, converged_at_start = 2, diverged = 3 };

/** What encoding and learning have in common. */
struct IstaProblem {
  const void* dictionary;  // features x atoms
  std::int64_t features, atoms, batch_size;
  IstaConstants constants;
  bool is_float64;
};

struct IstaArgs : IstaProblem {
  const void* x;             // rows x features
  void* codes;               // rows x atoms, of x's type
  double* errors;            // rows: mean squared residual before the last update
  double* final_errors;      // rows: of the codes
  std::int32_t* iterations;  // of each batch
  double* ratios;            // of each batch: the last
  std::int32_t* status;      // IstaStatus of each batch
  double* trace;             // batches x max_iterations: every ratio; null where none is wanted
  std::int64_t rows;
};

LIKENESS_KERNEL(ista, IstaArgs)

}  // namespace likeness
