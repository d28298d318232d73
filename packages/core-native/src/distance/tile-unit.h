#pragma once
// The tile unit: products of strips of 32 rows, each value in two bfloat16 parts, with sums in float32. One order of
// loads and products for both units, the processor's (tile-unit.amx.cc) and the emulated one (emulated-tiles.h).

#include <cstddef>
#include <cstdint>

namespace likeness {

/** The upper half of a float32. */
using Part = std::uint16_t;

inline constexpr std::int64_t kTileSide = 16;      // rows of a tile, and columns of one of sums
inline constexpr std::int64_t kStrip = 32;         // rows of a strip: two tiles
inline constexpr std::int64_t kStepFeatures = 32;  // features of one tile product
inline constexpr std::int64_t kTileParts = kTileSide * kStepFeatures;
inline constexpr std::int64_t kStepParts = 4 * kTileParts;  // a strip's parts of one step

struct TileUnit {
  /** Sets up the calling thread; `end` gives its tile state back. */
  void (*begin)();
  void (*end)();
  /**
   * sums (32 x 32, row-major) = the products of two strips over `steps` of 32 features. Per step, a strip has four
   * tiles: `a` has rows 0-15 and 16-31 of the high parts, then of the low ones, a row's features adjacent; `b` has the
   * low parts first, and of each pair of features the rows adjacent.
   */
  void (*multiply)(const Part* a, const Part* b, std::int64_t steps, float* sums);
};

/**
 * 2 x 2 tiles of sums (0 to 3) leave four registers: 4 and 5 for a's tiles, 6 and 7 for b's. high·low, high·high,
 * low·high is an order in which each of a step's eight tiles is loaded once for its twelve products, and every sum
 * waits for three other products before its next.
 */
template <class Tiles>
static inline void multiply_strips(Tiles& tiles, const Part* a, const Part* b, std::int64_t steps, float* sums) {
  tiles.template clear<0>();
  tiles.template clear<1>();
  tiles.template clear<2>();
  tiles.template clear<3>();
  for (std::int64_t step = 0; step < steps; ++step, a += kStepParts, b += kStepParts) {
    tiles.template load<4>(a);
    tiles.template load<6>(b);
    tiles.template multiply<0>();
    tiles.template load<5>(a + kTileParts);
    tiles.template multiply<2>();
    tiles.template load<7>(b + kTileParts);
    tiles.template multiply<1>();
    tiles.template multiply<3>();
    tiles.template load<6>(b + 2 * kTileParts);
    tiles.template load<7>(b + 3 * kTileParts);
    tiles.template multiply<0>();
    tiles.template multiply<2>();
    tiles.template multiply<1>();
    tiles.template multiply<3>();
    tiles.template load<4>(a + 2 * kTileParts);
    tiles.template load<5>(a + 3 * kTileParts);
    tiles.template multiply<0>();
    tiles.template multiply<2>();
    tiles.template multiply<1>();
    tiles.template multiply<3>();
  }
  tiles.template store<0>(sums);
  tiles.template store<1>(sums + kTileSide);
  tiles.template store<2>(sums + kTileSide * kStrip);
  tiles.template store<3>(sums + kTileSide * kStrip + kTileSide);
}

#if defined(LIKENESS_AMX)
namespace amx {
/** The processor's; only where `tiles_available()`. */
extern const TileUnit unit;
}  // namespace amx
#endif

}  // namespace likeness
