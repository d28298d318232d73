#pragma once

#include <cstdint>

namespace likeness::LIKENESS_ISA {

/** Where the pair (i, j > i) of n rows is in SciPy's condensed order: (0, 1), (0, 2), ..., (1, 2), ... */
static inline std::int64_t condensed_index(std::int64_t i, std::int64_t j, std::int64_t n) {
  return i * (2 * n - i - 1) / 2 + j - i - 1;
}

}  // namespace likeness::LIKENESS_ISA
