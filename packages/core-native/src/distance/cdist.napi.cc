#include "distance/cdist.h"

#include "native/job.h"
#include "native/registry.h"

namespace likeness {

static Napi::Value Cdist(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  CdistArgs a{};
  a.x_rows = integer(args, "xRows");
  a.y_rows = integer(args, "yRows");
  a.cols = integer(args, "cols");
  a.metric = static_cast<Metric>(integer(args, "metric"));
  a.is_float64 = integer(args, "float64") != 0;
  a.x = borrow(args, "x", a.is_float64, a.x_rows * a.cols);
  a.y = borrow(args, "y", a.is_float64, a.y_rows * a.cols);
  a.out_stride = integer(args, "outStride");
  const auto first = integer(args, "outFirst"), length = integer(args, "outLength");
  char* out = static_cast<char*>(borrow(args, "out", a.is_float64, length));
  if (a.x_rows > 0 && (first < 0 || first + (a.x_rows - 1) * a.out_stride + a.y_rows > length))
    Napi::TypeError::New(info.Env(), "out: the block is not within it").ThrowAsJavaScriptException();
  a.out = out + first * static_cast<std::int64_t>(a.is_float64 ? sizeof(double) : sizeof(float));
  return start_kernel(args, cdist_levels, a);
}

LIKENESS_EXPORT(cdist, Cdist);

}  // namespace likeness
