#include "distance/pdist.h"

#include "native/job.h"
#include "native/registry.h"

namespace likeness {

static Napi::Value Pdist(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  PdistArgs a{};
  a.rows = args.Get("rows").ToNumber().Int64Value();
  a.cols = args.Get("cols").ToNumber().Int64Value();
  a.metric = static_cast<Metric>(args.Get("metric").ToNumber().Int32Value());
  a.is_float64 = args.Get("float64").ToBoolean();
  a.x = borrow(args, "x", a.is_float64, a.rows * a.cols);
  if (info.Env().IsExceptionPending()) return info.Env().Undefined();
  a.out = borrow(args, "out", a.is_float64, a.rows * (a.rows - 1) / 2);
  if (info.Env().IsExceptionPending()) return info.Env().Undefined();
  const auto level = level_of(args);
  if (info.Env().IsExceptionPending()) return info.Env().Undefined();
  return start_job(info.Env(), args,
                   [a, level](Runner& runner) { return pdist_levels[static_cast<int>(level)](a, runner); });
}

LIKENESS_EXPORT(pdist, Pdist);

}  // namespace likeness
