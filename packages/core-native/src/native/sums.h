#pragma once
// The definition of a sum, and the counting of blocks. For kernel sources only.

#include <cstdint>

namespace likeness::LIKENESS_ISA {

/** The definition of a sum: one chain per output within a block of this many terms, blocks added in order. */
inline constexpr std::int64_t kSumBlock = 256;

static inline std::int64_t smaller(std::int64_t a, std::int64_t b) { return a < b ? a : b; }
static inline std::int64_t divide_up(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

}  // namespace likeness::LIKENESS_ISA
