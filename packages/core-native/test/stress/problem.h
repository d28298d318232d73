#pragma once
// One kernel on one made input, with its answer: the only file (with problem.cc) that knows the kernels' arguments.

#include <cstddef>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "native/isa.h"
#include "native/runner.h"

namespace likeness::stress {

using Bytes = std::vector<unsigned char>;

class Problem {
 public:
  virtual ~Problem() = default;

  /** Computes into out, which has size() bytes. */
  virtual Status solve(Runner& runner, Level level, void* out) const = 0;
  virtual std::size_t size() const = 0;
  virtual std::string name() const = 0;

  Bytes answer;  // what one thread at the scalar level computes, alone
};

void add_searchlight_problems(std::mt19937& random, std::vector<std::unique_ptr<Problem>>& problems);
void add_ista_problems(std::mt19937& random, std::vector<std::unique_ptr<Problem>>& problems);
void add_lasso_problems(std::mt19937& random, std::vector<std::unique_ptr<Problem>>& problems);

/** Every kernel with every metric and type, on made inputs of random sizes, answered. */
std::vector<std::unique_ptr<Problem>> make_problems(std::mt19937& random);

/** The levels that this processor can run. */
std::vector<Level> available_levels();

}  // namespace likeness::stress
