#include "resampling/bootstrap-mean.h"

#include "native/workspaces.h"
#include "resampling/counts.h"

namespace likeness::LIKENESS_ISA {

using Vec = Simd<double>::Vec;
inline constexpr std::int64_t kVariables = 4 * Simd<double>::lanes;  // whose chains run side by side

/** The means of some variables; cases that were not drawn are passed over, so that their NaN is. */
static void means_of(const double* values, std::int64_t cases, std::int64_t padded, const std::int32_t* counts,
                     double* out) {
  Vec total[4] = {};
  for (std::int64_t from = 0; from < cases; from += kSumBlock) {
    Vec chain[4] = {};
    for (auto i = from; i < smaller(from + kSumBlock, cases); ++i) {
      if (counts[i] == 0) continue;
      const Vec count = Simd<double>::broadcast(counts[i]);
      for (int v = 0; v < 4; ++v) chain[v] = fma(count, load(values + i * padded + v * Simd<double>::lanes), chain[v]);
    }
    for (int v = 0; v < 4; ++v) total[v] += chain[v];
  }
  for (int v = 0; v < 4; ++v)
    store(out + v * Simd<double>::lanes, total[v] / Simd<double>::broadcast(static_cast<double>(cases)));
}

Status bootstrap_mean(const BootstrapMeanArgs& args, Runner& runner) {
  const auto cases = args.values.rows, variables = args.values.cols;
  const auto padded = divide_up(variables, kVariables) * kVariables;
  auto* values = static_cast<double*>(runner.allocate(static_cast<std::size_t>(cases * padded) * sizeof(double)));
  if (!values) return Status::out_of_memory;
  auto copy = [&](std::int64_t i) {
    for (std::int64_t v = 0; v < padded; ++v)
      values[i * padded + v] = v < variables ? value_at(args.values, i * variables + v) : 0;
  };
  for_blocks(runner, cases, 0.02, copy);
  Workspaces work;
  if (!work.allocate(runner, args.draws + 1, static_cast<std::size_t>(cases) * sizeof(std::int32_t)))
    return Status::out_of_memory;
  auto one = [&](std::int64_t block) {
    const Workspaces::Lease lease(work);
    auto* counts = reinterpret_cast<std::int32_t*>(lease.memory());
    Philox random(args.seed, static_cast<std::uint64_t>(block - 1));
    if (block == 0)
      constant_counts(cases, counts, 1);
    else
      draw_counts(random, cases, counts, 1);
    double* out = block == 0 ? args.estimates : args.means + (block - 1) * variables;
    for (std::int64_t v = 0; v < variables && !runner.cancelled(); v += kVariables) {
      double means[kVariables];
      means_of(values + v, cases, padded, counts, means);
      for (auto k = v; k < smaller(v + kVariables, variables); ++k) out[k] = canonical(means[k - v]);
    }
  };
  for_blocks(runner, args.draws + 1, 1, one);
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

}  // namespace likeness::LIKENESS_ISA
