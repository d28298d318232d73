#include "resampling/bootstrap-rsa.h"

#include "native/job.h"
#include "native/registry.h"
#include "resampling/borrow-rows.h"
#include "resampling/seed.h"

namespace likeness {

static Napi::Value BootstrapRsa(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  BootstrapRsaArgs a{};
  const auto cells = integer(args, "cells");
  a.rdms = borrow_rows(args, "rdms", cells);
  a.models = borrow_rows(args, "models", cells);
  a.conditions = integer(args, "conditions");
  a.comparison = static_cast<Comparison>(integer(args, "comparison"));
  a.over_subjects = integer(args, "overSubjects") != 0;
  a.over_conditions = integer(args, "overConditions") != 0;
  a.seed = seed_of(args);
  a.draws = integer(args, "draws");
  a.similarities = static_cast<double*>(borrow(args, "similarities", true, a.rdms.rows * a.models.rows));
  a.estimates = static_cast<double*>(borrow(args, "estimates", true, a.models.rows));
  a.evaluations = static_cast<double*>(borrow(args, "evaluations", true, a.draws * a.models.rows));
  return start_kernel(args, bootstrap_rsa_levels, a);
}

LIKENESS_EXPORT(bootstrap_rsa, BootstrapRsa);

}  // namespace likeness
