#pragma once
// Rank comparisons of all subjects with all models in a bundle of resamples, one in each lane. For kernel sources only.

#include "resampling/weighted-ranks.h"

namespace likeness::LIKENESS_ISA {

/** The resamples of a bundle, by lane: how often each condition was drawn. */
struct BundleCounts {
  const std::int32_t* conditions;  // [conditions][width]
  const unsigned char* defined;    // [width]: at least three distinct conditions
};

/** T holds total³ / 3 exactly (for Kendall: total² / 2), where total is the number of pairs of conditions. */
template <class T>
class RankBundle {
 public:
  using Vec = typename Lanes<T>::Vec;
  static constexpr int width = Lanes<T>::count;

  RankBundle(Comparison comparison, std::int64_t subjects, std::int64_t models, std::int64_t conditions)
      : comparison_(comparison),
        subjects_(subjects),
        models_(models),
        conditions_(conditions),
        cells_(conditions * (conditions - 1) / 2) {
    // Models whose ranks are kept at a time: so many as fit the second-level cache, at least one.
    const auto fitting = (std::int64_t{1} << 19) / (cells_ * static_cast<std::int64_t>(sizeof(Vec)));
    group_ = by_order(comparison) ? 0 : smaller(fitting < 1 ? 1 : fitting, models);
  }

  bool prepare(Runner& runner, const Rows& rdms, const Rows& models, double until) {
    if (!rows_.allocate(runner, subjects_ + models_, cells_, by_order(comparison_))) return false;
    auto row = [&](std::int64_t i) {
      if (i < subjects_)
        rows_.sort(rdms, i, i);
      else
        rows_.sort(models, i - subjects_, i);
    };
    for_blocks(runner, subjects_ + models_, until, row);
    return true;
  }

  std::size_t work_bytes() const { return Work(*this, nullptr).bytes; }

  /** similarities: [subjects][models][width] */
  void compare(const Runner& runner, char* memory, const BundleCounts& counts, double* similarities) const {
    const Work work(*this, memory);
    const Weights<T> weights{work.weights, weigh(counts.conditions, work.weights)};
    for (std::int64_t i = 0; i < subjects_ + models_; ++i) {
      work.missing[i] = missing_weight(rows_[i], cells_, weights);
      if (comparison_ == Comparison::tau_b) work.squares[i] = tied_squares(rows_[i], weights);
    }
    if (by_order(comparison_))
      compare_orders(runner, work, weights, counts, similarities);
    else
      compare_ranks(runner, work, weights, counts, similarities);
  }

 private:
  struct Work {
    Work(const RankBundle& of, char* memory) {
      Carver carver{memory};
      weights = carver.take<Vec>(of.cells_);
      missing = carver.take<Vec>(of.subjects_ + of.models_);
      squares = carver.take<Vec>(of.subjects_ + of.models_);
      ranks = carver.take<Vec>(of.group_ > 0 ? (of.group_ + 1) * of.cells_ : 2 * (of.cells_ + 1));
      bytes = carver.used;
    }
    Vec *weights, *missing, *squares;
    Vec* ranks;  // of a subject, times the weights, then of a group of models; the tree for Kendall
    std::size_t bytes;
  };

  /** The weight of a pair of conditions is the product of theirs; pairs of a condition with itself are left out. */
  Vec weigh(const std::int32_t* conditions, Vec* weights) const {
    Vec total{};
    std::int64_t cell = 0;
    for (std::int64_t i = 0; i < conditions_; ++i) {
      const Vec count = counted(conditions + i * width);
      for (auto j = i + 1; j < conditions_; ++j) {
        const Vec weight = count * counted(conditions + j * width);
        weights[cell++] = weight;
        total += weight;
      }
    }
    return total;
  }

  static Vec counted(const std::int32_t* counts) {
    T values[width];
    for (int l = 0; l < width; ++l) values[l] = static_cast<T>(counts[l]);
    Vec v;
    __builtin_memcpy(&v, values, sizeof v);
    return v;
  }

  void compare_ranks(const Runner& runner, const Work& work, const Weights<T>& weights, const BundleCounts& counts,
                     double* similarities) const {
    for (std::int64_t first = 0; first < models_; first += group_) {
      const auto end = smaller(first + group_, models_);
      Vec* const of_models = work.ranks + cells_;
      for (auto m = first; m < end; ++m)
        work.squares[subjects_ + m] =
            centred_ranks<T, false>(rows_[subjects_ + m], cells_, weights, of_models + (m - first) * cells_);
      for (std::int64_t s = 0; s < subjects_ && !runner.cancelled(); ++s) {
        const Vec squares = centred_ranks<T, true>(rows_[s], cells_, weights, work.ranks);
        for (auto m = first; m < end; ++m) {
          const Vec products = dot<T>(work.ranks, of_models + (m - first) * cells_, cells_);
          finish(products, squares, work.squares[subjects_ + m], work.missing[s] + work.missing[subjects_ + m],
                 weights.total, counts, similarities + (s * models_ + m) * width);
        }
      }
    }
  }

  void compare_orders(const Runner& runner, const Work& work, const Weights<T>& weights, const BundleCounts& counts,
                      double* similarities) const {
    for (std::int64_t s = 0; s < subjects_; ++s)
      for (std::int64_t m = 0; m < models_ && !runner.cancelled(); ++m) {
        const auto model = subjects_ + m;
        const Vec sum = concordance(rows_[model], rows_[s], weights, work.ranks);
        finish(sum, work.squares[s], work.squares[model], work.missing[s] + work.missing[model], weights.total, counts,
               similarities + (s * models_ + m) * width);
      }
  }

  /** `a` and `b` are sums of squares: of ranks, or of the weights of ties for Kendall. */
  void finish(const Vec& sum, const Vec& a, const Vec& b, const Vec& missing, const Vec& total,
              const BundleCounts& counts, double* out) const {
    T sums[width], as[width], bs[width], without[width], totals[width];
    __builtin_memcpy(sums, &sum, sizeof sum);
    __builtin_memcpy(as, &a, sizeof a);
    __builtin_memcpy(bs, &b, sizeof b);
    __builtin_memcpy(without, &missing, sizeof missing);
    __builtin_memcpy(totals, &total, sizeof total);
    for (int l = 0; l < width; ++l) {
      const double n = static_cast<double>(totals[l]);
      const double r = rank_comparison(comparison_, static_cast<double>(sums[l]), static_cast<double>(as[l]),
                                       static_cast<double>(bs[l]), n);
      out[l] = counts.defined[l] && without[l] == 0 ? canonical(clamped(r)) : __builtin_nan("");
    }
  }

 public:
  /** From exact sums; a and b are those of each side, n is the number of cells. */
  static double rank_comparison(Comparison comparison, double sum, double a, double b, double n) {
    switch (comparison) {
      case Comparison::spearman:
        return sum / __builtin_sqrt(a * b);
      case Comparison::rho_a:
        return 3 * sum / (n * (n * n - 1));
      case Comparison::tau_a:
        return 2 * sum / (n * (n - 1));
      default:  // tau-b
        return 2 * sum / __builtin_sqrt((n * n - a) * (n * n - b));
    }
  }

 private:
  Comparison comparison_;
  std::int64_t subjects_, models_, conditions_, cells_, group_;
  SortedRows rows_;
};

}  // namespace likeness::LIKENESS_ISA
