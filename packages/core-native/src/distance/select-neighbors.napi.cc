#include "distance/select-neighbors.h"

#include "native/job.h"
#include "native/registry.h"

namespace likeness {

static Napi::Value SelectNeighbors(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  SelectNeighborsArgs a{};
  a.query_rows = integer(args, "queryRows");
  a.base_rows = integer(args, "baseRows");
  a.k = integer(args, "k");
  a.exclude = static_cast<Exclude>(integer(args, "exclude"));
  a.all = static_cast<double*>(borrow(args, "all", true, a.query_rows * a.base_rows));
  a.keys = static_cast<double*>(borrow(args, "keys", true, a.query_rows * a.k));
  a.indices = borrow_int32(args, "indices", a.query_rows * a.k);
  return start_kernel(args, select_neighbors_levels, a);
}

LIKENESS_EXPORT(select_neighbors, SelectNeighbors);

}  // namespace likeness
