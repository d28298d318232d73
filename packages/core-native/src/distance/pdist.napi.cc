#include "distance/pdist.h"

#include "native/job.h"
#include "native/registry.h"

namespace likeness {

static Napi::Value Pdist(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  PdistArgs a{};
  a.rows = integer(args, "rows");
  a.cols = integer(args, "cols");
  a.metric = static_cast<Metric>(integer(args, "metric"));
  a.is_float64 = integer(args, "float64") != 0;
  a.x = borrow(args, "x", a.is_float64, a.rows * a.cols);
  a.out = borrow(args, "out", a.is_float64, a.rows * (a.rows - 1) / 2);
  return start_kernel(args, pdist_levels, a);
}

LIKENESS_EXPORT(pdist, Pdist);

}  // namespace likeness
