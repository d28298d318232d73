#pragma once

#include "problem.h"

namespace likeness::stress {

/** The kernels of src/resampling, in every way that their sums run, not yet answered. */
void add_resampling_problems(std::mt19937& random, std::vector<std::unique_ptr<Problem>>& problems);

}  // namespace likeness::stress
