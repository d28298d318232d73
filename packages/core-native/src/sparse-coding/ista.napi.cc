#include "sparse-coding/ista.h"

#include "native/job.h"
#include "native/registry.h"
#include "sparse-coding/arguments.h"

namespace likeness {

static Napi::Value Ista(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  IstaArgs a{};
  read_ista_problem(args, a);
  a.rows = integer(args, "rows");
  const auto batches = integer(args, "batches");
  a.x = borrow(args, "x", a.is_float64, a.rows * a.features);
  a.codes = borrow(args, "codes", a.is_float64, a.rows * a.atoms);
  a.errors = static_cast<double*>(borrow(args, "errors", true, a.rows));
  a.final_errors = static_cast<double*>(borrow(args, "finalErrors", true, a.rows));
  a.iterations = borrow_int32(args, "iterations", batches);
  a.ratios = static_cast<double*>(borrow(args, "ratios", true, batches));
  a.status = borrow_int32(args, "status", batches);
  if (integer(args, "traced") != 0)
    a.trace = static_cast<double*>(borrow(args, "trace", true, batches * a.constants.max_iterations));
  return start_kernel(args, ista_levels, a);
}

LIKENESS_EXPORT(ista, Ista);

}  // namespace likeness
