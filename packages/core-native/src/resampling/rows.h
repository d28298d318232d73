#pragma once

#include <cstdint>

namespace likeness {

/** Rows of float32 or float64 values, row-major. */
struct Rows {
  const void* data;
  std::int64_t rows, cols;
  bool is_float64;
};

}  // namespace likeness
