#include "distance/finish-totals.h"

#include "native/job.h"
#include "native/registry.h"

namespace likeness {

static Napi::Value FinishTotals(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  FinishTotalsArgs a{};
  a.x_rows = integer(args, "xRows");
  a.y_rows = integer(args, "yRows");
  a.cols = integer(args, "cols");
  a.symmetric = integer(args, "symmetric") != 0;
  a.metric = static_cast<Metric>(integer(args, "metric"));
  a.is_float64 = integer(args, "float64") != 0;
  const auto pairs = a.symmetric ? a.x_rows * (a.x_rows - 1) / 2 : a.x_rows * a.y_rows;
  a.totals = static_cast<double*>(borrow(args, "totals", true, pairs));
  a.out = borrow(args, "out", a.is_float64, pairs);
  if (a.metric == Metric::cosine || a.metric == Metric::correlation) {
    a.x_sums = static_cast<double*>(borrow(args, "xSums", true, kRowSums * a.x_rows));
    a.y_sums = a.symmetric ? a.x_sums : static_cast<double*>(borrow(args, "ySums", true, kRowSums * a.y_rows));
  }
  return start_kernel(args, finish_totals_levels, a);
}

LIKENESS_EXPORT(finish_totals, FinishTotals);

}  // namespace likeness
