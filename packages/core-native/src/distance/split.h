#pragma once
// Rows in two bfloat16 parts each, packed in the order in which the tile unit reads them. For kernel sources only.

#include "distance/row-form.h"
#include "distance/tile-unit.h"

namespace likeness::LIKENESS_ISA {

/** Features whose products are summed in float32; such sums are added in float64. */
inline constexpr std::int64_t kFastBlock = 512;
inline constexpr std::int64_t kFastSteps = kFastBlock / kStepFeatures;

/** The rows of a matrix for the tile unit; null where a side or a metric does not need an array. */
struct SplitRows {
  const float* x = nullptr;  // row-major
  std::int64_t rows = 0, cols = 0;
  Metric metric = Metric::euclidean;
  // Per row. Cosine and correlation: the row's part of the error, NaN where the metric is not defined. Else: sum of
  // squares, its root, and the power of two that was taken off.
  double* slack = nullptr;
  double *squares = nullptr, *norms = nullptr, *scales = nullptr;
  // [block of features][strip][step][4 tiles]; rows and features beyond the last are zero.
  Part *a = nullptr, *b = nullptr;

  std::int64_t strips() const { return divide_up(rows, kStrip); }
  std::int64_t blocks() const { return divide_up(cols, kFastBlock); }
  std::int64_t steps(std::int64_t block) const {
    return divide_up(smaller(kFastBlock, cols - block * kFastBlock), kStepFeatures);
  }
  std::int64_t offset(std::int64_t block, std::int64_t strip) const {
    return (block * kFastSteps * strips() + strip * steps(block)) * kStepParts;
  }
  std::int64_t parts() const { return divide_up(cols, kStepFeatures) * strips() * kStepParts; }
};

/** The bits of a finite float32, rounded to the nearest even bfloat16. */
static inline std::uint32_t bfloat16_bits(float v) {
  const auto bits = __builtin_bit_cast(std::uint32_t, v);
  return (bits + 0x7fff + (bits >> 16 & 1)) & 0xffff0000;
}

/** The form's values of `count` features, at most 32, as high + low: what remains is below 2^-17 of the power of two.
 */
static inline void split_row(const float* x, std::int64_t count, const RowForm& form, Part* high, Part* low) {
  float value[kStepFeatures] = {};
  for (std::int64_t k = 0; k < count; ++k) value[k] = static_cast<float>(form.value(x[k]));
  for (std::int64_t k = 0; k < kStepFeatures; ++k) {
    const auto bits = bfloat16_bits(value[k]);
    const float rest = value[k] - __builtin_bit_cast(float, bits);  // exact
    high[k] = static_cast<Part>(bits >> 16);
    low[k] = static_cast<Part>(bfloat16_bits(rest) >> 16);
  }
}

/** b's tile of what is an a tile: rows adjacent for each pair of features. */
static inline void turn_tile(const Part* a, Part* b) {
  for (std::int64_t row = 0; row < kTileSide; ++row)
    for (std::int64_t pair = 0; pair < kTileSide; ++pair)
      __builtin_memcpy(b + 2 * (pair * kTileSide + row), a + 2 * (row * kTileSide + pair), 2 * sizeof(Part));
}

/** Parts of one strip; rows without a form (none there, NaN, infinity) are zero. */
static void pack_strip(const Runner& runner, const SplitRows& rows, std::int64_t strip, const RowForm* const* forms) {
  for (std::int64_t block = 0; block < rows.blocks() && !runner.cancelled(); ++block)
    for (std::int64_t step = 0; step < rows.steps(block); ++step) {
      const auto at = rows.offset(block, strip) + step * kStepParts;
      alignas(64) Part local[kStepParts];
      Part* tiles = rows.a ? rows.a + at : local;
      const auto first = block * kFastBlock + step * kStepFeatures;
      for (std::int64_t r = 0; r < kStrip; ++r) {
        // What the next step writes; a fifth of the time.
        for (std::int64_t part = 0; part < kStepParts / kStrip; part += 32) {
          const auto next = at + kStepParts + r * (kStepParts / kStrip) + part;
          if (rows.a) __builtin_prefetch(rows.a + next, 1);
          if (rows.b) __builtin_prefetch(rows.b + next, 1);
        }
        const bool there = forms[r] != nullptr;
        const RowForm none;
        Part* high = tiles + r * kStepFeatures;
        split_row(there ? rows.x + (strip * kStrip + r) * rows.cols + first : nullptr,
                  there ? smaller(kStepFeatures, rows.cols - first) : 0, there ? *forms[r] : none, high,
                  high + 2 * kTileParts);
      }
      if (rows.b)
        for (std::int64_t t = 0; t < 4; ++t) turn_tile(tiles + (t + 2) % 4 * kTileParts, rows.b + at + t * kTileParts);
    }
}

}  // namespace likeness::LIKENESS_ISA
