#include "resampling/sign-flip.h"

#include "native/job.h"
#include "native/registry.h"
#include "resampling/borrow-rows.h"
#include "resampling/seed.h"

namespace likeness {

static Napi::Value SignFlip(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  SignFlipArgs a{};
  a.values = borrow_rows(args, "values", integer(args, "variables"));
  a.studentized = integer(args, "studentized") != 0;
  a.alternative = static_cast<Alternative>(integer(args, "alternative"));
  a.exact = integer(args, "exact") != 0;
  a.seed = seed_of(args);
  a.flips = integer(args, "flips");
  a.means = static_cast<double*>(borrow(args, "means", true, a.values.cols));
  a.statistics = static_cast<double*>(borrow(args, "statistics", true, a.values.cols));
  a.maxima = static_cast<double*>(borrow(args, "maxima", true, a.flips));
  a.extreme = borrow_int32(args, "extreme", a.values.cols);
  a.extreme_of_all = borrow_int32(args, "extremeOfAll", a.values.cols);
  return start_kernel(args, sign_flip_levels, a);
}

LIKENESS_EXPORT(sign_flip, SignFlip);

}  // namespace likeness
