#pragma once
// Pearson correlation and cosine of all subjects with all models in a bundle of resamples, one in each lane. Sums run
// by the definition over the cells of the original RDM, each with its weight. For kernel sources only.

#include "native/workspaces.h"
#include "resampling/centred-rows.h"
#include "resampling/rank-bundle.h"

namespace likeness::LIKENESS_ISA {

/** A sum by the definition, in each lane of two vectors. */
struct LaneSum {
  using Vec = Simd<double>::Vec;
  Vec total[2] = {}, chain[2] = {};
  void close() {
    for (int v = 0; v < 2; ++v) {
      total[v] += chain[v];
      chain[v] = Vec{};
    }
  }
};

class MomentBundle {
 public:
  using Vec = Simd<double>::Vec;
  static constexpr int width = 2 * Simd<double>::lanes;
  struct Pair {
    Vec lane[2];
  };

  MomentBundle(Comparison comparison, std::int64_t subjects, std::int64_t models, std::int64_t conditions)
      : centre_(comparison == Comparison::pearson),
        subjects_(subjects),
        models_(models),
        conditions_(conditions),
        cells_(conditions * (conditions - 1) / 2) {
    const auto fitting = (std::int64_t{1} << 19) / (cells_ * static_cast<std::int64_t>(sizeof(Pair)));
    group_ = smaller(fitting < 1 ? 1 : fitting, models);
  }

  bool prepare(Runner& runner, const Rows& rdms, const Rows& models, double until) {
    if (!rows_.allocate(runner, subjects_ + models_, cells_)) return false;
    auto row = [&](std::int64_t i) {
      if (i < subjects_)
        rows_.set(rdms, i, i, centre_);
      else
        rows_.set(models, i - subjects_, i, centre_);
    };
    for_blocks(runner, subjects_ + models_, until, row);
    return true;
  }

  std::size_t work_bytes() const { return Work(*this, nullptr).bytes; }

  /** similarities: [subjects][models][width] */
  void compare(const Runner& runner, char* memory, const BundleCounts& counts, double* similarities) const {
    const Work work(*this, memory);
    const Pair total = weigh(counts.conditions, work.weights);
    for (std::int64_t first = 0; first < models_; first += group_) {
      const auto end = smaller(first + group_, models_);
      Pair* const of_models = work.deviations + cells_;
      for (auto m = first; m < end; ++m)
        work.squares[m] =
            deviations<false>(rows_[subjects_ + m], work.weights, total, of_models + (m - first) * cells_);
      for (std::int64_t s = 0; s < subjects_ && !runner.cancelled(); ++s) {
        const Pair squares = deviations<true>(rows_[s], work.weights, total, work.deviations);
        for (auto m = first; m < end; ++m)
          finish(products(work.deviations, of_models + (m - first) * cells_), squares, work.squares[m], counts,
                 similarities + (s * models_ + m) * width);
      }
    }
  }

 private:
  struct Work {
    Work(const MomentBundle& of, char* memory) {
      Carver carver{memory};
      weights = carver.take<Pair>(of.cells_);
      squares = carver.take<Pair>(of.models_);
      deviations = carver.take<Pair>((of.group_ + 1) * of.cells_);
      bytes = carver.used;
    }
    Pair *weights, *squares;
    Pair* deviations;  // of a subject, times the weights, then of a group of models
    std::size_t bytes;
  };

  Pair weigh(const std::int32_t* conditions, Pair* weights) const {
    Pair total{};
    std::int64_t cell = 0;
    for (std::int64_t i = 0; i < conditions_; ++i) {
      const Pair count = counted(conditions + i * width);
      for (auto j = i + 1; j < conditions_; ++j, ++cell) {
        const Pair other = counted(conditions + j * width);
        for (int v = 0; v < 2; ++v) {
          weights[cell].lane[v] = count.lane[v] * other.lane[v];
          total.lane[v] += weights[cell].lane[v];
        }
      }
    }
    return total;
  }

  static Pair counted(const std::int32_t* counts) {
    double values[width];
    for (int l = 0; l < width; ++l) values[l] = counts[l];
    Pair pair;
    __builtin_memcpy(&pair, values, sizeof pair);
    return pair;
  }

  /** The weighted mean; NaN where all drawn values are equal, or one of them is missing. */
  Pair mean(const CentredRow& row, const Pair* weights, const Pair& total) const {
    const Vec infinity = Simd<double>::broadcast(__builtin_inf()), nan = Simd<double>::broadcast(__builtin_nan(""));
    LaneSum sum;
    Pair least{{infinity, infinity}}, most{{-infinity, -infinity}};
    for (std::int64_t k = 0; k < cells_; ++k) {
      const Vec value = Simd<double>::broadcast(row.values[k]);
      for (int v = 0; v < 2; ++v) {
        const Vec weight = weights[k].lane[v];
        sum.chain[v] = fma(weight, value, sum.chain[v]);
        least.lane[v] = weight > 0 && value < least.lane[v] ? value : least.lane[v];
        most.lane[v] = weight > 0 && value > most.lane[v] ? value : most.lane[v];
      }
      if ((k + 1) % kSumBlock == 0) sum.close();
    }
    sum.close();
    Pair result;
    for (int v = 0; v < 2; ++v) {
      result.lane[v] = sum.total[v] / total.lane[v];
      if (!centre_) result.lane[v] = Vec{};
      if (centre_) result.lane[v] = least.lane[v] < most.lane[v] ? result.lane[v] : nan;
      for (std::int64_t k = 0; k < row.missing_count; ++k)
        result.lane[v] = weights[row.missing[k]].lane[v] > 0 ? nan : result.lane[v];
    }
    return result;
  }

  /** Values less their weighted mean, times the weight where `weighted`; returns the weighted sum of squares. */
  template <bool weighted>
  Pair deviations(const CentredRow& row, const Pair* weights, const Pair& total, Pair* out) const {
    const Pair centre = mean(row, weights, total);
    LaneSum sum;
    for (std::int64_t k = 0; k < cells_; ++k) {
      const Vec value = Simd<double>::broadcast(row.values[k]);
      for (int v = 0; v < 2; ++v) {
        const Vec deviation = value - centre.lane[v];
        const Vec times_weight = weights[k].lane[v] * deviation;
        out[k].lane[v] = weighted ? times_weight : deviation;
        sum.chain[v] = fma(times_weight, deviation, sum.chain[v]);
      }
      if ((k + 1) % kSumBlock == 0) sum.close();
    }
    sum.close();
    return {{sum.total[0], sum.total[1]}};
  }

  Pair products(const Pair* a, const Pair* b) const {
    LaneSum sum;
    for (std::int64_t k = 0; k < cells_; ++k) {
      for (int v = 0; v < 2; ++v) sum.chain[v] = fma(a[k].lane[v], b[k].lane[v], sum.chain[v]);
      if ((k + 1) % kSumBlock == 0) sum.close();
    }
    sum.close();
    return {{sum.total[0], sum.total[1]}};
  }

  static void finish(const Pair& sum, const Pair& a, const Pair& b, const BundleCounts& counts, double* out) {
    double sums[width], as[width], bs[width];
    __builtin_memcpy(sums, &sum, sizeof sum);
    __builtin_memcpy(as, &a, sizeof a);
    __builtin_memcpy(bs, &b, sizeof b);
    for (int l = 0; l < width; ++l) {
      const double r = sums[l] / __builtin_sqrt(as[l]) / __builtin_sqrt(bs[l]);
      out[l] = counts.defined[l] && as[l] > 0 && bs[l] > 0 ? canonical(clamped(r)) : __builtin_nan("");
    }
  }

  bool centre_;
  std::int64_t subjects_, models_, conditions_, cells_, group_;
  CentredRows rows_;
};

}  // namespace likeness::LIKENESS_ISA
