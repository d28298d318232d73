// Convolution of NHWC images with HWIO filters, and its two gradients: by oneDNN, where this project's own sums are not
// faster. Depthwise convolutions are grouped ones there.
#include <omp.h>

#include <algorithm>
#include <tuple>
#include <vector>

#include "call.h"
#include "filter-gradient.h"
#include "onednn-convolution.h"
#include "onednn.h"
#include "parallel.h"

namespace likeness::nets {
namespace {

using Shape = ConvolutionShape;

Shape shape_of(const Call& call, const Floats& image, const Floats& filter, const Floats& output) {
  const auto p = call.integers(3, 16);
  Shape s;
  std::copy(p.data, p.data + 16, &s.n);
  for (auto side : {s.n, s.h, s.w, s.in, s.out, s.kh, s.kw, s.oh, s.ow, s.sh, s.sw, s.dh, s.dw, s.groups})
    Call::require(side > 0, "a side of the convolution is not positive");
  Call::require(s.groups == 1 || (s.groups == s.in && s.out % s.groups == 0), "the groups do not fit the channels");
  const std::int64_t n = s.n;
  Call::require(image.size == n * s.h * s.w * s.in, "the image's size does not fit");
  Call::require(output.size == n * s.oh * s.ow * s.out, "the output's size does not fit");
  Call::require(filter.size == std::int64_t{s.kh} * s.kw * (s.in / s.groups) * s.out, "the filter's size does not fit");
  return s;
}

/** Whether it reads only some pixels of the image, each alone: oneDNN 2.6 writes past its memory at some of these. */
bool skips_pixels(const Shape& s) {
  const auto inside = [](std::int64_t out, std::int64_t stride, std::int64_t in, std::int64_t before) {
    return before == 0 && (out - 1) * stride < in;
  };
  return s.groups == 1 && s.kh == 1 && s.kw == 1 && (s.sh > 1 || s.sw > 1) && inside(s.oh, s.sh, s.h, s.top) &&
         inside(s.ow, s.sw, s.w, s.left);
}

/** The same of the pixels that it reads. */
Shape thinned(Shape s) {
  std::tie(s.h, s.w, s.sh, s.sw) = std::make_tuple(s.oh, s.ow, 1, 1);
  return s;
}

/** Calls body(pixel of the image, pixel of the thinned one) for each pixel that is read. */
template <class Body>
void each_read_pixel(const Shape& s, const Body& body) {
  const std::int64_t rows = std::int64_t{s.n} * s.oh;
  parallel(rows, grain(std::int64_t{s.ow} * s.in), [&](auto begin, auto end) {
    for (auto r = begin; r < end; ++r)
      for (std::int64_t q = 0; q < s.ow; ++q) {
        const auto pixel = (r / s.oh * s.h + r % s.oh * s.sh) * s.w + q * s.sw;
        body(pixel * s.in, (r * s.ow + q) * s.in);
      }
  });
}

/** Memory for a thinned image; the next call of this thread may overwrite it. */
float* thinned_image(const Shape& s) {
  thread_local std::vector<float> own;
  own.resize(std::max<std::size_t>(own.size(), std::size_t(s.n) * s.oh * s.ow * s.in));
  return own.data();
}

float* thin(const Shape& s, const float* image) {
  float* const out = thinned_image(s);
  each_read_pixel(s, [&](auto from, auto to) { std::copy_n(image + from, s.in, out + to); });
  return out;
}

/** conv2d(image, filter, output, shape, bias or undefined, relu) */
void conv2d(const Call& call) {
  const auto x = call.floats(0), w = call.floats(1), y = call.floats(2), bias = call.optional_floats(4);
  const auto s = shape_of(call, x, w, y);
  Call::require(!bias || bias.size == s.out, "the bias's size does not fit");
  const bool skips = skips_pixels(s);
  float* const image = skips ? thin(s, x.data) : x.data;
  convolve({skips ? thinned(s) : s, kForward, bool(bias), call.number(5) != 0}, {image, w.data, y.data, bias.data});
}
LIKENESS_NETS_EXPORT(conv2d)

/** conv2dInputGradient(output gradient, filter, image gradient, shape) */
void conv2dInputGradient(const Call& call) {
  const auto dy = call.floats(0), w = call.floats(1), dx = call.floats(2);
  const auto s = shape_of(call, dx, w, dy);
  if (!skips_pixels(s)) return convolve({s, kInputGradient, 0, 0}, {dx.data, w.data, dy.data, nullptr});
  float* const image = thinned_image(s);
  convolve({thinned(s), kInputGradient, 0, 0}, {image, w.data, dy.data, nullptr});
  std::fill_n(dx.data, dx.size, 0.f);
  each_read_pixel(s, [&](auto to, auto from) { std::copy_n(image + from, s.in, dx.data + to); });
}
LIKENESS_NETS_EXPORT(conv2dInputGradient)

// oneDNN cuts the sum over a batch by the number of threads, and its bits depend on the cut. So a batch is cut here, in
// parts that depend on its size alone, and each part is summed by one thread.
constexpr std::int64_t kMostParts = 8;

LIKENESS_CLONES void add_parts(const float* parts, std::int64_t count, std::int64_t size, float* sum,
                               std::int64_t begin, std::int64_t end) {
  for (auto i = begin; i < end; ++i) sum[i] = parts[i];
  for (std::int64_t k = 1; k < count; ++k)
    for (auto i = begin; i < end; ++i) sum[i] += parts[k * size + i];
}

/** The gradient of images begin to end alone, by one thread. */
void part_gradient(Shape s, const ConvolutionOperands& all, std::int64_t begin, std::int64_t end, float* into) {
  const Threads one(1);
  s.n = static_cast<std::int32_t>(end - begin);
  convolve({s, kFilterGradient, 0, 0},
           {all.image + begin * s.h * s.w * s.in, into, all.output + begin * s.oh * s.ow * s.out, nullptr});
}

void batch_gradient(const Shape& s, const ConvolutionOperands& all, std::int64_t size) {
  thread_local std::vector<float> parts;
  const auto count = std::min<std::int64_t>(s.n, kMostParts);
  parts.resize(std::max<std::size_t>(parts.size(), count * size));
  float* const start = parts.data();
  parallel(count, 1, [&](auto begin, auto end) {
    for (auto k = begin; k < end; ++k) part_gradient(s, all, k * s.n / count, (k + 1) * s.n / count, start + k * size);
  });
  parallel(size, grain(count), [&](auto begin, auto end) { add_parts(start, count, size, all.filter, begin, end); });
}

void gradient_of_filters(const Shape& s, const ConvolutionOperands& all, std::int64_t size) {
  if (has_filter_gradient(s)) return filter_gradient(s, all.image, all.output, all.filter);
  if (s.n > 1) return batch_gradient(s, all, size);
  // Of a single image oneDNN cuts only these sums.
  if (s.groups > 1 || s.kh * s.kw == 1) return part_gradient(s, all, 0, 1, all.filter);
  convolve({s, kFilterGradient, 0, 0}, all);
}

/** conv2dFilterGradient(image, output gradient, filter gradient, shape) */
void conv2dFilterGradient(const Call& call) {
  const auto x = call.floats(0), dy = call.floats(1), dw = call.floats(2);
  const auto s = shape_of(call, x, dw, dy);
  if (skips_pixels(s)) return gradient_of_filters(thinned(s), {thin(s, x.data), dw.data, dy.data, nullptr}, dw.size);
  gradient_of_filters(s, {x.data, dw.data, dy.data, nullptr}, dw.size);
}
LIKENESS_NETS_EXPORT(conv2dFilterGradient)

}  // namespace
}  // namespace likeness::nets
