#pragma once

namespace likeness {

/** Which values speak against the null hypothesis; the order of `alternatives` in alternative.ts. */
enum class Alternative : int { two_sided, greater, less };

}  // namespace likeness
