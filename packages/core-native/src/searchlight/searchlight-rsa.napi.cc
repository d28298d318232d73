#include "searchlight/searchlight-rsa.h"

#include "native/job.h"
#include "native/registry.h"
#include "searchlight/arguments.h"

namespace likeness {

static Napi::Value SearchlightRsa(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  SearchlightRsaArgs a{};
  a.searchlight = read_searchlight(args);
  const auto& s = a.searchlight;
  a.comparison = static_cast<RsaComparison>(integer(args, "comparison"));
  a.models = integer(args, "models");
  a.model_rdms = static_cast<const double*>(borrow(args, "modelRdms", true, a.models * s.pairs()));
  a.relations = static_cast<const double*>(borrow(args, "relations", true, a.models * a.models));
  a.values = static_cast<double*>(borrow(args, "values", true, s.centers * a.models));
  a.best = borrow_int32(args, "best", s.centers);
  return start_kernel(args, searchlight_rsa_levels, a);
}

LIKENESS_EXPORT(searchlightRsa, SearchlightRsa);

}  // namespace likeness
