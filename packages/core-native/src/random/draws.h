#pragma once

#include <cstdint>

#include "native/isa.h"
#include "native/runner.h"

namespace likeness {

enum class DrawKind : int { blocks, below, permutation };

/** What kernels draw, for the tests that compare it with philox.ts. */
struct PhiloxDrawsArgs {
  DrawKind kind;
  std::uint64_t seed, stream;
  std::uint64_t first;  // blocks: the first one's number; below: the bound
  std::int64_t count;
  std::int32_t* out;  // count; blocks: 4 count words
};

LIKENESS_KERNEL(philox_draws, PhiloxDrawsArgs)

}  // namespace likeness
