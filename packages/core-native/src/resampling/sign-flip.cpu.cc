#include "resampling/sign-flip.h"

#include "native/workspaces.h"
#include "random/philox.h"
#include "rdm/sort-order.h"
#include "resampling/centred-rows.h"
#include "resampling/extremes.h"

namespace likeness::LIKENESS_ISA {

using Vec = Simd<double>::Vec;

inline constexpr std::int64_t kBatch = 512;   // flips whose signs are kept
inline constexpr std::int64_t kFlipTile = 8;  // flips whose sums run side by side
inline constexpr std::int64_t kTileVectors = 8;
inline constexpr std::int64_t kTile = kTileVectors * Simd<double>::lanes;  // variables
inline constexpr std::int64_t kMostGroups = 256;

/**
 * All is done on sums of flipped values. A t statistic is a growing function of mean / root mean square, which is the
 * same for all variables and all flips (flips change no square): so values are divided by their root mean square, and
 * only maxima become t statistics in the end.
 */
class SignFlip {
 public:
  explicit SignFlip(const SignFlipArgs& args)
      : args_(args), subjects_(args.values.rows), variables_(args.values.cols) {}

  Status run(Runner& runner) {
    const auto tiles = divide_up(variables_, kTile);
    const auto tiles_each = divide_up(tiles, kMostGroups), groups = divide_up(tiles, tiles_each);
    const auto batch = smaller(kBatch, divide_up(args_.flips, kFlipTile) * kFlipTile);
    if (!allocate(runner, groups, batch)) return Status::out_of_memory;
    auto observe = [&](std::int64_t tile) { limits_of(tile); };
    for_blocks(runner, tiles, 0.01, observe);
    for (std::int64_t first = 0; first < args_.flips && !runner.cancelled(); first += batch) {
      const auto count = smaller(batch, args_.flips - first);
      const auto done = [&](double batches) {
        return 0.01 + 0.98 * (static_cast<double>(first) + batches * static_cast<double>(count)) /
                          static_cast<double>(args_.flips);
      };
      const auto until = done(1);
      auto signs = [&](std::int64_t f) { draw(first, f, batch, f < count); };
      for_blocks(runner, batch, done(0.05), signs);
      auto group = [&](std::int64_t g) { flip(runner, g, tiles_each, tiles, count, batch); };
      for_blocks(runner, groups, until, group);
      auto join = [&](std::int64_t f) {
        double most = -__builtin_inf();
        for (std::int64_t g = 0; g < groups; ++g) most = larger(most, group_maxima_[g * batch + f]);
        args_.maxima[first + f] = most;
      };
      for_blocks(runner, count, until, join);
    }
    if (!runner.cancelled()) count_maxima(runner);
    return runner.cancelled() ? Status::cancelled : Status::ok;
  }

 private:
  struct Work {
    Work(const SignFlip& of, char* memory, std::int64_t batch) {
      Carver carver{memory};
      tile = carver.take<double>(of.subjects_ * kTile);
      most = carver.take<Vec>(batch);
      bytes = carver.used;
    }
    double* tile;
    Vec* most;
    std::size_t bytes;
  };

  bool allocate(Runner& runner, std::int64_t groups, std::int64_t batch) {
    const auto carve = [&](char* memory) {
      Carver carver{memory};
      signs_ = carver.take<double>(subjects_ * batch);
      group_maxima_ = carver.take<double>(groups * batch);
      limits_ = carver.take<double>(divide_up(variables_, kTile) * kTile);
      scales_ = carver.take<double>(divide_up(variables_, kTile) * kTile);
      sort_ = carver.take<char>(static_cast<std::int64_t>(SortWork::bytes(args_.flips)));
      return carver.used;
    };
    auto* memory = static_cast<char*>(runner.allocate(carve(nullptr)));
    if (!memory) return false;
    carve(memory);
    return work_.allocate(runner, divide_up(variables_, kTile), Work(*this, nullptr, batch).bytes);
  }

  /** What the sums of flipped values have to reach, and what values are multiplied by, of one tile. */
  void limits_of(std::int64_t tile) {
    const auto n = static_cast<double>(subjects_);
    for (auto v = tile * kTile; v < (tile + 1) * kTile; ++v) {
      limits_[v] = scales_[v] = __builtin_nan("");
      if (v >= variables_) continue;
      args_.extreme[v] = args_.extreme_of_all[v] = 0;
      args_.means[v] = args_.statistics[v] = __builtin_nan("");
      double most = 0;
      bool finite = true;
      for (std::int64_t s = 0; s < subjects_; ++s) {
        const double size = __builtin_fabs(value_at(args_.values, s * variables_ + v));
        finite &= is_finite(size);
        most = size > most ? size : most;
      }
      if (!finite) continue;
      args_.means[v] = sum(v, 1, false) / n;
      args_.statistics[v] = args_.studentized ? student_t(v) : args_.means[v];
      if (args_.studentized && most == 0) continue;
      const double unit = unit_scale(&most, 1);
      const double squares = sum(v, unit, true);
      const double rms = __builtin_sqrt(squares / n) / unit;
      const double direction = args_.alternative == Alternative::less ? -1 : 1;
      scales_[v] = direction * (args_.studentized ? 1 / rms : 1);
      // Sums that are equal but for their order of summation come out a few units in the last place apart.
      const double slack = 1e-12 * n * (args_.studentized ? 1 : rms);
      const double observed = sum(v, scales_[v], false);
      limits_[v] = (args_.alternative == Alternative::two_sided ? __builtin_fabs(observed) : observed) - slack;
    }
  }

  /** Student's t against 0; infinite for equal values. */
  double student_t(std::int64_t v) const {
    bool equal = true;
    double squares = 0;
    for (std::int64_t from = 0; from < subjects_; from += kSumBlock) {
      double chain = 0;
      for (auto s = from; s < smaller(from + kSumBlock, subjects_); ++s) {
        const double value = value_at(args_.values, s * variables_ + v), deviation = value - args_.means[v];
        equal &= value == value_at(args_.values, v);
        chain = __builtin_fma(deviation, deviation, chain);
      }
      squares += chain;
    }
    const auto n = static_cast<double>(subjects_);
    return canonical(args_.means[v] / (equal ? 0 : __builtin_sqrt(squares / (n - 1) / n)));
  }

  /** Sum over subjects of scaled values, or of their squares, by the definition. */
  double sum(std::int64_t v, double scale, bool squared) const {
    double total = 0;
    for (std::int64_t from = 0; from < subjects_; from += kSumBlock) {
      double chain = 0;
      for (auto s = from; s < smaller(from + kSumBlock, subjects_); ++s) {
        const double value = value_at(args_.values, s * variables_ + v) * scale;
        chain = __builtin_fma(squared ? value : 1, value, chain);
      }
      total += chain;
    }
    return total;
  }

  /** The signs of flip `first` + f: bit s mod 32 of word s / 32 of its stream, or bit s of its number. */
  void draw(std::int64_t first, std::int64_t f, std::int64_t batch, bool needed) {
    const auto flip = static_cast<std::uint64_t>(first + f);
    Philox random(args_.seed, kFirstFlip + flip);
    std::uint32_t word = static_cast<std::uint32_t>(flip + 1);
    for (std::int64_t s = 0; s < subjects_; ++s) {
      if (!args_.exact && s % 32 == 0) word = random.next();
      signs_[s * batch + f] = needed && (word >> s % 32 & 1) ? -1 : 1;
    }
  }

  void flip(const Runner& runner, std::int64_t g, std::int64_t tiles_each, std::int64_t tiles, std::int64_t count,
            std::int64_t batch) {
    const Workspaces::Lease lease(work_);
    const Work work(*this, lease.memory(), batch);
    for (std::int64_t f = 0; f < batch; ++f) work.most[f] = Simd<double>::broadcast(-__builtin_inf());
    for (auto t = g * tiles_each; t < smaller((g + 1) * tiles_each, tiles) && !runner.cancelled(); ++t) {
      copy_tile(t, work.tile);
      double extreme[kTile] = {};
      for (std::int64_t f = 0; f < count; f += kFlipTile)
        for (std::int64_t v = 0; v < kTile; v += Simd<double>::lanes)
          flip_tile(work, batch, f, smaller(kFlipTile, count - f), v, limits_ + t * kTile + v, extreme + v);
      for (auto v = t * kTile; v < smaller((t + 1) * kTile, variables_); ++v)
        args_.extreme[v] += static_cast<std::int32_t>(extreme[v - t * kTile]);
    }
    for (std::int64_t f = 0; f < batch; ++f) {
      double lanes[Simd<double>::lanes];
      __builtin_memcpy(lanes, work.most + f, sizeof lanes);
      double most = lanes[0];
      for (const double lane : lanes) most = lane > most ? lane : most;
      group_maxima_[g * batch + f] = most;
    }
  }

  /** Beyond the last variable, and where there is no statistic, all is NaN: it is never a maximum. */
  void copy_tile(std::int64_t t, double* tile) const {
    for (std::int64_t s = 0; s < subjects_; ++s)
      for (std::int64_t k = 0; k < kTile; ++k) {
        const auto v = t * kTile + k;
        tile[s * kTile + k] =
            v < variables_ ? value_at(args_.values, s * variables_ + v) * scales_[v] : __builtin_nan("");
      }
  }

  /** A vector of variables against some flips. */
  void flip_tile(const Work& work, std::int64_t batch, std::int64_t f, std::int64_t count, std::int64_t v,
                 const double* limits, double* extreme) const {
    Vec total[kFlipTile] = {};
    for (std::int64_t from = 0; from < subjects_; from += kSumBlock) {
      Vec chain[kFlipTile] = {};
      for (auto s = from; s < smaller(from + kSumBlock, subjects_); ++s) {
        const Vec value = load(work.tile + s * kTile + v);
#pragma GCC unroll 8
        for (int i = 0; i < kFlipTile; ++i)
          chain[i] = fma(Simd<double>::broadcast(signs_[s * batch + f + i]), value, chain[i]);
      }
#pragma GCC unroll 8
      for (int i = 0; i < kFlipTile; ++i) total[i] += chain[i];
    }
    const Vec limit = load(limits), one = Simd<double>::broadcast(1), zero{};
    const bool two_sided = args_.alternative == Alternative::two_sided;
    Vec reached = load(extreme);
    for (int i = 0; i < count; ++i) {
      const Vec opposite = two_sided ? -total[i] : total[i];
      const Vec size = total[i] < opposite ? opposite : total[i];
      reached += size >= limit ? one : zero;
      work.most[f + i] = size > work.most[f + i] ? size : work.most[f + i];
    }
    store(extreme, reached);
  }

  /** Counts, of each variable, the maxima that reach its limit; then maxima of sums become those of the statistic. */
  void count_maxima(Runner& runner) {
    SortWork sort;
    sort.use(sort_, args_.flips);
    auto order = [&](std::int64_t) { sort_order(args_.maxima, args_.flips, sort); };
    for_blocks(runner, 1, 0.995, order);
    auto some = [&](std::int64_t tile) {
      for (auto v = tile * kTile; v < smaller((tile + 1) * kTile, variables_); ++v) {
        if (limits_[v] != limits_[v]) continue;
        std::int64_t from = 0, to = args_.flips;
        while (from < to) {
          const auto middle = (from + to) / 2;
          if (args_.maxima[index_of(sort.entries[middle])] >= limits_[v])
            to = middle;
          else
            from = middle + 1;
        }
        args_.extreme_of_all[v] = static_cast<std::int32_t>(args_.flips - from);
      }
    };
    for_blocks(runner, divide_up(variables_, kTile), 0.999, some);
    const auto n = static_cast<double>(subjects_);
    auto finish = [&](std::int64_t i) {
      const double mean = args_.maxima[i] / n;
      // Without a single variable that has a statistic there is no maximum.
      args_.maxima[i] = mean == -__builtin_inf() ? __builtin_nan("") : args_.studentized ? t_of(clamped(mean)) : mean;
    };
    auto chunk = [&](std::int64_t c) {
      for (auto i = c * 4096; i < smaller((c + 1) * 4096, args_.flips); ++i) finish(i);
    };
    for_blocks(runner, divide_up(args_.flips, 4096), 1, chunk);
  }

  /** t of mean / root mean square. */
  double t_of(double u) const {
    return u * __builtin_sqrt(static_cast<double>(subjects_ - 1)) / __builtin_sqrt((1 - u) * (1 + u));
  }

  const SignFlipArgs& args_;
  std::int64_t subjects_, variables_;
  double *signs_ = nullptr, *group_maxima_ = nullptr, *limits_ = nullptr, *scales_ = nullptr;
  char* sort_ = nullptr;
  Workspaces work_;
};

Status sign_flip(const SignFlipArgs& args, Runner& runner) {
  SignFlip flip(args);
  return flip.run(runner);
}

}  // namespace likeness::LIKENESS_ISA
