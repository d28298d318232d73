#pragma once

#include <napi.h>

#include "searchlight/searchlight.h"

namespace likeness {

/** What every searchlight kernel reads of its arguments object; an exception is pending where a borrow failed. */
Searchlight read_searchlight(Napi::Object args);

}  // namespace likeness
