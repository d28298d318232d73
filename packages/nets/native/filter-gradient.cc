// The gradient of a convolution's filters as sums of outer products: at each pixel a tap adds its input channels times
// the output channels. Both lie side by side where channels come last, so nothing is transposed: four inputs times 64
// outputs stay in registers over a block of pixels, the block's outputs in the first cache, the sums in the second.
#include "filter-gradient.h"

#include <algorithm>
#include <cstring>

#include "onednn.h"
#include "parallel.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define LIKENESS_OUTER_PRODUCTS __attribute__((target("avx512f")))
#endif

namespace likeness::nets {

#ifdef LIKENESS_OUTER_PRODUCTS
namespace {

using Shape = ConvolutionShape;

constexpr int kLanes = 16, kTile = 4, kMostVectors = 4;
constexpr int kPanel = kLanes * kMostVectors;
/** 112 pixels of a panel are 28 KiB; 28 divides the sides of most networks. */
constexpr int kBlockPixels = 112, kBlockColumns = 28;
/** Panels of outputs, and tiles of inputs for each tap, that a thread sums at a time: 576 KiB. */
constexpr int kMostPanels = 4, kMostTilesOfTaps = 16 * 9;

constexpr int up(int a, int b) { return (a + b - 1) / b; }

/** Pixels of an output, and the window of the image under them. */
struct Block {
  int row, column, rows, columns, window_rows, window_columns;
  /** Floats of a tile's window. */
  std::int64_t window() const { return std::int64_t{window_rows} * window_columns * kTile; }
};

/** How an output is cut into blocks of about equal size. */
struct Cut {
  explicit Cut(const Shape& s)
      : columns(up(s.ow, up(s.ow, kBlockColumns))), rows(up(s.oh, up(s.oh, kBlockPixels / columns))) {}
  int columns, rows;
};

Block block_at(const Shape& s, const Cut& cut, int row, int column) {
  const int rows = std::min(cut.rows, s.oh - row), columns = std::min(cut.columns, s.ow - column);
  return {row, column, rows, columns, rows + s.kh - 1, columns + s.kw - 1};
}

/** What a thread sums at a time: `outs` outputs from `out`, `ins` inputs from `in`. */
struct Part {
  int out, outs, in, ins;
  int tiles() const { return up(ins, kTile); }
  int panels() const { return up(outs, kPanel); }
  int outs_of(int panel) const { return std::min(kPanel, outs - panel * kPanel); }
  int vectors_of(int panel) const { return up(outs_of(panel), kLanes); }
};

struct Buffers {
  float *image, *output, *sums;
};

/** A pixel's channels, each tile's to its own window. */
void spread_tiles(const float* from, int channels, std::int64_t window, float* into) {
  int k = 0;
  for (; k + kTile <= channels; k += kTile, into += window) std::memcpy(into, from + k, sizeof(float) * kTile);
  if (k == channels) return;
  std::fill_n(into, kTile, 0.f);
  std::memcpy(into, from + k, sizeof(float) * (channels - k));
}

/** Windows of a part's inputs, one tile after another; zero outside the image. */
void pack_image(const Shape& s, const Part& part, const Block& b, const float* image, float* into) {
  const int top = b.row - s.top, left = b.column - s.left;
  const int from = std::clamp(-left, 0, b.window_columns), to = std::clamp(s.w - left, from, b.window_columns);
  const auto clear = [&](float* start, int pixels) {
    for (int tile = 0; tile < part.tiles(); ++tile) std::fill_n(start + tile * b.window(), pixels * kTile, 0.f);
  };
  for (int r = top; r < top + b.window_rows; ++r, into += b.window_columns * kTile) {
    if (r < 0 || r >= s.h) {
      clear(into, b.window_columns);
      continue;
    }
    clear(into, from);
    for (int q = from; q < to; ++q)
      spread_tiles(image + (std::int64_t{r} * s.w + left + q) * s.in + part.in, part.ins, b.window(), into + q * kTile);
    clear(into + to * kTile, b.window_columns - to);
  }
}

/** A block's pixels of `outs` outputs from `out`, filled up with zeros to whole vectors. */
void pack_output(const Shape& s, int out, int outs, const Block& b, const float* output, float* into) {
  const int width = up(outs, kLanes) * kLanes;
  for (int r = 0; r < b.rows; ++r)
    for (int q = 0; q < b.columns; ++q, into += width) {
      const float* from = output + (std::int64_t{b.row + r} * s.ow + b.column + q) * s.out + out;
      std::memcpy(into, from, sizeof(float) * outs);
      std::fill(into + outs, into + width, 0.f);
    }
}

/** sums[i][o] += the sum over a block's pixels of image[i] * output[o], for one tap. */
template <int kVectors>
LIKENESS_OUTER_PRODUCTS void add_products(const Block& b, const float* image, const float* output, float* sums) {
  __m512 acc[kTile][kVectors];
  for (int i = 0; i < kTile; ++i)
    for (int v = 0; v < kVectors; ++v) acc[i][v] = _mm512_loadu_ps(sums + (i * kVectors + v) * kLanes);
  for (int r = 0; r < b.rows; ++r) {
    const float* x = image + std::int64_t{r} * b.window_columns * kTile;
    for (int q = 0; q < b.columns; ++q, x += kTile, output += kVectors * kLanes) {
      __m512 y[kVectors];
      for (int v = 0; v < kVectors; ++v) y[v] = _mm512_loadu_ps(output + v * kLanes);
      for (int i = 0; i < kTile; ++i) {
        const __m512 xi = _mm512_set1_ps(x[i]);
        for (int v = 0; v < kVectors; ++v) acc[i][v] = _mm512_fmadd_ps(xi, y[v], acc[i][v]);
      }
    }
  }
  for (int i = 0; i < kTile; ++i)
    for (int v = 0; v < kVectors; ++v) _mm512_storeu_ps(sums + (i * kVectors + v) * kLanes, acc[i][v]);
}

using AddProducts = void (*)(const Block&, const float*, const float*, float*);
constexpr AddProducts kAddProducts[] = {add_products<1>, add_products<2>, add_products<3>, add_products<4>};

/** Sums lie panel by panel, in it tile by tile, in it tap by tap. */
std::int64_t sums_of_panel(const Shape& s, const Part& part) {
  return std::int64_t{part.tiles()} * s.kh * s.kw * kTile * kPanel;
}

void add_panel(const Shape& s, const Part& part, int vectors, const Block& b, const Buffers& with, float* sums) {
  const auto add = kAddProducts[vectors - 1];
  for (int tile = 0; tile < part.tiles(); ++tile)
    for (int y = 0; y < s.kh; ++y)
      for (int x = 0; x < s.kw; ++x, sums += kTile * vectors * kLanes)
        add(b, with.image + tile * b.window() + (y * b.window_columns + x) * kTile, with.output, sums);
}

void add_image(const Shape& s, const Part& part, const float* image, const float* output, const Buffers& with) {
  const Cut cut(s);
  for (int row = 0; row < s.oh; row += cut.rows)
    for (int column = 0; column < s.ow; column += cut.columns) {
      const auto b = block_at(s, cut, row, column);
      pack_image(s, part, b, image, with.image);
      for (int panel = 0; panel < part.panels(); ++panel) {
        pack_output(s, part.out + panel * kPanel, part.outs_of(panel), b, output, with.output);
        add_panel(s, part, part.vectors_of(panel), b, with, with.sums + panel * sums_of_panel(s, part));
      }
    }
}

void write_sums(const Shape& s, const Part& part, const float* sums, float* filters) {
  const int taps = s.kh * s.kw;
  for (int tap = 0; tap < taps; ++tap)
    for (int k = 0; k < part.ins; ++k)
      for (int panel = 0; panel < part.panels(); ++panel) {
        const auto row = (std::int64_t{k / kTile} * taps + tap) * kTile + k % kTile;
        const float* from = sums + panel * sums_of_panel(s, part) + row * part.vectors_of(panel) * kLanes;
        float* const to = filters + (std::int64_t{tap} * s.in + part.in + k) * s.out + part.out + panel * kPanel;
        std::memcpy(to, from, sizeof(float) * part.outs_of(panel));
      }
}

void sum_part(const Shape& s, const Part& part, const float* images, const float* outputs, float* filters) {
  const auto largest = block_at(s, Cut(s), 0, 0);
  const std::int64_t output = std::int64_t{largest.rows} * largest.columns * kPanel;
  const std::int64_t sums = part.panels() * sums_of_panel(s, part);
  auto* const start = static_cast<float*>(scratch(sizeof(float) * (output + sums + largest.window() * part.tiles())));
  const Buffers with{start + output + sums, start, start + output};
  std::fill_n(with.sums, sums, 0.f);
  for (std::int64_t n = 0; n < s.n; ++n)
    add_image(s, part, images + n * s.h * s.w * s.in, outputs + n * s.oh * s.ow * s.out, with);
  write_sums(s, part, with.sums, filters);
}

}  // namespace

bool has_filter_gradient(const Shape& s) {
  static const bool here = __builtin_cpu_supports("avx512f");
  const bool plain = s.groups == 1 && s.sh == 1 && s.sw == 1 && s.dh == 1 && s.dw == 1;
  // Fewer channels fill no panel, and a single tap uses what was packed only once.
  return here && plain && s.kh * s.kw > 1 && std::min(s.in, s.out) >= kPanel;
}

void filter_gradient(const Shape& s, const float* images, const float* outputs, float* filters) {
  constexpr int kOuts = kMostPanels * kPanel;
  const int columns = up(s.out, kOuts), threads = omp_get_max_threads();
  int tiles = std::max<std::int64_t>(1, kMostTilesOfTaps / (std::int64_t{s.kh} * s.kw));
  const auto parts = [&] { return std::int64_t{columns} * up(s.in, tiles * kTile); };
  while (tiles > 1 && parts() % threads != 0 && parts() < 4 * threads) tiles /= 2;
  const int most = tiles * kTile, ranges = up(s.in, most);
  parallel(parts(), 1, [&](auto begin, auto end) {
    for (auto k = static_cast<int>(begin); k < end; ++k) {
      const int out = k / ranges * kOuts, in = k % ranges * most;
      sum_part(s, {out, std::min(kOuts, s.out - out), in, std::min(most, s.in - in)}, images, outputs, filters);
    }
  });
}

#else

bool has_filter_gradient(const ConvolutionShape&) { return false; }
void filter_gradient(const ConvolutionShape&, const float*, const float*, float*) {}

#endif

}  // namespace likeness::nets
