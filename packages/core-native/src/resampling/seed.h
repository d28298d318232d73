#pragma once

#include "native/arguments.h"

namespace likeness {

/** The 64-bit seed that TypeScript passes as two words. */
inline std::uint64_t seed_of(Napi::Object args) {
  return static_cast<std::uint64_t>(integer(args, "seedHigh")) << 32 |
         static_cast<std::uint64_t>(integer(args, "seedLow"));
}

}  // namespace likeness
