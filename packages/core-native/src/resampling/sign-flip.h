#pragma once

#include "native/isa.h"
#include "native/runner.h"
#include "resampling/alternative.h"
#include "resampling/rows.h"

namespace likeness {

struct SignFlipArgs {
  Rows values;  // subjects x variables
  bool studentized;
  Alternative alternative;
  bool exact;  // flip i is the bits of i + 1; else it is drawn
  std::uint64_t seed;
  std::int64_t flips;
  double *means, *statistics;    // variables: of the values as they came
  double* maxima;                // flips: the most extreme over variables, as a number that is large when extreme
  std::int32_t* extreme;         // variables: flips at least as extreme as the values as they came
  std::int32_t* extreme_of_all;  // variables: flips whose maximum is
};

LIKENESS_KERNEL(sign_flip, SignFlipArgs)

}  // namespace likeness
