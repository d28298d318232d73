#pragma once
// The tile unit's arithmetic in plain code, so that all around it is tested on every machine. For kernel sources only.

#include "distance/tile-unit.h"
#include "native/simd.h"

namespace likeness::LIKENESS_ISA {

/** Denormals count as zero, in and out (of results that round up to 2^-126 the processor may flush a few more). */
static inline float flushed(float v) { return __builtin_fabsf(v) < 0x1p-126f ? __builtin_copysignf(0, v) : v; }

static inline float from_part(Part part) {
  return flushed(__builtin_bit_cast(float, static_cast<std::uint32_t>(part) << 16));
}

/**
 * TDPBF16PS by Intel's manual (volume 2, "TDPBF16PS"): for each sum, one chain of fused steps from zero over the even
 * features of the tile and one over the odd ones; the two are added, and that is added to the sum. Every step rounds to
 * the nearest even float32.
 */
struct EmulatedTiles {
  float sums[4][kTileSide][kTileSide];
  Part parts[4][kTileParts];

  template <int tile>
  void clear() {
    for (auto& row : sums[tile])
      for (auto& sum : row) sum = 0;
  }

  template <int tile>
  void load(const Part* from) {
    __builtin_memcpy(parts[tile - 4], from, sizeof parts[0]);
  }

  template <int tile>
  void multiply() {
    const Part *a = parts[tile / 2], *b = parts[2 + tile % 2];
    float b_value[kTileParts];
    for (std::int64_t k = 0; k < kTileSide; ++k)
      for (std::int64_t n = 0; n < kTileSide; ++n)
        for (std::int64_t odd = 0; odd < 2; ++odd)
          b_value[(2 * k + odd) * kTileSide + n] = from_part(b[2 * (k * kTileSide + n) + odd]);
    for (std::int64_t m = 0; m < kTileSide; ++m) {
      float chain[2][kTileSide] = {};
      for (std::int64_t k = 0; k < kStepFeatures; ++k) {
        const float a_value = from_part(a[m * kStepFeatures + k]);
        float* sum = chain[k % 2];
        for (std::int64_t n = 0; n < kTileSide; ++n)
          sum[n] = flushed(__builtin_fmaf(a_value, b_value[k * kTileSide + n], sum[n]));
      }
      for (std::int64_t n = 0; n < kTileSide; ++n)
        sums[tile][m][n] = flushed(sums[tile][m][n] + flushed(chain[0][n] + chain[1][n]));
    }
  }

  template <int tile>
  void store(float* to) const {
    for (std::int64_t m = 0; m < kTileSide; ++m) __builtin_memcpy(to + m * kStrip, sums[tile][m], sizeof sums[0][0]);
  }
};

static void multiply_emulated(const Part* a, const Part* b, std::int64_t steps, float* sums) {
  EmulatedTiles tiles;
  multiply_strips(tiles, a, b, steps, sums);
}

static constexpr TileUnit kEmulatedUnit = {[] {}, [] {}, multiply_emulated};

}  // namespace likeness::LIKENESS_ISA
