#include "resampling/bootstrap-mean.h"

#include "native/job.h"
#include "native/registry.h"
#include "resampling/borrow-rows.h"
#include "resampling/seed.h"

namespace likeness {

static Napi::Value BootstrapMean(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  BootstrapMeanArgs a{};
  a.values = borrow_rows(args, "values", integer(args, "variables"));
  a.seed = seed_of(args);
  a.draws = integer(args, "draws");
  a.estimates = static_cast<double*>(borrow(args, "estimates", true, a.values.cols));
  a.means = static_cast<double*>(borrow(args, "means", true, a.draws * a.values.cols));
  return start_kernel(args, bootstrap_mean_levels, a);
}

LIKENESS_EXPORT(bootstrap_mean, BootstrapMean);

}  // namespace likeness
