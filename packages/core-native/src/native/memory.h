#pragma once
// Working memory of jobs.

#include <cstddef>

namespace likeness {

struct Memory {
  void* data;          // 64-byte aligned; null where there is none
  std::size_t mapped;  // bytes of an own mapping, 0 for the heap's
};

/**
 * Large blocks are mappings of their own, in huge pages where the system has them. Up to 128 MiB of them are kept for
 * the next calls of the process; all others go back to the system at once, where the heap would keep each thread's.
 */
Memory acquire(std::size_t bytes);
void release(const Memory& block);

}  // namespace likeness
