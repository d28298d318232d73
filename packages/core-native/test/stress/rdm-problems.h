#pragma once

#include "problem.h"

namespace likeness::stress {

/** The kernels of src/rdm on made inputs, not yet answered. */
void add_rdm_problems(std::mt19937& random, std::vector<std::unique_ptr<Problem>>& problems);

}  // namespace likeness::stress
