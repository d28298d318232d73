#include "rdm/compare-rdms.h"

#include "native/job.h"
#include "native/registry.h"

namespace likeness {

static Napi::Value CompareRdms(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  CompareRdmsArgs a{};
  a.a_rows = integer(args, "aRows");
  a.b_rows = integer(args, "bRows");
  a.cells = integer(args, "cells");
  a.conditions = integer(args, "conditions");
  a.comparison = static_cast<Comparison>(integer(args, "comparison"));
  a.is_float64 = integer(args, "float64") != 0;
  a.a = borrow(args, "a", a.is_float64, a.a_rows * a.cells);
  a.b = borrow(args, "b", a.is_float64, a.b_rows * a.cells);
  a.out = static_cast<double*>(borrow(args, "out", true, a.a_rows * a.b_rows));
  return start_kernel(args, compare_rdms_levels, a);
}

LIKENESS_EXPORT(compare_rdms, CompareRdms);

}  // namespace likeness
