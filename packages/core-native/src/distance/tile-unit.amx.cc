// The processor's tile unit. No vector code, no standard function: nothing here can be shared with the baseline.
#include "distance/tile-unit.h"

#include <immintrin.h>

namespace likeness::amx {
namespace {

struct alignas(64) Configuration {
  std::uint8_t palette, start_row, reserved[14];
  std::uint16_t bytes_per_row[16];
  std::uint8_t rows[16];
};

// Eight whole tiles. In memory for good: the intrinsic tells the compiler of its first bytes alone.
const Configuration configuration = {1, 0, {}, {64, 64, 64, 64, 64, 64, 64, 64}, {16, 16, 16, 16, 16, 16, 16, 16}};

// The intrinsics want the registers' numbers as literals.
struct Tiles {
  template <int tile>
  static void clear() {
    if constexpr (tile == 0) _tile_zero(0);
    if constexpr (tile == 1) _tile_zero(1);
    if constexpr (tile == 2) _tile_zero(2);
    if constexpr (tile == 3) _tile_zero(3);
  }

  template <int tile>
  static void load(const Part* from) {
    if constexpr (tile == 4) _tile_loadd(4, from, 64);
    if constexpr (tile == 5) _tile_loadd(5, from, 64);
    if constexpr (tile == 6) _tile_loadd(6, from, 64);
    if constexpr (tile == 7) _tile_loadd(7, from, 64);
  }

  template <int sums>
  static void multiply() {
    if constexpr (sums == 0) _tile_dpbf16ps(0, 4, 6);
    if constexpr (sums == 1) _tile_dpbf16ps(1, 4, 7);
    if constexpr (sums == 2) _tile_dpbf16ps(2, 5, 6);
    if constexpr (sums == 3) _tile_dpbf16ps(3, 5, 7);
  }

  template <int tile>
  static void store(float* to) {
    constexpr int stride = static_cast<int>(kStrip * sizeof(float));
    if constexpr (tile == 0) _tile_stored(0, to, stride);
    if constexpr (tile == 1) _tile_stored(1, to, stride);
    if constexpr (tile == 2) _tile_stored(2, to, stride);
    if constexpr (tile == 3) _tile_stored(3, to, stride);
  }
};

void begin() { _tile_loadconfig(&configuration); }

void end() { _tile_release(); }

void multiply(const Part* a, const Part* b, std::int64_t steps, float* sums) {
  Tiles tiles;
  multiply_strips(tiles, a, b, steps, sums);
}

}  // namespace

const TileUnit unit = {begin, end, multiply};

}  // namespace likeness::amx
