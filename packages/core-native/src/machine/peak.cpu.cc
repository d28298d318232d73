#include "machine/peak.h"

#include "native/simd.h"

namespace likeness::LIKENESS_ISA {

// Enough independent chains to hide the latency of a fused multiply-add, few enough for the registers.
static constexpr int kChains = 12;

template <class T>
static Status typed(const PeakArgs& args, Runner& runner) {
  using V = typename Simd<T>::Vec;
  auto chains = [&](std::int64_t) {
    V sum[kChains];
    for (auto& v : sum) v = Simd<T>::broadcast(T(1));
    V factor = Simd<T>::broadcast(T(0.999999)), term = Simd<T>::broadcast(T(1e-6));
    for (std::int64_t s = 0; s < args.steps; ++s)
      for (auto& v : sum) v = fma(v, factor, term);
    // The compiler must believe that the sums are wanted.
    for (auto& v : sum) asm volatile("" : : "m"(v) : "memory");
  };
  for_blocks(runner, args.blocks, 1, chains);
  *args.operations_out =
      2.0 * kChains * Simd<T>::lanes * static_cast<double>(args.steps) * static_cast<double>(args.blocks);
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

Status peak(const PeakArgs& args, Runner& runner) {
  return args.is_float64 ? typed<double>(args, runner) : typed<float>(args, runner);
}

}  // namespace likeness::LIKENESS_ISA
