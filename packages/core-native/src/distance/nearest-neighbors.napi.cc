#include "distance/nearest-neighbors.h"

#include "native/job.h"
#include "native/registry.h"

namespace likeness {

static Napi::Value NearestNeighbors(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  NearestNeighborsArgs a{};
  a.query_rows = integer(args, "queryRows");
  a.base_rows = integer(args, "baseRows");
  a.cols = integer(args, "cols");
  a.metric = static_cast<Metric>(integer(args, "metric"));
  a.is_float64 = integer(args, "float64") != 0;
  a.k = integer(args, "k");
  a.exclude = static_cast<Exclude>(integer(args, "exclude"));
  a.query_offset = integer(args, "queryOffset");
  a.base_offset = integer(args, "baseOffset");
  a.queries = borrow(args, "queries", a.is_float64, a.query_rows * a.cols);
  a.base = borrow(args, "base", a.is_float64, a.base_rows * a.cols);
  a.keys = static_cast<double*>(borrow(args, "keys", true, a.query_rows * a.k));
  a.indices = borrow_int32(args, "indices", a.query_rows * a.k);
  return start_kernel(args, nearest_neighbors_levels, a);
}

LIKENESS_EXPORT(nearest_neighbors, NearestNeighbors);

}  // namespace likeness
