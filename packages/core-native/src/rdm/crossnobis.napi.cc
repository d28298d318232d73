#include "rdm/crossnobis.h"

#include "native/job.h"
#include "native/registry.h"

namespace likeness {

static Napi::Value Crossnobis(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  CrossnobisArgs a{};
  a.conditions = integer(args, "conditions");
  a.folds = integer(args, "folds");
  a.channels = integer(args, "channels");
  a.out_float64 = integer(args, "outFloat64") != 0;
  a.x = static_cast<double*>(borrow(args, "x", true, a.conditions * a.folds * a.channels));
  a.present = borrow_int32(args, "present", a.conditions * a.folds);
  a.out = borrow(args, "out", a.out_float64, a.conditions * (a.conditions - 1) / 2);
  return start_kernel(args, crossnobis_levels, a);
}

LIKENESS_EXPORT(crossnobis, Crossnobis);

}  // namespace likeness
