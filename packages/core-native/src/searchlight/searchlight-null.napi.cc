#include "searchlight/searchlight-null.h"

#include "native/job.h"
#include "native/registry.h"
#include "searchlight/arguments.h"

namespace likeness {

static Napi::Value SearchlightNull(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  SearchlightNullArgs a{};
  a.searchlight = read_searchlight(args);
  const auto& s = a.searchlight;
  a.comparison = static_cast<RsaComparison>(integer(args, "comparison"));
  a.models = integer(args, "models");
  a.permutations = integer(args, "permutations");
  a.two_sided = integer(args, "twoSided") != 0;
  a.model_rdms = static_cast<const double*>(borrow(args, "modelRdms", true, a.models * s.pairs()));
  a.orders = borrow_int32(args, "orders", a.permutations * s.conditions);
  a.largest = static_cast<double*>(borrow(args, "largest", true, a.permutations * a.models));
  a.reaching = borrow_int32(args, "reaching", s.centers * a.models);
  a.largest_reaching = borrow_int32(args, "largestReaching", s.centers * a.models);
  return start_kernel(args, searchlight_null_levels, a);
}

LIKENESS_EXPORT(searchlightNull, SearchlightNull);

}  // namespace likeness
