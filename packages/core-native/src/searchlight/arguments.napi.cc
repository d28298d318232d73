#include "searchlight/arguments.h"

#include "native/arguments.h"

namespace likeness {

Searchlight read_searchlight(Napi::Object args) {
  Searchlight s{};
  s.is_float64 = integer(args, "float64") != 0;
  s.rows = integer(args, "rows");
  s.voxels = integer(args, "voxels");
  s.conditions = integer(args, "conditions");
  s.folds = integer(args, "folds");
  s.centers = integer(args, "centers");
  s.metric = static_cast<SearchlightMetric>(integer(args, "metric"));
  s.patterns = borrow(args, "patterns", s.is_float64, s.rows * s.voxels);
  s.places = borrow_int32(args, "places", s.folds * s.conditions);
  s.offsets = borrow_int64(args, "offsets", s.centers + 1);
  if (s.offsets) s.indices = borrow_int32(args, "indices", s.offsets[s.centers]);
  return s;
}

}  // namespace likeness
