#pragma once
// One piece of memory for many arrays. For kernel sources only.

#include "native/runner.h"

namespace likeness::LIKENESS_ISA {

/** Hands out parts of a block of memory; without one it only counts. */
struct Carver {
  char* memory = nullptr;
  std::size_t used = 0;

  void* take(std::size_t bytes) {
    void* part = memory ? memory + used : nullptr;
    used += (bytes + 63) / 64 * 64;
    return part;
  }
  template <class U>
  U* take(std::int64_t count) {
    return static_cast<U*>(take(static_cast<std::size_t>(count) * sizeof(U)));
  }
};

}  // namespace likeness::LIKENESS_ISA
