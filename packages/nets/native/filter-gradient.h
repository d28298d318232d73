#pragma once

#include "convolution.h"

namespace likeness::nets {

/** Whether `filter_gradient` can compute this one here, and is faster than oneDNN at it. */
bool has_filter_gradient(const ConvolutionShape& shape);

/**
 * The gradient of a convolution's filters: images and gradients of outputs channels last, filters height, width, in,
 * out. Each element is one sum over the pixels of all images, in an order that the shape alone decides.
 */
void filter_gradient(const ConvolutionShape& shape, const float* images, const float* outputs, float* filters);

}  // namespace likeness::nets
