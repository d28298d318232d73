#include "resampling/noise-ceiling.h"

#include "resampling/pooled-ranks.h"
#include "resampling/pooled-units.h"

namespace likeness::LIKENESS_ISA {

template <class Pooled>
static Status ceilings(const NoiseCeilingArgs& args, Runner& runner) {
  const auto subjects = args.rdms.rows;
  Pooled pooled(args.comparison, subjects, args.rdms.cols);
  if (!pooled.prepare(runner, args.rdms, 0.05)) return Status::out_of_memory;
  struct Work {
    Work(const Pooled& pooled, std::int64_t subjects, char* memory) {
      Carver carver{memory};
      counts = carver.take<std::int32_t>(subjects);
      lower = carver.take<double>(subjects);
      upper = carver.take<double>(subjects);
      pool = carver.take<char>(static_cast<std::int64_t>(pooled.work_bytes()));
      bytes = carver.used;
    }
    std::int32_t* counts;
    double *lower, *upper;
    char* pool;
    std::size_t bytes;
  };
  Workspaces all;
  const std::int64_t chunk = 16, blocks = divide_up(args.draws, chunk);
  if (!all.allocate(runner, blocks, Work(pooled, subjects, nullptr).bytes)) return Status::out_of_memory;
  const auto means = [&](const Work& work, double* out) {
    pooled.compare(runner, work.pool, work.counts, work.lower, work.upper);
    out[0] = mean_over_subjects(work.lower, 1, work.counts, 1, subjects);
    out[1] = mean_over_subjects(work.upper, 1, work.counts, 1, subjects);
  };
  auto as_they_came = [&](std::int64_t) {
    const Workspaces::Lease lease(all);
    const Work work(pooled, subjects, lease.memory());
    constant_counts(subjects, work.counts, 1);
    means(work, args.estimates);
    for (std::int64_t s = 0; s < subjects; ++s) {
      args.subjects[2 * s] = work.lower[s];
      args.subjects[2 * s + 1] = work.upper[s];
    }
  };
  for_blocks(runner, 1, 0.06, as_they_came);
  auto some = [&](std::int64_t block) {
    const Workspaces::Lease lease(all);
    const Work work(pooled, subjects, lease.memory());
    for (auto i = block * chunk; i < smaller((block + 1) * chunk, args.draws) && !runner.cancelled(); ++i) {
      Philox random(args.seed, static_cast<std::uint64_t>(i));
      draw_counts(random, subjects, work.counts, 1);
      means(work, args.evaluations + 2 * i);
    }
  };
  for_blocks(runner, blocks, 1, some);
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

Status noise_ceiling(const NoiseCeilingArgs& args, Runner& runner) {
  if (by_moments(args.comparison)) return ceilings<PooledUnits>(args, runner);
  // Sums of centred doubled ranks, each below the number of cells.
  if (args.rdms.rows * args.rdms.cols < (1 << 24)) return ceilings<PooledRanks<float>>(args, runner);
  return ceilings<PooledRanks<double>>(args, runner);
}

}  // namespace likeness::LIKENESS_ISA
