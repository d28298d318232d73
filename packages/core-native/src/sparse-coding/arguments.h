#pragma once

#include <napi.h>

#include "native/arguments.h"
#include "sparse-coding/ista.h"

namespace likeness {

/** The constants of the iterations: an array of step, threshold and tolerance, and two integers. */
inline IstaConstants read_ista_constants(Napi::Object args) {
  IstaConstants c{};
  if (const auto* values = static_cast<const double*>(borrow(args, "constants", true, 3))) {
    c.step = values[0];
    c.threshold = values[1];
    c.tolerance = values[2];
  }
  c.max_iterations = integer(args, "maxIterations");
  c.centred = integer(args, "centred") != 0;
  return c;
}

}  // namespace likeness
