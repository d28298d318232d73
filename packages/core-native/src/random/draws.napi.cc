#include "random/draws.h"

#include <string>

#include "native/job.h"
#include "native/registry.h"

namespace likeness {

static Napi::Value PhiloxDraws(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  const auto words = [&](const std::string& name) {
    return static_cast<std::uint64_t>(integer(args, (name + "High").c_str())) << 32 |
           static_cast<std::uint64_t>(integer(args, (name + "Low").c_str()));
  };
  PhiloxDrawsArgs a{};
  a.kind = static_cast<DrawKind>(integer(args, "kind"));
  a.seed = words("seed");
  a.stream = words("stream");
  a.first = words("first");
  a.count = integer(args, "count");
  a.out = borrow_int32(args, "out", a.kind == DrawKind::blocks ? 4 * a.count : a.count);
  return start_kernel(args, philox_draws_levels, a);
}

LIKENESS_EXPORT(philox_draws, PhiloxDraws);

}  // namespace likeness
