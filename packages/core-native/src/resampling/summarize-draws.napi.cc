#include "resampling/summarize-draws.h"

#include "native/job.h"
#include "native/registry.h"

namespace likeness {

static Napi::Value SummarizeDraws(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  SummarizeDrawsArgs a{};
  a.draws = integer(args, "draws");
  a.variables = integer(args, "variables");
  const auto doubles = [&](const char* name, std::int64_t length) {
    return static_cast<double*>(borrow(args, name, true, length));
  };
  a.values = doubles("values", a.draws * a.variables);
  const double* probabilities = doubles("probabilities", 2);
  a.valid = borrow_int32(args, "valid", a.variables);
  a.at_most = borrow_int32(args, "atMost", a.variables);
  a.errors = doubles("errors", a.variables);
  a.lower = doubles("lower", a.variables);
  a.upper = doubles("upper", a.variables);
  if (!args.Env().IsExceptionPending() && probabilities) {
    a.low = probabilities[0];
    a.high = probabilities[1];
  }
  return start_kernel(args, summarize_draws_levels, a);
}

LIKENESS_EXPORT(summarize_draws, SummarizeDraws);

}  // namespace likeness
