#include "resampling/volume-inference.h"

#include "native/job.h"
#include "native/registry.h"
#include "resampling/volume-args.napi.h"

namespace likeness {

static Napi::Value VolumeInference(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  VolumeInferenceArgs a{};
  a.volume = volume_args(args);
  a.subjects = integer(args, "subjects");
  a.cols = integer(args, "cols");
  a.is_float64 = integer(args, "float64") != 0;
  a.flip_count = integer(args, "flipCount");
  a.statistic = static_cast<VolumeStatistic>(integer(args, "statistic"));
  a.tail = static_cast<Tail>(integer(args, "tail"));
  a.maps = borrow(args, "maps", a.is_float64, a.subjects * a.cols);
  a.columns = borrow_int32(args, "columns", a.volume.count);
  a.flips = borrow_int32(args, "flips", a.flip_count * ((a.subjects + 31) / 32));
  a.t = static_cast<double*>(borrow(args, "t", true, a.volume.count));
  a.scores = static_cast<double*>(borrow(args, "scores", true, a.volume.count));
  a.maxima = static_cast<double*>(borrow(args, "maxima", true, a.flip_count));
  if (const auto* parameters = static_cast<double*>(borrow(args, "parameters", true, 4))) {
    a.threshold = parameters[0];
    a.subtracted = parameters[1];
    a.height = parameters[2];
    a.extent = parameters[3];
  }
  return start_kernel(args, volume_inference_levels, a);
}

LIKENESS_EXPORT(volume_inference, VolumeInference);

}  // namespace likeness
