#pragma once
// The kernels on volumes, as problems.

#include "problem.h"

namespace likeness::stress {

void add_volume_problems(std::mt19937& random, std::vector<std::unique_ptr<Problem>>& problems);

}  // namespace likeness::stress
