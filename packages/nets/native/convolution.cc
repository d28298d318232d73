// Convolution of NHWC images with HWIO filters, and its two gradients, by oneDNN. Depthwise convolutions are grouped
// ones there.
#include <omp.h>

#include <algorithm>
#include <exception>
#include <vector>

#include "call.h"
#include "onednn.h"
#include "parallel.h"

namespace likeness::nets {
namespace {

using dnnl::memory;
using dnnl::prop_kind;
using tag = memory::format_tag;
constexpr auto f32 = memory::data_type::f32;
constexpr auto direct = dnnl::algorithm::convolution_direct;

enum Kind : std::int32_t { kForward, kInputGradient, kFilterGradient };

/** The parameter block of JavaScript, in its order. `groups` is 1, or the channels of a depthwise convolution. */
struct Shape {
  std::int32_t n, h, w, in, out, kh, kw, oh, ow, sh, sw, top, left, dh, dw, groups;
};
struct Key {
  Shape shape;
  std::int32_t kind, bias, relu;
  // A primitive is made for a number of threads.
  std::int32_t threads = omp_get_max_threads();
};

/** A primitive with the layouts that it takes filters in, and how they are brought there and back. */
struct Primitive {
  dnnl::primitive run, reorder;
  memory::desc theirs, ours;
  bool reorders = false;
};

memory::dims image_dims(const Shape& s) { return {s.n, s.in, s.h, s.w}; }
memory::dims output_dims(const Shape& s) { return {s.n, s.out, s.oh, s.ow}; }
memory::desc image(const Shape& s) { return {image_dims(s), f32, tag::nhwc}; }
memory::desc output(const Shape& s) { return {output_dims(s), f32, tag::nhwc}; }
memory::desc bias_desc(const Shape& s) { return {{s.out}, f32, tag::x}; }

memory::dims filter_dims(const Shape& s) {
  if (s.groups == 1) return {s.out, s.in, s.kh, s.kw};
  return {s.groups, s.out / s.groups, 1, s.kh, s.kw};
}

/** TensorFlow's order: height, width, in, out; depthwise: height, width, channel, multiplier. */
memory::desc filter_desc(const Shape& s) {
  if (s.groups == 1) return {filter_dims(s), f32, tag::hwio};
  const std::int64_t multiplier = s.out / s.groups, row = std::int64_t{s.kw} * s.out;
  return {filter_dims(s), f32, memory::dims{multiplier, 1, 1, row, s.out}};
}

struct Geometry {
  memory::dims strides, dilations, before, after;
};

/** oneDNN wants the padding after the image to be what the output's size implies. */
Geometry geometry(const Shape& s) {
  const auto after = [](std::int64_t out, std::int64_t stride, std::int64_t k, std::int64_t dilation, std::int64_t in,
                        std::int64_t before) { return (out - 1) * stride + (k - 1) * dilation + 1 - in - before; };
  return {{s.sh, s.sw},
          {s.dh - 1, s.dw - 1},
          {s.top, s.left},
          {after(s.oh, s.sh, s.kh, s.dh, s.h, s.top), after(s.ow, s.sw, s.kw, s.dw, s.w, s.left)}};
}

dnnl::convolution_forward::primitive_desc forward(const Shape& s, bool bias, bool relu) {
  const auto g = geometry(s);
  const memory::desc filter(filter_dims(s), f32, tag::any);
  dnnl::primitive_attr attributes;
  if (relu) {
    dnnl::post_ops after;
    after.append_eltwise(1.f, dnnl::algorithm::eltwise_relu, 0.f, 0.f);
    attributes.set_post_ops(after);
  }
  using Desc = dnnl::convolution_forward::desc;
  const auto kind = prop_kind::forward_training;
  const auto desc =
      bias ? Desc(kind, direct, image(s), filter, bias_desc(s), output(s), g.strides, g.dilations, g.before, g.after)
           : Desc(kind, direct, image(s), filter, output(s), g.strides, g.dilations, g.before, g.after);
  return {desc, attributes, engine()};
}

Primitive make(const Key& key) {
  const Shape& s = key.shape;
  const auto g = geometry(s);
  const memory::desc filter(filter_dims(s), f32, tag::any);
  Primitive made;
  if (key.kind == kForward) {
    const auto pd = forward(s, key.bias, key.relu);
    made.run = dnnl::convolution_forward(pd);
    made.theirs = pd.weights_desc();
  } else if (key.kind == kInputGradient) {
    const dnnl::convolution_backward_data::primitive_desc pd(
        {direct, image(s), filter, output(s), g.strides, g.dilations, g.before, g.after}, engine(),
        forward(s, false, false));
    made.run = dnnl::convolution_backward_data(pd);
    made.theirs = pd.weights_desc();
  } else {
    const dnnl::convolution_backward_weights::primitive_desc pd(
        {direct, image(s), filter, output(s), g.strides, g.dilations, g.before, g.after}, engine(),
        forward(s, false, false));
    made.run = dnnl::convolution_backward_weights(pd);
    made.theirs = pd.diff_weights_desc();
  }
  made.ours = filter_desc(s);
  made.reorders = made.theirs != made.ours;
  if (made.reorders) {
    memory ours(made.ours, engine(), nullptr), theirs(made.theirs, engine(), nullptr);
    made.reorder = key.kind == kFilterGradient ? dnnl::reorder(theirs, ours) : dnnl::reorder(ours, theirs);
  }
  return made;
}

Primitive& primitive(const Key& key) {
  thread_local Cache<Primitive> cache;
  return cache.get(key, [&] { return make(key); });
}

struct Operands {
  float *image, *filter, *output, *bias;
};

void execute(const Key& key, const Operands& with) {
  Primitive& p = primitive(key);
  const Shape& s = key.shape;
  memory images(image(s), engine(), with.image), outputs(output(s), engine(), with.output);
  memory ours(p.ours, engine(), with.filter);
  memory theirs = p.reorders ? memory(p.theirs, engine(), scratch(p.theirs.get_size())) : ours;
  if (p.reorders && key.kind != kFilterGradient)
    p.reorder.execute(stream(), {{DNNL_ARG_FROM, ours}, {DNNL_ARG_TO, theirs}});
  if (key.kind == kForward) {
    std::unordered_map<int, memory> arguments{
        {DNNL_ARG_SRC, images}, {DNNL_ARG_WEIGHTS, theirs}, {DNNL_ARG_DST, outputs}};
    if (key.bias) arguments.emplace(DNNL_ARG_BIAS, memory(bias_desc(s), engine(), with.bias));
    p.run.execute(stream(), arguments);
  } else if (key.kind == kInputGradient) {
    p.run.execute(stream(), {{DNNL_ARG_DIFF_SRC, images}, {DNNL_ARG_WEIGHTS, theirs}, {DNNL_ARG_DIFF_DST, outputs}});
  } else {
    p.run.execute(stream(), {{DNNL_ARG_SRC, images}, {DNNL_ARG_DIFF_WEIGHTS, theirs}, {DNNL_ARG_DIFF_DST, outputs}});
    if (p.reorders) p.reorder.execute(stream(), {{DNNL_ARG_FROM, theirs}, {DNNL_ARG_TO, ours}});
  }
  stream().wait();
}

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

/** conv2d(image, filter, output, shape, bias or undefined, relu) */
void conv2d(const Call& call) {
  const auto x = call.floats(0), w = call.floats(1), y = call.floats(2), bias = call.optional_floats(4);
  const auto s = shape_of(call, x, w, y);
  Call::require(!bias || bias.size == s.out, "the bias's size does not fit");
  execute({s, kForward, bool(bias), call.number(5) != 0}, {x.data, w.data, y.data, bias.data});
}
LIKENESS_NETS_EXPORT(conv2d)

/** conv2dInputGradient(output gradient, filter, image gradient, shape) */
void conv2dInputGradient(const Call& call) {
  const auto dy = call.floats(0), w = call.floats(1), dx = call.floats(2);
  execute({shape_of(call, dx, w, dy), kInputGradient, 0, 0}, {dx.data, w.data, dy.data, nullptr});
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

/** oneDNN's kernels of this thread use no other, as long as it lives. */
struct OneThread {
  OneThread() { omp_set_num_threads(1); }
  ~OneThread() { omp_set_num_threads(before); }
  const int before = omp_get_max_threads();
};

/** The gradient of images begin to end alone, by one thread. */
void part_gradient(Shape s, const Operands& all, std::int64_t begin, std::int64_t end, float* into) {
  const OneThread alone;
  s.n = static_cast<std::int32_t>(end - begin);
  execute({s, kFilterGradient, 0, 0},
          {all.image + begin * s.h * s.w * s.in, into, all.output + begin * s.oh * s.ow * s.out, nullptr});
}

void batch_gradient(const Shape& s, const Operands& all, std::int64_t size) {
  thread_local std::vector<float> parts;
  const auto count = std::min<std::int64_t>(s.n, kMostParts);
  parts.resize(std::max<std::size_t>(parts.size(), count * size));
  float* const start = parts.data();
  std::exception_ptr failure;
  parallel(count, 1, [&](auto begin, auto end) {
    // No exception may leave a parallel region.
    try {
      for (auto k = begin; k < end; ++k)
        part_gradient(s, all, k * s.n / count, (k + 1) * s.n / count, start + k * size);
    } catch (...) {
#pragma omp critical
      failure = std::current_exception();
    }
  });
  if (failure) std::rethrow_exception(failure);
  parallel(size, grain(count), [&](auto begin, auto end) { add_parts(start, count, size, all.filter, begin, end); });
}

/** conv2dFilterGradient(image, output gradient, filter gradient, shape) */
void conv2dFilterGradient(const Call& call) {
  const auto x = call.floats(0), dy = call.floats(1), dw = call.floats(2);
  const auto s = shape_of(call, x, dw, dy);
  const Operands all{x.data, dw.data, dy.data, nullptr};
  if (s.n > 1) return batch_gradient(s, all, dw.size);
  // Of a single image oneDNN cuts only these sums.
  if (s.groups > 1 || s.kh * s.kw == 1) return part_gradient(s, all, 0, 1, dw.data);
  execute({s, kFilterGradient, 0, 0}, all);
}
LIKENESS_NETS_EXPORT(conv2dFilterGradient)

}  // namespace
}  // namespace likeness::nets
