#pragma once
// Convolutions of NHWC images with HWIO filters, and their two gradients, by oneDNN.

#include <omp.h>

#include "convolution.h"

namespace likeness::nets {

enum ConvolutionKind : std::int32_t { kForward, kInputGradient, kFilterGradient };

struct ConvolutionKey {
  ConvolutionShape shape;
  std::int32_t kind, bias, relu;
  // A primitive is made for a number of threads.
  std::int32_t threads = omp_get_max_threads();
};

/** Of a gradient, image or filter is what is written; `bias` is read where the key has one. */
struct ConvolutionOperands {
  float *image, *filter, *output, *bias;
};

/** By a primitive that the calling thread keeps for the next time. */
void convolve(const ConvolutionKey& key, const ConvolutionOperands& with);

}  // namespace likeness::nets
