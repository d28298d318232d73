#include "resampling/noise-ceiling.h"

#include "native/job.h"
#include "native/registry.h"
#include "resampling/borrow-rows.h"
#include "resampling/seed.h"

namespace likeness {

static Napi::Value NoiseCeiling(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  NoiseCeilingArgs a{};
  a.rdms = borrow_rows(args, "rdms", integer(args, "cells"));
  a.comparison = static_cast<Comparison>(integer(args, "comparison"));
  a.seed = seed_of(args);
  a.draws = integer(args, "draws");
  a.subjects = static_cast<double*>(borrow(args, "subjects", true, 2 * a.rdms.rows));
  a.estimates = static_cast<double*>(borrow(args, "estimates", true, 2));
  a.evaluations = static_cast<double*>(borrow(args, "evaluations", true, 2 * a.draws));
  return start_kernel(args, noise_ceiling_levels, a);
}

LIKENESS_EXPORT(noise_ceiling, NoiseCeiling);

}  // namespace likeness
