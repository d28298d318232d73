#include "rdm/condition-means.h"

#include "native/job.h"
#include "native/registry.h"

namespace likeness {

static Napi::Value ConditionMeans(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  ConditionMeansArgs a{};
  a.rows = integer(args, "rows");
  a.cols = integer(args, "cols");
  a.cells = integer(args, "cells");
  a.is_float64 = integer(args, "float64") != 0;
  a.out_float64 = integer(args, "outFloat64") != 0;
  a.x = borrow(args, "x", a.is_float64, a.rows * a.cols);
  a.order = borrow_int32(args, "order", a.rows);
  a.offsets = borrow_int32(args, "offsets", a.cells + 1);
  if (integer(args, "scaled")) a.scales = static_cast<double*>(borrow(args, "scales", true, a.cols));
  a.out = borrow(args, "out", a.out_float64, a.cells * a.cols);
  return start_kernel(args, condition_means_levels, a);
}

LIKENESS_EXPORT(condition_means, ConditionMeans);

}  // namespace likeness
