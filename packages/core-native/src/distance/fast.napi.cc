#include "distance/fast.h"

#include "native/job.h"
#include "native/registry.h"
#include "native/tiles.h"

namespace likeness {

static const TileUnit* processor_unit() {
#if defined(LIKENESS_AMX)
  if (tiles_available()) return &amx::unit;
#endif
  return nullptr;
}

static Napi::Value FastDistances(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  FastArgs a{};
  a.pairs = integer(args, "pairs") != 0;
  a.x_rows = integer(args, "xRows");
  a.y_rows = integer(args, "yRows");
  a.cols = integer(args, "cols");
  a.metric = static_cast<Metric>(integer(args, "metric"));
  a.unit = static_cast<FastUnit>(integer(args, "unit"));
  a.amx = processor_unit();
  const auto length = a.pairs ? a.x_rows * (a.x_rows - 1) / 2 : a.x_rows * a.y_rows;
  a.x = static_cast<const float*>(borrow(args, "x", false, a.x_rows * a.cols));
  if (!a.pairs) a.y = static_cast<const float*>(borrow(args, "y", false, a.y_rows * a.cols));
  a.out = static_cast<float*>(borrow(args, "out", false, length));
  a.errors = static_cast<float*>(borrow(args, "errors", false, length));
  if (a.unit == FastUnit::amx && !a.amx && !info.Env().IsExceptionPending())
    Napi::TypeError::New(info.Env(), "the tile unit is not available here").ThrowAsJavaScriptException();
  return start_kernel(args, fast_distances_levels, a);
}

/** The name of the processor's tile unit, or null. */
static Napi::Value Tiles(const Napi::CallbackInfo& info) {
  return processor_unit() ? Napi::Value(Napi::String::New(info.Env(), "amx")) : info.Env().Null();
}

LIKENESS_EXPORT(fast_distances, FastDistances);
LIKENESS_EXPORT(tiles, Tiles);

}  // namespace likeness
