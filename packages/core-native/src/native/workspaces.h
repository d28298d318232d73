#pragma once
// Memory for the blocks that run at once, each its own. For kernel sources only.

#include "native/runner.h"

namespace likeness::LIKENESS_ISA {

class Workspaces {
 public:
  /** A workspace of `bytes` for each of the blocks that can run at once; false where there is no memory. */
  bool allocate(Runner& runner, std::int64_t blocks, std::size_t bytes) {
    count_ = runner.threads() < blocks ? runner.threads() : blocks;
    bytes_ = (bytes + 63) / 64 * 64;
    const auto count = static_cast<std::size_t>(count_);
    const auto flags = (count * sizeof(std::int32_t) + 63) / 64 * 64;
    memory_ = static_cast<char*>(runner.allocate(flags + count * bytes_));
    if (!memory_) return false;
    taken_ = reinterpret_cast<std::int32_t*>(memory_);
    memory_ += flags;
    for (std::int64_t i = 0; i < count_; ++i) taken_[i] = 0;
    return true;
  }

  /** One workspace for as long as this lives; its contents are what the block before left. */
  class Lease {
   public:
    explicit Lease(const Workspaces& all) : flag_(all.taken_) {
      for (std::int64_t i = 0;; i = i + 1 < all.count_ ? i + 1 : 0)
        if (!__atomic_exchange_n(all.taken_ + i, 1, __ATOMIC_ACQUIRE)) {
          flag_ = all.taken_ + i;
          memory_ = all.memory_ + static_cast<std::size_t>(i) * all.bytes_;
          return;
        }
    }
    ~Lease() { __atomic_store_n(flag_, 0, __ATOMIC_RELEASE); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    char* memory() const { return memory_; }

   private:
    std::int32_t* flag_;
    char* memory_ = nullptr;
  };

 private:
  std::int32_t* taken_ = nullptr;
  char* memory_ = nullptr;
  std::size_t bytes_ = 0;
  std::int64_t count_ = 0;
};

}  // namespace likeness::LIKENESS_ISA
