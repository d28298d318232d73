#pragma once
// Reads pieces of a file that lie at equal distances, one after another into dense memory.

#include <cstdint>
#include <string>

#include "native/runner.h"

namespace likeness {

struct ReadRegionArgs {
  std::string path;
  std::int64_t bytes, modified;            // the file's, as when it was opened
  std::int64_t start;                      // byte of the first segment
  std::int64_t segments, segment, stride;  // how many, bytes of each, bytes from one's start to the next one's
  std::int64_t per_read;                   // segments that one read takes, with the gaps between them
  bool drop;                               // whether the system's cache need not keep what was read
  char* out;                               // segments x segment bytes
  double* read_out;                        // one value: bytes read from the file
};

/** Throws JobError FILE_NOT_FOUND, FILE_UNREADABLE, FILE_CHANGED or FILE_TRUNCATED; `out` is then partly written. */
Status read_region(const ReadRegionArgs& args, Runner& runner);

}  // namespace likeness
