#include "machine/peak.h"

#include "native/job.h"
#include "native/registry.h"

namespace likeness {

static Napi::Value Peak(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  PeakArgs a{};
  a.is_float64 = integer(args, "float64") != 0;
  a.blocks = integer(args, "blocks");
  a.steps = integer(args, "steps");
  a.operations_out = static_cast<double*>(borrow(args, "out", true, 1));
  return start_kernel(args, peak_levels, a);
}

LIKENESS_EXPORT(peak, Peak);

}  // namespace likeness
