// Deliberate faults, compiled into the sanitizers' build alone: tools/sanitize.mjs shows with them that it fails.

#include <limits>

#include "native/job.h"
#include "native/registry.h"

namespace likeness {
namespace {

// Volatile, or the compiler would drop what has no effect.
void read_beyond(Runner& runner) {
  const volatile char* block = static_cast<const char*>(runner.allocate(64));
  static_cast<void>(block[64]);
}

void overflow() {
  volatile int largest = std::numeric_limits<int>::max();
  largest = largest + 1;
}

Napi::Value Fault(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  const bool memory = integer(args, "memory") != 0;
  return start_job(info.Env(), args, [memory](Runner& runner) {
    if (memory)
      read_beyond(runner);
    else
      overflow();
    return Status::ok;
  });
}

}  // namespace

LIKENESS_EXPORT(fault, Fault);

}  // namespace likeness
