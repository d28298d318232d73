#include "resampling/summarize-draws.h"

#include "native/workspaces.h"
#include "rdm/sort-order.h"
#include "resampling/centred-rows.h"

namespace likeness::LIKENESS_ISA {

/** Quantile of type 7 (Hyndman & Fan 1996): linear between the order statistics at (n - 1) p. */
static double quantile(const double* values, const SortEntry* order, std::int64_t n, double p) {
  const double position = static_cast<double>(n - 1) * p;
  const auto below = static_cast<std::int64_t>(position);
  const double low = values[index_of(order[below])];
  const double high = values[index_of(order[below + 1 < n ? below + 1 : below])];
  const double fraction = position - static_cast<double>(below);
  // Equal ones first: two infinities would give NaN.
  return low == high || fraction == 0 ? low : low + (high - low) * fraction;
}

/** Sample standard deviation; NaN of fewer than two. */
static double standard_deviation(const double* x, std::int64_t n) {
  const double mean = block_sum(x, n) / static_cast<double>(n);
  double total = 0;
  for (std::int64_t from = 0; from < n; from += kSumBlock) {
    double chain = 0;
    for (auto i = from; i < smaller(from + kSumBlock, n); ++i) chain = __builtin_fma(x[i] - mean, x[i] - mean, chain);
    total += chain;
  }
  return n < 2 ? __builtin_nan("") : canonical(__builtin_sqrt(total / static_cast<double>(n - 1)));
}

Status summarize_draws(const SummarizeDrawsArgs& args, Runner& runner) {
  const auto carve = [&](char* memory, double*& values, SortWork& sort) {
    Carver carver{memory};
    values = carver.take<double>(args.draws);
    sort.use(carver.take<char>(static_cast<std::int64_t>(SortWork::bytes(args.draws))), args.draws);
    return carver.used;
  };
  double* none = nullptr;
  SortWork no_sort;
  Workspaces work;
  if (!work.allocate(runner, args.variables, carve(nullptr, none, no_sort))) return Status::out_of_memory;
  auto variable = [&](std::int64_t v) {
    const Workspaces::Lease lease(work);
    double* values = nullptr;
    SortWork sort;
    carve(lease.memory(), values, sort);
    std::int64_t n = 0, at_most = 0;
    for (std::int64_t i = 0; i < args.draws; ++i) {
      const double value = args.values[i * args.variables + v];
      if (value != value) continue;
      values[n++] = value;
      at_most += value <= 0;
    }
    args.valid[v] = static_cast<std::int32_t>(n);
    args.at_most[v] = static_cast<std::int32_t>(at_most);
    args.errors[v] = standard_deviation(values, n);
    args.lower[v] = args.upper[v] = __builtin_nan("");
    if (n == 0) return;
    sort_order(values, n, sort);
    args.lower[v] = quantile(values, sort.entries, n, args.low);
    args.upper[v] = quantile(values, sort.entries, n, args.high);
  };
  for_blocks(runner, args.variables, 1, variable);
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

}  // namespace likeness::LIKENESS_ISA
