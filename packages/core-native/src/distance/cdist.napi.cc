#include "distance/cdist.h"

#include "native/job.h"
#include "native/registry.h"

namespace likeness {

static Napi::Value Cdist(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  CdistArgs a{};
  a.x_rows = args.Get("xRows").ToNumber().Int64Value();
  a.y_rows = args.Get("yRows").ToNumber().Int64Value();
  a.cols = args.Get("cols").ToNumber().Int64Value();
  a.metric = static_cast<Metric>(args.Get("metric").ToNumber().Int32Value());
  a.is_float64 = args.Get("float64").ToBoolean();
  a.x = borrow(args, "x", a.is_float64, a.x_rows * a.cols);
  if (info.Env().IsExceptionPending()) return info.Env().Undefined();
  a.y = borrow(args, "y", a.is_float64, a.y_rows * a.cols);
  if (info.Env().IsExceptionPending()) return info.Env().Undefined();
  a.out = borrow(args, "out", a.is_float64, a.x_rows * a.y_rows);
  if (info.Env().IsExceptionPending()) return info.Env().Undefined();
  const auto level = level_of(args);
  if (info.Env().IsExceptionPending()) return info.Env().Undefined();
  return start_job(info.Env(), args,
                   [a, level](Runner& runner) { return cdist_levels[static_cast<int>(level)](a, runner); });
}

LIKENESS_EXPORT(cdist, Cdist);

}  // namespace likeness
