#include "resampling/tfce.h"

#include "native/job.h"
#include "native/registry.h"
#include "resampling/volume-args.napi.h"

namespace likeness {

static Napi::Value Tfce(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  TfceArgs a{};
  a.volume = volume_args(args);
  a.tail = static_cast<Tail>(integer(args, "tail"));
  a.values = static_cast<double*>(borrow(args, "values", true, a.volume.count));
  a.out = static_cast<double*>(borrow(args, "out", true, a.volume.count));
  if (const auto* parameters = static_cast<double*>(borrow(args, "parameters", true, 4))) {
    a.height = parameters[0];
    a.extent = parameters[1];
    a.step = parameters[2];
    a.most = parameters[3];
  }
  return start_kernel(args, tfce_levels, a);
}

LIKENESS_EXPORT(tfce, Tfce);

}  // namespace likeness
