#include "rdm/whiten.h"

#include "native/job.h"
#include "native/registry.h"

namespace likeness {

static Napi::Value Whiten(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  WhitenArgs a{};
  a.rows = integer(args, "rows");
  a.cols = integer(args, "cols");
  a.x = static_cast<double*>(borrow(args, "x", true, a.rows * a.cols));
  a.factor = static_cast<double*>(borrow(args, "factor", true, a.cols * a.cols));
  a.out = static_cast<double*>(borrow(args, "out", true, a.rows * a.cols));
  return start_kernel(args, whiten_levels, a);
}

LIKENESS_EXPORT(whiten, Whiten);

}  // namespace likeness
