#include "call.h"
#include "parallel.h"

namespace likeness::nets {

/** setThreads(n): for the calling thread; each worker has its own number. */
static void setThreads(const Call& call) {
  const auto n = static_cast<int>(call.number(0));
  Call::require(n >= 1, "the number of threads is not positive");
  omp_set_num_threads(n);
}
LIKENESS_NETS_EXPORT(setThreads)

}  // namespace likeness::nets
