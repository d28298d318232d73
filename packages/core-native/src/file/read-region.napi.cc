// Not on Windows, where the TypeScript side reads through Node.
#if !defined(_WIN32)

#include "file/read-region.h"

#include "native/job.h"
#include "native/registry.h"

namespace likeness {

static std::string text(Napi::Object args, const char* name) {
  const auto value = args.Get(name);
  return value.IsString() ? value.As<Napi::String>().Utf8Value() : std::string();
}

static Napi::Value ReadRegion(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  ReadRegionArgs a{};
  a.path = text(args, "path");
  a.bytes = integer(args, "bytes");
  bool lossless = false;
  const auto modified = args.Get("modified");
  if (modified.IsBigInt()) a.modified = modified.As<Napi::BigInt>().Int64Value(&lossless);
  a.start = integer(args, "start");
  a.segments = integer(args, "segments");
  a.segment = integer(args, "segment");
  a.stride = integer(args, "stride");
  a.per_read = integer(args, "perRead");
  a.drop = integer(args, "drop") != 0;
  const bool is_float64 = integer(args, "float64") != 0;
  const auto length = a.segments * a.segment / static_cast<std::int64_t>(is_float64 ? sizeof(double) : sizeof(float));
  a.out = static_cast<char*>(borrow(args, "out", is_float64, length));
  a.read_out = static_cast<double*>(borrow(args, "read", true, 1));
  if (info.Env().IsExceptionPending()) return info.Env().Undefined();
  return start_job(info.Env(), args, [a](Runner& runner) { return read_region(a, runner); });
}

LIKENESS_EXPORT(readRegion, ReadRegion);

}  // namespace likeness

#endif
