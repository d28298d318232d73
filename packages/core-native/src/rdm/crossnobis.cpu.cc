#include "rdm/crossnobis.h"

#include "distance/condensed.h"
#include "distance/finish.h"
#include "distance/panels.h"

namespace likeness::LIKENESS_ISA {
namespace {

using V = Simd<double>::Vec;
using Mask = Simd<double>::BitVec;
constexpr int kLanes = Simd<double>::lanes;

// Two running sums for each output, and differences of a fold: half of the registers' tile.
#if defined(LIKENESS_ISA_avx512)
constexpr int kRows = 4, kVectors = 3;
#elif defined(LIKENESS_ISA_neon)
constexpr int kRows = 4, kVectors = 2;
#else
constexpr int kRows = 2, kVectors = 2;
#endif
constexpr std::int64_t kGroup = 12;  // rows of one unit of work: a multiple of kRows that divides a panel
constexpr std::int64_t kColumns = kVectors * kLanes;

/** Conditions in panels of kPanel: [panel][channel][fold][kPanel], and their folds alike: [panel][fold][kPanel]. */
struct Folded {
  std::int64_t count, folds, channels;
  double* data;
  std::int64_t* masks;  // all bits, or none where the fold lacks the condition
  bool* whole;          // panels whose conditions are in all folds (those beyond the last count as present)

  double* at(std::int64_t p, std::int64_t channel) const { return data + (p * channels + channel) * folds * kPanel; }
  std::int64_t* mask(std::int64_t p) const { return masks + p * folds * kPanel; }
};

void fill(const CrossnobisArgs& args, const Folded& all, std::int64_t p) {
  all.whole[p] = true;
  for (std::int64_t m = 0; m < all.folds; ++m)
    for (std::int64_t r = 0; r < kPanel; ++r) {
      const auto i = p * kPanel + r;
      const bool has = i >= args.conditions || args.present[i * all.folds + m];
      all.mask(p)[m * kPanel + r] = has ? -1 : 0;
      all.whole[p] &= has;
    }
  for (std::int64_t channel = 0; channel < all.channels; ++channel) {
    double* to = all.at(p, channel);
    for (std::int64_t r = 0; r < kPanel; ++r)
      for (std::int64_t m = 0; m < all.folds; ++m) {
        const auto row = (p * kPanel + r) * all.folds + m;
        to[m * kPanel + r] = row < args.conditions * all.folds ? args.x[row * all.channels + channel] : 0;
      }
  }
}

/**
 * Adds, over some channels, each pair's products of differences in two folds: for each channel and fold in order
 * the difference times the sum of those in the folds before it. A difference that a fold lacks is zero.
 */
template <bool masked>
void add_tile(const double* x, const std::int64_t* x_mask, const double* y, const std::int64_t* y_mask,
              std::int64_t folds, std::int64_t width, double* totals) {
  V sum[kRows][kVectors] = {};
  for (std::int64_t channel = 0; channel < width; ++channel) {
    V before[kRows][kVectors] = {};
    for (std::int64_t m = 0; m < folds; ++m, x += kPanel, y += kPanel) {
#pragma GCC unroll 4
      for (int r = 0; r < kRows; ++r) {
        const V value = Simd<double>::broadcast(x[r]);
#pragma GCC unroll 3
        for (int v = 0; v < kVectors; ++v) {
          V d = value - load(y + v * kLanes);
          if constexpr (masked) {
            Mask both;
            __builtin_memcpy(&both, y_mask + m * kPanel + v * kLanes, sizeof both);
            d = from_bits<double>(__builtin_bit_cast(Mask, d) & both & x_mask[m * kPanel + r]);
          }
          sum[r][v] = fma(d, before[r][v], sum[r][v]);
          before[r][v] += d;
        }
      }
    }
  }
  for (int r = 0; r < kRows; ++r)
    for (int v = 0; v < kVectors; ++v) {
      double* total = totals + r * kPanel + v * kLanes;
      store(total, load(total) + sum[r][v]);
    }
}

/** Totals of kGroup conditions of panel p, from its row `first` on, with all of panel q. */
void add_group(const Runner& runner, const Folded& all, std::int64_t p, std::int64_t first, std::int64_t q,
               double* totals) {
  const bool masked = !all.whole[p] || !all.whole[q];
  for (std::int64_t from = 0; from < all.channels && !runner.cancelled(); from += kSumBlock) {
    const auto width = smaller(kSumBlock, all.channels - from);
    for (std::int64_t r = 0; r < kGroup; r += kRows)
      for (std::int64_t j = 0; j < kPanel; j += kColumns) {
        const auto add = masked ? add_tile<true> : add_tile<false>;
        add(all.at(p, from) + first + r, all.mask(p) + first + r, all.at(q, from) + j, all.mask(q) + j, all.folds,
            width, totals + r * kPanel + j);
      }
  }
}

std::int64_t shared_folds(const CrossnobisArgs& args, std::int64_t i, std::int64_t j) {
  std::int64_t shared = 0;
  for (std::int64_t m = 0; m < args.folds; ++m)
    shared += args.present[i * args.folds + m] && args.present[j * args.folds + m];
  return shared;
}

template <class T>
void finish(const CrossnobisArgs& args, std::int64_t i, std::int64_t j, double total) {
  const auto shared = static_cast<double>(shared_folds(args, i, j));
  // Unordered pairs of folds were summed; with fewer than two folds this is 0 / 0.
  const double value =
      shared < 2 ? __builtin_nan("") : total / (shared * (shared - 1) / 2) / static_cast<double>(args.channels);
  static_cast<T*>(args.out)[condensed_index(i, j, args.conditions)] = static_cast<T>(one_nan(value));
}

}  // namespace

Status crossnobis(const CrossnobisArgs& args, Runner& runner) {
  const auto n = args.conditions;
  if (n < 2) return Status::ok;
  Folded all{divide_up(n, kPanel), args.folds, args.channels, nullptr, nullptr, nullptr};
  const auto cells = static_cast<std::size_t>(all.count * kPanel * args.folds);
  all.data = static_cast<double*>(runner.allocate(cells * static_cast<std::size_t>(args.channels) * sizeof(double)));
  all.masks = static_cast<std::int64_t*>(runner.allocate(cells * sizeof(std::int64_t)));
  all.whole = static_cast<bool*>(runner.allocate(static_cast<std::size_t>(all.count)));
  if (!all.data || !all.masks || !all.whole) return Status::out_of_memory;
  auto panel = [&](std::int64_t p) { fill(args, all, p); };
  for_blocks(runner, all.count, 0.1, panel);
  constexpr auto groups = kPanel / kGroup;
  auto group = [&](std::int64_t block) {
    const auto i0 = block / all.count * kGroup, p = i0 / kPanel, q = block % all.count, y0 = q * kPanel;
    if (i0 >= n || q < p) return;
    alignas(64) double totals[kGroup * kPanel] = {};
    add_group(runner, all, p, i0 % kPanel, q, totals);
    for (auto i = i0; i < smaller(i0 + kGroup, n); ++i)
      for (auto j = i + 1 > y0 ? i + 1 : y0; j < smaller(y0 + kPanel, n); ++j) {
        const double total = totals[(i - i0) * kPanel + j - y0];
        args.out_float64 ? finish<double>(args, i, j, total) : finish<float>(args, i, j, total);
      }
  };
  for_blocks(runner, all.count * groups * all.count, 1, group);
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

}  // namespace likeness::LIKENESS_ISA
