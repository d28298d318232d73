#pragma once

#include "native/isa.h"
#include "native/runner.h"
#include "searchlight/searchlight.h"

namespace likeness {

struct SearchlightRdmsArgs {
  Searchlight searchlight;
  void* out;  // centers x pairs, of the patterns' type
};

LIKENESS_KERNEL(searchlight_rdms, SearchlightRdmsArgs)

}  // namespace likeness
