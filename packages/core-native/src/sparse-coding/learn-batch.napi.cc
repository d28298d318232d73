#include "sparse-coding/learn-batch.h"

#include "native/job.h"
#include "native/registry.h"
#include "sparse-coding/arguments.h"

namespace likeness {

static Napi::Value LearnBatch(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  LearnBatchArgs a{};
  read_ista_problem(args, a);
  a.row_count = integer(args, "rowCount");
  a.x = borrow(args, "x", a.is_float64, a.row_count * a.features);
  a.rows = borrow_int32(args, "rows", a.batch_size);
  a.updated = borrow(args, "updated", a.is_float64, a.features * a.atoms);
  if (const auto* rate = static_cast<const double*>(borrow(args, "learningRate", true, 1))) a.learning_rate = *rate;
  a.error = static_cast<double*>(borrow(args, "error", true, 1));
  a.ratio = static_cast<double*>(borrow(args, "ratio", true, 1));
  a.outcome = borrow_int32(args, "outcome", 2);
  return start_kernel(args, learn_batch_levels, a);
}

LIKENESS_EXPORT(learnBatch, LearnBatch);

}  // namespace likeness
