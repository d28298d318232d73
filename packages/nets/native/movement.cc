// Everything that only moves elements (transpose, slice, reverse, pad, tile, concatenate): one copy between two strided
// views of the same shape.
#include <cstring>

#include "call.h"
#include "parallel.h"
#include "strided.h"

namespace likeness::nets {
namespace {

constexpr std::int64_t kTile = 16;

void copy_row(const float* from, std::int64_t step, float* to, std::int64_t to_step, std::int64_t n) {
  if (step == 1 && to_step == 1)
    std::memcpy(to, from, sizeof(float) * n);
  else if (to_step == 1 && step == 0)
    for (std::int64_t i = 0; i < n; ++i) to[i] = *from;
  else
    for (std::int64_t i = 0; i < n; ++i) to[i * to_step] = from[i * step];
}

/** Brings the side along which the source is contiguous next to the last, so that both are walked in tiles. */
bool bring_contiguous(Layout<2>& layout) {
  const int last = layout.rank - 1;
  if (layout.strides[0][last] == 1) return false;
  for (int d = last - 1; d >= 0; --d) {
    if (layout.strides[0][d] != 1 || layout.sides[d] < 4) continue;
    for (int e = d; e < last - 1; ++e) {
      std::swap(layout.sides[e], layout.sides[e + 1]);
      for (auto& strides : layout.strides) std::swap(strides[e], strides[e + 1]);
    }
    return true;
  }
  return false;
}

/** Copies rows begin to end (a multiple of one side's rows apart) of a plane in tiles that both caches hold. */
void copy_plane(const Layout<2>& layout, const float* from, float* to, std::int64_t begin, std::int64_t end) {
  const int row = layout.rank - 2, column = layout.rank - 1;
  const auto columns = layout.sides[column];
  for (auto r = begin; r < end; r += kTile)
    for (std::int64_t c = 0; c < columns; c += kTile)
      for (auto i = r; i < std::min(r + kTile, end); ++i)
        for (auto j = c; j < std::min(c + kTile, columns); ++j)
          to[i * layout.strides[1][row] + j * layout.strides[1][column]] =
              from[i * layout.strides[0][row] + j * layout.strides[0][column]];
}

void copy_tiled(const Layout<2>& layout, const float* from, float* to) {
  const int row = layout.rank - 2;
  const auto height = layout.sides[row], tiles = (height + kTile - 1) / kTile, planes = layout.rows() / height;
  parallel(planes * tiles, grain(kTile * layout.length()), [&](auto begin, auto end) {
    for (auto k = begin; k < end; ++k) {
      const Rows<2> at(layout, k / tiles * height);
      const auto first = k % tiles * kTile;
      copy_plane(layout, from + at[0], to + at[1], first, std::min(first + kTile, height));
    }
  });
}

/** copy(from, to, [offset in from, offset in to], layout of from and to) */
void copy(const Call& call) {
  const auto from = call.floats(0), to = call.floats(1);
  const auto offsets = call.integers(2, 2).data;
  auto layout = Layout<2>::read(call.integers(3, 4));
  layout.check(0, offsets[0], from.size);
  layout.check(1, offsets[1], to.size);
  const auto* source = from.data + offsets[0];
  auto* target = to.data + offsets[1];
  if (bring_contiguous(layout)) return copy_tiled(layout, source, target);
  const auto last = layout.rank - 1;
  const auto step = layout.strides[0][last], to_step = layout.strides[1][last], length = layout.length();
  parallel(layout.rows(), grain(length), [&](auto begin, auto end) {
    Rows<2> at(layout, begin);
    for (auto r = begin; r < end; ++r, at.next()) copy_row(source + at[0], step, target + at[1], to_step, length);
  });
}
LIKENESS_NETS_EXPORT(copy)

}  // namespace
}  // namespace likeness::nets
