#include "onednn-convolution.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "onednn.h"

namespace likeness::nets {
namespace {

using dnnl::memory;
using dnnl::prop_kind;
using tag = memory::format_tag;
constexpr auto f32 = memory::data_type::f32;
constexpr auto direct = dnnl::algorithm::convolution_direct;

using Shape = ConvolutionShape;
using Key = ConvolutionKey;
using Operands = ConvolutionOperands;

/** A primitive with the layouts that it takes filters in, and how they are brought there and back. */
struct Primitive {
  dnnl::primitive run, reorder;
  memory::desc theirs, ours;
  bool reorders = false;
  /** Where the taps of turned filters lie, in floats; none where filters are not turned. */
  std::int64_t row_of_taps = 0, tap = 0;
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

/** Planned for `kPlannedThreads`: to be run by `on_given_threads`. */
dnnl::convolution_forward::primitive_desc forward(const Shape& s, bool bias, bool relu) {
  const Threads planned(kPlannedThreads);
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

/** Whether the gradient of images is itself a convolution, of the output's gradient with filters turned round. */
bool is_turned(const Shape& s) {
  const bool dense = s.groups == 1 && s.sh == 1 && s.sw == 1 && s.dh == 1 && s.dw == 1;
  const auto bottom = s.oh + s.kh - 1 - s.h - s.top, right = s.ow + s.kw - 1 - s.w - s.left;
  return dense && std::max({s.top, bottom}) < s.kh && std::max({s.left, right}) < s.kw;
}

/** That convolution. */
Shape turned(Shape s) {
  std::swap(s.h, s.oh);
  std::swap(s.w, s.ow);
  std::swap(s.in, s.out);
  s.top = s.kh - 1 - s.top;
  s.left = s.kw - 1 - s.left;
  return s;
}

/** Where it can be: oneDNN's forward kernels are faster than those of its gradients. */
std::optional<Primitive> make_turned(const Shape& of) {
  if (!is_turned(of)) return {};
  const auto s = turned(of);
  const auto pd = forward(s, false, false);
  const auto theirs = pd.weights_desc();
  const auto& data = theirs.data;
  // Padding between channels would have to be kept zero.
  const bool plain = data.format_kind == dnnl_blocked && std::equal(data.dims, data.dims + 4, data.padded_dims);
  if (!plain) return {};
  const memory::dims tap{s.out, s.in, 1, 1};
  Primitive made;
  made.run = dnnl::convolution_forward(pd);
  made.theirs = theirs;
  made.ours = {tap, f32, memory::dims{s.in, 1, 1, 1}};
  made.row_of_taps = data.format_desc.blocking.strides[2];
  made.tap = data.format_desc.blocking.strides[3];
  made.reorder = dnnl::reorder(memory(made.ours, engine(), nullptr),
                               memory(theirs.submemory_desc(tap, {0, 0, 0, 0}), engine(), nullptr));
  return made;
}

Primitive make(const Key& key) {
  const Shape& s = key.shape;
  if (key.kind == kInputGradient)
    if (auto made = make_turned(s)) return *made;
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

void run_forward(const Primitive& p, const std::unordered_map<int, memory>& arguments) {
  on_given_threads([&] { p.run.execute(stream(), arguments); });
  stream().wait();
}

/** Turns filters round, a tap at a time. */
void turn(const Primitive& p, const Shape& s, float* ours, float* theirs) {
  const std::int64_t size = std::int64_t{s.in} * s.out;
  const auto sub = p.theirs.submemory_desc({s.in, s.out, 1, 1}, {0, 0, 0, 0});
  for (std::int64_t k = 0; k < s.kh * s.kw; ++k) {
    memory from(p.ours, engine(), ours + (s.kh * s.kw - 1 - k) * size);
    memory to(sub, engine(), theirs + k / s.kw * p.row_of_taps + k % s.kw * p.tap);
    p.reorder.execute(stream(), {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}});
  }
}

void execute_turned(const Primitive& p, const Shape& s, const Operands& with) {
  auto* const filters = static_cast<float*>(scratch(p.theirs.get_size()));
  turn(p, s, with.filter, filters);
  run_forward(p, {{DNNL_ARG_SRC, memory(output(s), engine(), with.output)},
                  {DNNL_ARG_WEIGHTS, memory(p.theirs, engine(), filters)},
                  {DNNL_ARG_DST, memory(image(s), engine(), with.image)}});
}

}  // namespace

void convolve(const ConvolutionKey& key, const ConvolutionOperands& with) {
  Primitive& p = primitive(key);
  const Shape& s = key.shape;
  if (p.tap > 0) return execute_turned(p, s, with);
  memory images(image(s), engine(), with.image), outputs(output(s), engine(), with.output);
  memory ours(p.ours, engine(), with.filter);
  memory theirs = p.reorders ? memory(p.theirs, engine(), scratch(p.theirs.get_size())) : ours;
  if (p.reorders && key.kind != kFilterGradient)
    p.reorder.execute(stream(), {{DNNL_ARG_FROM, ours}, {DNNL_ARG_TO, theirs}});
  if (key.kind == kForward) {
    std::unordered_map<int, memory> arguments{
        {DNNL_ARG_SRC, images}, {DNNL_ARG_WEIGHTS, theirs}, {DNNL_ARG_DST, outputs}};
    if (key.bias) arguments.emplace(DNNL_ARG_BIAS, memory(bias_desc(s), engine(), with.bias));
    return run_forward(p, arguments);
  }
  if (key.kind == kInputGradient) {
    p.run.execute(stream(), {{DNNL_ARG_DIFF_SRC, images}, {DNNL_ARG_WEIGHTS, theirs}, {DNNL_ARG_DIFF_DST, outputs}});
  } else {
    p.run.execute(stream(), {{DNNL_ARG_SRC, images}, {DNNL_ARG_DIFF_WEIGHTS, theirs}, {DNNL_ARG_DIFF_DST, outputs}});
    if (p.reorders) p.reorder.execute(stream(), {{DNNL_ARG_FROM, theirs}, {DNNL_ARG_TO, ours}});
  }
  stream().wait();
}

}  // namespace likeness::nets
