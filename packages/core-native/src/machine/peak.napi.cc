#include "machine/peak.h"

#include "native/job.h"
#include "native/registry.h"

namespace likeness {

static Napi::Value Peak(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  PeakArgs a{};
  a.is_float64 = args.Get("float64").ToBoolean();
  a.blocks = args.Get("blocks").ToNumber().Int64Value();
  a.steps = args.Get("steps").ToNumber().Int64Value();
  a.operations_out = static_cast<double*>(borrow(args, "out", true, 1));
  if (info.Env().IsExceptionPending()) return info.Env().Undefined();
  const auto level = level_of(args);
  if (info.Env().IsExceptionPending()) return info.Env().Undefined();
  return start_job(info.Env(), args,
                   [a, level](Runner& runner) { return peak_levels[static_cast<int>(level)](a, runner); });
}

LIKENESS_EXPORT(peak, Peak);

}  // namespace likeness
