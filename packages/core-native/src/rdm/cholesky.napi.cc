#include "rdm/cholesky.h"

#include "native/job.h"
#include "native/registry.h"

namespace likeness {

static Napi::Value Cholesky(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  CholeskyArgs a{};
  a.n = integer(args, "n");
  a.inverse = integer(args, "inverse") != 0;
  a.x = static_cast<double*>(borrow(args, "x", true, a.n * a.n));
  a.out = static_cast<double*>(borrow(args, "out", true, a.n * a.n));
  a.pivot = borrow_int32(args, "pivot", 1);
  return start_kernel(args, cholesky_levels, a);
}

LIKENESS_EXPORT(cholesky, Cholesky);

}  // namespace likeness
