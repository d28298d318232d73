#pragma once
// Loops over the threads that the calling thread was given (`threads` of useBackend: OpenMP's and oneDNN's own
// setting). No result depends on how the range is cut.

#include <omp.h>

#include <algorithm>
#include <cstdint>
#include <exception>

// One function per instruction set, chosen when the addon is loaded.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define LIKENESS_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define LIKENESS_CLONES
#endif

namespace likeness::nets {

/**
 * Runs body(begin, end) over [0, n), in at most one part per thread and none under `grain` items.
 * @throws what a part throws, the others done
 */
template <class Body>
void parallel(std::int64_t n, std::int64_t grain, const Body& body) {
  const auto parts = std::min<std::int64_t>(omp_get_max_threads(), n / std::max<std::int64_t>(grain, 1));
  if (parts <= 1) {
    if (n > 0) body(std::int64_t{0}, n);
    return;
  }
  std::exception_ptr failure;
#pragma omp parallel for num_threads(static_cast <int>(parts)) schedule(static, 1)
  for (std::int64_t part = 0; part < parts; ++part) {
    // No exception may leave a parallel region.
    try {
      body(n * part / parts, n * (part + 1) / parts);
    } catch (...) {
#pragma omp critical
      failure = std::current_exception();
    }
  }
  if (failure) std::rethrow_exception(failure);
}

/** Items of `cost` float operations each that make a part worth a thread. */
inline std::int64_t grain(std::int64_t cost) {
  return std::max<std::int64_t>(1, 16384 / std::max<std::int64_t>(cost, 1));
}

}  // namespace likeness::nets
