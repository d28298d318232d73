#include "sparse-coding/lasso.h"

#include "native/job.h"
#include "native/registry.h"

namespace likeness {

static Napi::Value Lasso(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  LassoArgs a{};
  a.samples = integer(args, "samples");
  a.features = integer(args, "features");
  a.atoms = integer(args, "atoms");
  a.is_float64 = integer(args, "float64") != 0;
  a.dictionary_is_float64 = integer(args, "dictionaryFloat64") != 0;
  a.centred = integer(args, "centred") != 0;
  a.method = integer(args, "descent") != 0 ? LassoMethod::coordinate_descent : LassoMethod::fista;
  a.most_iterations = integer(args, "mostIterations");
  a.x = borrow(args, "x", a.is_float64, a.samples * a.features);
  a.dictionary = borrow(args, "dictionary", a.dictionary_is_float64, a.features * a.atoms);
  a.codes = borrow(args, "codes", a.is_float64, a.samples * a.atoms);
  a.errors = static_cast<double*>(borrow(args, "errors", true, a.samples));
  a.gaps = static_cast<double*>(borrow(args, "gaps", true, a.samples));
  a.iterations = borrow_int32(args, "iterations", a.samples);
  a.converged = borrow_int32(args, "converged", a.samples);
  if (const auto* parameters = static_cast<double*>(borrow(args, "parameters", true, 2))) {
    a.alpha = parameters[0];
    a.tolerance = parameters[1];
  }
  return start_kernel(args, lasso_levels, a);
}

LIKENESS_EXPORT(lasso, Lasso);

}  // namespace likeness
