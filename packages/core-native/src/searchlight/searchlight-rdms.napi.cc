#include "searchlight/searchlight-rdms.h"

#include "native/job.h"
#include "native/registry.h"
#include "searchlight/arguments.h"

namespace likeness {

static Napi::Value SearchlightRdms(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  SearchlightRdmsArgs a{};
  a.searchlight = read_searchlight(args);
  const auto& s = a.searchlight;
  a.out = borrow(args, "out", s.is_float64, s.centers * s.pairs());
  return start_kernel(args, searchlight_rdms_levels, a);
}

LIKENESS_EXPORT(searchlightRdms, SearchlightRdms);

}  // namespace likeness
