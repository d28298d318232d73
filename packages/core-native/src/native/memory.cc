#include "native/memory.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace likeness {
namespace {
constexpr std::size_t kLine = 64, kLarge = std::size_t{1} << 20, kHugePage = std::size_t{1} << 21;
}

Memory acquire(std::size_t bytes) {
  if (bytes > SIZE_MAX / 2) return {nullptr, 0};
  if (bytes < kLarge)
    return {std::aligned_alloc(kLine, (std::max<std::size_t>(bytes, 1) + kLine - 1) / kLine * kLine), 0};
  const std::size_t mapped = bytes < kHugePage ? bytes : (bytes + kHugePage - 1) / kHugePage * kHugePage;
  void* data = mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (data == MAP_FAILED) return {nullptr, 0};
#ifdef MADV_HUGEPAGE
  if (mapped >= kHugePage) madvise(data, mapped, MADV_HUGEPAGE);
#endif
  return {data, mapped};
}

void release(const Memory& block) {
  if (block.mapped)
    munmap(block.data, block.mapped);
  else
    std::free(block.data);
}

}  // namespace likeness
