#include "distance/cdist.h"

#include "native/job.h"
#include "native/registry.h"

namespace likeness {

static Napi::Value Cdist(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  CdistArgs a{};
  a.x_rows = integer(args, "xRows");
  a.y_rows = integer(args, "yRows");
  a.cols = integer(args, "cols");
  a.metric = static_cast<Metric>(integer(args, "metric"));
  a.is_float64 = integer(args, "float64") != 0;
  a.x = borrow(args, "x", a.is_float64, a.x_rows * a.cols);
  a.y = borrow(args, "y", a.is_float64, a.y_rows * a.cols);
  a.out = borrow(args, "out", a.is_float64, a.x_rows * a.y_rows);
  return start_kernel(args, cdist_levels, a);
}

LIKENESS_EXPORT(cdist, Cdist);

}  // namespace likeness
