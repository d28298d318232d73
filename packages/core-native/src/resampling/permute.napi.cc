#include "resampling/permute.h"

#include "native/job.h"
#include "native/registry.h"
#include "resampling/borrow-rows.h"
#include "resampling/seed.h"

namespace likeness {

static Napi::Value Permute(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  PermuteArgs a{};
  const auto cells = integer(args, "cells");
  a.x = borrow_rows(args, "x", cells);
  a.y = borrow_rows(args, "y", cells);
  a.conditions = integer(args, "conditions");
  a.comparison = static_cast<Comparison>(integer(args, "comparison"));
  a.alternative = static_cast<Alternative>(integer(args, "alternative"));
  a.seed = seed_of(args);
  a.permutations = integer(args, "permutations");
  const auto doubles = [&](const char* name, std::int64_t length) {
    return static_cast<double*>(borrow(args, name, true, length));
  };
  a.similarities = doubles("similarities", a.x.rows * a.y.rows);
  a.estimates = doubles("estimates", a.y.rows);
  a.null = doubles("null", a.permutations * a.y.rows);
  a.maxima = doubles("maxima", a.permutations);
  a.extreme = borrow_int32(args, "extreme", a.y.rows);
  a.extreme_of_all = borrow_int32(args, "extremeOfAll", a.y.rows);
  return start_kernel(args, permute_levels, a);
}

LIKENESS_EXPORT(permute, Permute);

}  // namespace likeness
