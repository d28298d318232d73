#pragma once

#include "sparse-coding/ista.h"

namespace likeness {

/** One step of dictionary learning, from one batch. */
struct LearnBatchArgs : IstaProblem {
  const void* x;             // rows x features
  const std::int32_t* rows;  // of the batch
  void* updated;             // the next dictionary
  double* error;             // 1: mean squared residual over the batch
  double* ratio;             // 1
  std::int32_t* outcome;     // 2: iterations, IstaStatus
  std::int64_t row_count;
  double learning_rate;
};

LIKENESS_KERNEL(learn_batch, LearnBatchArgs)

}  // namespace likeness
