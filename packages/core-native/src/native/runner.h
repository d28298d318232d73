#pragma once
// What a kernel sees of the machine. No standard header: kernels are compiled for wide instruction sets, and an inline
// function of the standard library that they emitted could replace the baseline's copy at link time.

#include <cstddef>
#include <cstdint>

namespace likeness {

enum class Status : int { ok = 0, cancelled = 1, out_of_memory = 2 };

class Runner {
 public:
  /**
   * Calls body(context, block) once for each block of [0, blocks), on as many threads as the job was given, and returns
   * when all have returned. Progress moves to `until` (0..1) meanwhile. Skips what is left once the job is cancelled.
   */
  virtual void parallel(std::int64_t blocks, void (*body)(void*, std::int64_t), void* context, double until) = 0;

  /** At most so many blocks run at once. */
  virtual std::int64_t threads() const = 0;

  /** Polled about every 10^8 operations. */
  virtual bool cancelled() const = 0;

  /** 64-byte aligned memory that lives as long as the job; null where there is none. */
  virtual void* allocate(std::size_t bytes) = 0;

 protected:
  ~Runner() = default;
};

}  // namespace likeness
