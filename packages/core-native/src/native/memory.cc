#include "native/memory.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <vector>

namespace likeness {
namespace {
constexpr std::size_t kLine = 64, kLarge = std::size_t{1} << 20, kHugePage = std::size_t{1} << 21;

// Mappings that are kept for the next call: the system would clear their pages again, a tenth of a short call's time.
// A sanitizer has to see every block end.
#if defined(__SANITIZE_ADDRESS__)
constexpr std::size_t kKept = 0;
#else
constexpr std::size_t kKept = std::size_t{128} << 20;
#endif

class Shelf {
 public:
  Memory take(std::size_t bytes) {
    const std::lock_guard<std::mutex> lock(mutex_);
    auto best = blocks_.end();
    for (auto block = blocks_.begin(); block != blocks_.end(); ++block)
      if (block->mapped >= bytes && block->mapped / 2 <= bytes &&
          (best == blocks_.end() || block->mapped < best->mapped))
        best = block;
    if (best == blocks_.end()) return {nullptr, 0};
    const auto taken = *best;
    bytes_ -= taken.mapped;
    blocks_.erase(best);
    return taken;
  }

  bool put(const Memory& block) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (bytes_ + block.mapped > kKept || blocks_.size() == blocks_.capacity()) return false;
    blocks_.push_back(block);
    bytes_ += block.mapped;
    return true;
  }

  Shelf() { blocks_.reserve(16); }

 private:
  std::mutex mutex_;
  std::vector<Memory> blocks_;
  std::size_t bytes_ = 0;
};

Shelf& shelf() {
  static auto& shelf = *new Shelf;  // never destroyed: threads may end after main
  return shelf;
}

}  // namespace

Memory acquire(std::size_t bytes) {
  if (bytes > SIZE_MAX / 2) return {nullptr, 0};
  if (bytes < kLarge)
    return {std::aligned_alloc(kLine, (std::max<std::size_t>(bytes, 1) + kLine - 1) / kLine * kLine), 0};
  const auto unit = bytes < kHugePage ? std::size_t{4096} : kHugePage;
  const std::size_t mapped = (bytes + unit - 1) / unit * unit;
  const auto kept = shelf().take(mapped);
  if (kept.data) return kept;
  void* data = mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (data == MAP_FAILED) return {nullptr, 0};
#ifdef MADV_HUGEPAGE
  if (mapped >= kHugePage) madvise(data, mapped, MADV_HUGEPAGE);
#endif
  return {data, mapped};
}

void release(const Memory& block) {
  if (!block.mapped)
    std::free(block.data);
  else if (!shelf().put(block))
    munmap(block.data, block.mapped);
}

}  // namespace likeness
