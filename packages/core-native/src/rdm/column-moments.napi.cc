#include "rdm/column-moments.h"

#include "native/job.h"
#include "native/registry.h"

namespace likeness {

static Napi::Value ColumnMoments(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  ColumnMomentsArgs a{};
  a.rows = integer(args, "rows");
  a.cols = integer(args, "cols");
  a.runs = integer(args, "runs");
  a.is_float64 = integer(args, "float64") != 0;
  a.x = borrow(args, "x", a.is_float64, a.rows * a.cols);
  a.offsets = borrow_int32(args, "offsets", a.runs + 1);
  a.products = static_cast<double*>(borrow(args, "products", true, a.cols * a.cols));
  if (integer(args, "squared")) a.squares = static_cast<double*>(borrow(args, "squares", true, a.cols * a.cols));
  a.fourth = static_cast<double*>(borrow(args, "fourth", true, 1));
  return start_kernel(args, column_moments_levels, a);
}

LIKENESS_EXPORT(column_moments, ColumnMoments);

}  // namespace likeness
