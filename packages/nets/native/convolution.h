#pragma once

#include <cstdint>

namespace likeness::nets {

/** The parameter block of JavaScript, in its order. `groups` is 1, or the channels of a depthwise convolution. */
struct ConvolutionShape {
  std::int32_t n, h, w, in, out, kh, kw, oh, ow, sh, sw, top, left, dh, dw, groups;
};

}  // namespace likeness::nets
