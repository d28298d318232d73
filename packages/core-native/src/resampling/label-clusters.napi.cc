#include "resampling/label-clusters.h"

#include "native/job.h"
#include "native/registry.h"
#include "resampling/volume-args.napi.h"

namespace likeness {

static Napi::Value LabelClusters(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  LabelClustersArgs a{};
  a.volume = volume_args(args);
  a.tail = static_cast<Tail>(integer(args, "tail"));
  a.values = static_cast<double*>(borrow(args, "values", true, a.volume.count));
  a.labels = borrow_int32(args, "labels", a.volume.count);
  a.counts = borrow_int32(args, "counts", 2);
  if (const auto* parameters = static_cast<double*>(borrow(args, "parameters", true, 1))) a.threshold = parameters[0];
  return start_kernel(args, label_clusters_levels, a);
}

LIKENESS_EXPORT(label_clusters, LabelClusters);

}  // namespace likeness
