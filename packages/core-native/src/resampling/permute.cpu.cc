#include "resampling/permute.h"

#include "random/philox.h"
#include "resampling/extremes.h"
#include "resampling/permuted-ranks.h"
#include "resampling/unit-rows.h"

namespace likeness::LIKENESS_ISA {

inline constexpr std::int64_t kTogether = 8;  // permutations of one block; their chains of sums run side by side

/** Where each cell's value comes from when conditions (or cells) are relabelled by an order. */
static void cells_from(const std::int32_t* order, std::int64_t conditions, std::int64_t cells, std::int32_t* from) {
  if (conditions == 0) {
    for (std::int64_t k = 0; k < cells; ++k) from[k] = order[k];
    return;
  }
  std::int64_t k = 0;
  const auto n = static_cast<std::int32_t>(conditions);
  for (std::int32_t i = 0; i < n; ++i)
    for (auto j = i + 1; j < n; ++j) {
      const auto low = order[i] < order[j] ? order[i] : order[j], high = order[i] < order[j] ? order[j] : order[i];
      from[k++] = low * (2 * n - low - 1) / 2 + high - low - 1;
    }
}

class Permute {
 public:
  explicit Permute(const PermuteArgs& args)
      : args_(args),
        x_rows_(args.x.rows),
        y_rows_(args.y.rows),
        cells_(args.x.cols),
        items_(args.conditions > 0 ? args.conditions : cells_),
        moments_(by_moments(args.comparison)),
        ranks_(args.comparison, x_rows_, y_rows_, cells_) {}

  Status run(Runner& runner) {
    if (!(moments_ ? prepare_moments(runner) : ranks_.prepare(runner, args_.x, args_.y, 0.02)))
      return Status::out_of_memory;
    const auto blocks = divide_up(args_.permutations, kTogether);
    if (!work_.allocate(runner, blocks, Work(*this, nullptr).bytes)) return Status::out_of_memory;
    auto as_they_came = [&](std::int64_t) {
      const Workspaces::Lease lease(work_);
      const Work work(*this, lease.memory());
      for (std::int64_t k = 0; k < items_; ++k) work.order[k] = static_cast<std::int32_t>(k);
      for (std::int64_t i = 0; i < kTogether; ++i)
        cells_from(work.order, args_.conditions, cells_, work.from + i * cells_);
      evaluate(runner, work, args_.estimates, 1);
      for (std::int64_t y = 0; y < y_rows_; ++y)
        for (std::int64_t x = 0; x < x_rows_; ++x) args_.similarities[x * y_rows_ + y] = similarity(work, x, y);
    };
    for_blocks(runner, 1, 0.03, as_they_came);
    auto some = [&](std::int64_t block) {
      const Workspaces::Lease lease(work_);
      const Work work(*this, lease.memory());
      const auto first = block * kTogether, count = smaller(kTogether, args_.permutations - first);
      for (std::int64_t i = 0; i < count; ++i) {
        Philox random(args_.seed, kFirstPermutation + static_cast<std::uint64_t>(first + i));
        random.permutation(work.order, items_);
        cells_from(work.order, args_.conditions, cells_, work.from + i * cells_);
      }
      evaluate(runner, work, args_.null + first * y_rows_, count);
      for (std::int64_t i = first; i < first + count; ++i) args_.maxima[i] = maximum(args_.null + i * y_rows_);
    };
    for_blocks(runner, blocks, 0.98, some);
    auto count = [&](std::int64_t y) { count_extremes(y); };
    for_blocks(runner, y_rows_, 1, count);
    return runner.cancelled() ? Status::cancelled : Status::ok;
  }

 private:
  struct Work {
    Work(const Permute& of, char* memory) {
      Carver carver{memory};
      order = carver.take<std::int32_t>(of.items_);
      from = carver.take<std::int32_t>(kTogether * of.cells_);
      similarities = carver.take<double>(of.x_rows_);
      ranks = carver.take<char>(static_cast<std::int64_t>(of.ranks_.work_bytes()));
      bytes = carver.used;
    }
    std::int32_t *order, *from;
    double* similarities;
    char* ranks;
    std::size_t bytes;
  };

  /** Unit rows, and the mean of x's: the mean of its rows' products with a row is the product with their mean. */
  bool prepare_moments(Runner& runner) {
    mean_ = static_cast<double*>(runner.allocate(static_cast<std::size_t>(cells_) * sizeof(double)));
    if (!mean_ || !units_.allocate(runner, x_rows_ + y_rows_, cells_)) return false;
    const bool centre = args_.comparison == Comparison::pearson;
    auto row = [&](std::int64_t i) {
      units_.set(i < x_rows_ ? args_.x : args_.y, i < x_rows_ ? i : i - x_rows_, i, centre);
      to_unit(units_[i], cells_, centre);
    };
    for_blocks(runner, x_rows_ + y_rows_, 0.02, row);
    auto mean = [&](std::int64_t) {
      for (std::int64_t k = 0; k < cells_; ++k) mean_[k] = 0;
      for (std::int64_t x = 0; x < x_rows_; ++x)
        for (std::int64_t k = 0; k < cells_; ++k) mean_[k] += units_[x].values[k];
      for (std::int64_t k = 0; k < cells_; ++k) mean_[k] /= static_cast<double>(x_rows_);
    };
    for_blocks(runner, 1, 0.02, mean);
    return true;
  }

  /** `count` relabellings, at most kTogether: out[count][y rows]. */
  void evaluate(const Runner& runner, const Work& work, double* out, std::int64_t count) const {
    for (std::int64_t y = 0; y < y_rows_ && !runner.cancelled(); ++y)
      if (moments_)
        evaluate_moments(work, y, out + y, count);
      else
        for (std::int64_t i = 0; i < count; ++i) {
          ranks_.compare(work.ranks, work.from + i * cells_, y, work.similarities, 1);
          out[i * y_rows_ + y] = mean_of(work.similarities);
        }
  }

  double mean_of(const double* similarities) const {
    return canonical(block_sum(similarities, x_rows_) / static_cast<double>(x_rows_));
  }

  void evaluate_moments(const Work& work, std::int64_t y, double* out, std::int64_t count) const {
    const double* row = units_[x_rows_ + y].values;
    const std::int32_t* from[kTogether];
    for (std::int64_t i = 0; i < kTogether; ++i) from[i] = work.from + (i < count ? i : 0) * cells_;
    double total[kTogether] = {};
    for (std::int64_t first = 0; first < cells_; first += kSumBlock) {
      double chain[kTogether] = {};
      for (auto k = first; k < smaller(first + kSumBlock, cells_); ++k)
        for (std::int64_t i = 0; i < kTogether; ++i) chain[i] = __builtin_fma(mean_[k], row[from[i][k]], chain[i]);
      for (std::int64_t i = 0; i < kTogether; ++i) total[i] += chain[i];
    }
    for (std::int64_t i = 0; i < count; ++i) out[i * y_rows_] = canonical(clamped(total[i]));
  }

  double similarity(const Work& work, std::int64_t x, std::int64_t y) const {
    if (moments_) return canonical(clamped(block_dot(units_[x].values, units_[x_rows_ + y].values, cells_)));
    if (x == 0) ranks_.compare(work.ranks, work.from, y, work.similarities, 1);
    return work.similarities[x];
  }

  double maximum(const double* values) const {
    double most = __builtin_nan("");
    for (std::int64_t y = 0; y < y_rows_; ++y) most = larger(most, extremity(values[y], args_.alternative));
    return canonical(most);
  }

  void count_extremes(std::int64_t y) const {
    // Equal values may come out a few units in the last place apart.
    const double limit = extremity(args_.estimates[y], args_.alternative) - 1e-12;
    std::int32_t own = 0, all = 0;
    for (std::int64_t i = 0; i < args_.permutations; ++i) {
      own += extremity(args_.null[i * y_rows_ + y], args_.alternative) >= limit;
      all += args_.maxima[i] >= limit;
    }
    args_.extreme[y] = own;
    args_.extreme_of_all[y] = all;
  }

  const PermuteArgs& args_;
  std::int64_t x_rows_, y_rows_, cells_, items_;
  bool moments_;
  PermutedRanks ranks_;
  CentredRows units_;
  double* mean_ = nullptr;
  Workspaces work_;
};

Status permute(const PermuteArgs& args, Runner& runner) {
  Permute permute(args);
  return permute.run(runner);
}

}  // namespace likeness::LIKENESS_ISA
