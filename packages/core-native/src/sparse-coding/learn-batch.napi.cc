#include "sparse-coding/learn-batch.h"

#include "native/job.h"
#include "native/registry.h"
#include "sparse-coding/arguments.h"

namespace likeness {

static Napi::Value LearnBatch(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  LearnBatchArgs a{};
  a.is_float64 = integer(args, "float64") != 0;
  a.row_count = integer(args, "rowCount");
  a.batch_size = integer(args, "batchSize");
  a.features = integer(args, "features");
  a.atoms = integer(args, "atoms");
  a.constants = read_ista_constants(args);
  a.x = borrow(args, "x", a.is_float64, a.row_count * a.features);
  a.rows = borrow_int32(args, "rows", a.batch_size);
  a.dictionary = borrow(args, "dictionary", a.is_float64, a.features * a.atoms);
  a.updated = borrow(args, "updated", a.is_float64, a.features * a.atoms);
  if (const auto* rate = static_cast<const double*>(borrow(args, "learningRate", true, 1))) a.learning_rate = *rate;
  a.error = static_cast<double*>(borrow(args, "error", true, 1));
  a.ratio = static_cast<double*>(borrow(args, "ratio", true, 1));
  a.outcome = borrow_int32(args, "outcome", 2);
  return start_kernel(args, learn_batch_levels, a);
}

LIKENESS_EXPORT(learnBatch, LearnBatch);

}  // namespace likeness
