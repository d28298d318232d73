#include "distance/accumulate.h"

#include "native/job.h"
#include "native/registry.h"

namespace likeness {

static Columns columns(Napi::Object args, const char* name, const AccumulateArgs& a) {
  Columns side{};
  const auto value = args.Get(name);
  if (!value.IsObject()) return side;
  const auto object = value.As<Napi::Object>();
  side.rows = integer(object, "rows");
  side.stride = integer(object, "stride");
  side.first = integer(object, "first");
  if (side.first < 0 || a.cols < 1 || side.first + a.cols > side.stride) {
    Napi::TypeError::New(args.Env(), std::string(name) + ": the columns are not within the rows")
        .ThrowAsJavaScriptException();
    return side;
  }
  side.data = borrow(object, "data", a.is_float64, side.rows * side.stride);
  if (a.metric != Metric::cosine && a.metric != Metric::correlation) return side;
  side.sums = static_cast<double*>(borrow(object, "sums", true, kRowSums * side.rows));
  side.sums_done = borrow_int32(object, "sumsDone", (side.rows + 47) / 48);
  return side;
}

static Napi::Value Accumulate(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  AccumulateArgs a{};
  a.symmetric = integer(args, "symmetric") != 0;
  a.cols = integer(args, "cols");
  a.from = integer(args, "from");
  a.until = integer(args, "until");
  a.metric = static_cast<Metric>(integer(args, "metric"));
  a.is_float64 = integer(args, "float64") != 0;
  a.wide = integer(args, "wide") != 0;
  a.given_shift = integer(args, "givenShift") != 0;
  a.x = columns(args, "x", a);
  a.y = a.symmetric ? a.x : columns(args, "y", a);
  const auto pairs = a.symmetric ? a.x.rows * (a.x.rows - 1) / 2 : a.x.rows * a.y.rows;
  a.totals = static_cast<double*>(borrow(args, "totals", true, pairs));
  a.done = borrow_int32(args, "done", accumulate_rectangles(a.x.rows, a.y.rows));
  return start_kernel(args, accumulate_levels, a);
}

LIKENESS_EXPORT(accumulate, Accumulate);

}  // namespace likeness
