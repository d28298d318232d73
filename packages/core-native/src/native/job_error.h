#pragma once
// An error with a code of its own. A job's body may throw it; code compiled per instruction set has no exceptions.

#include <stdexcept>
#include <string>

namespace likeness {

/** Ends a job: the promise rejects with an Error of this code and message, both of which reach TypeScript unchanged. */
struct JobError : std::runtime_error {
  JobError(const char* code, const std::string& message) : std::runtime_error(message), code(code) {}
  const char* code;  // one of CoreNativeErrorCode
};

}  // namespace likeness
