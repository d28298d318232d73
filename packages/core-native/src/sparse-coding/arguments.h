#pragma once

#include <napi.h>

#include "native/arguments.h"
#include "sparse-coding/ista.h"

namespace likeness {

/** The constants of the iterations: an array of step, threshold and tolerance, and two integers. */
inline IstaConstants read_constants(Napi::Object args) {
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

inline void read_ista_problem(Napi::Object args, IstaProblem& problem) {
  problem.is_float64 = integer(args, "float64") != 0;
  problem.features = integer(args, "features");
  problem.atoms = integer(args, "atoms");
  problem.batch_size = integer(args, "batchSize");
  problem.constants = read_constants(args);
  problem.dictionary = borrow(args, "dictionary", problem.is_float64, problem.features * problem.atoms);
}

}  // namespace likeness
