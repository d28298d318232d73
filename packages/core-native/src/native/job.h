#pragma once
// One asynchronous call: borrows its arguments, runs on the environment's own threads, and settles a promise.

#include <napi.h>

#include <functional>

#include "native/arguments.h"
#include "native/runner.h"

namespace likeness {

/**
 * Starts body and returns {promise, cancel(), progress()}. `args`, kept alive until the promise settles, gives
 * `threads` beside what body reads. The promise resolves to undefined or rejects with an Error whose code is CANCELLED,
 * OUT_OF_MEMORY, INTERNAL or that of the JobError that body threw. Call it after every borrow: it starts nothing in an
 * environment that is ending.
 */
Napi::Value start_job(Napi::Env env, Napi::Object args, std::function<Status(Runner&)> body);

/** Settles a finished job's promise, in its environment; env is null once that has ended. */
void complete_job(napi_env env, napi_value, void* environment, void* job);

/** Starts the kernel at the level of args, unless an exception is pending (a borrow that failed). */
template <class Args>
Napi::Value start_kernel(Napi::Object args, Status (*const (&levels)[kLevels])(const Args&, Runner&), const Args& a) {
  const auto env = args.Env();
  if (env.IsExceptionPending()) return env.Undefined();
  const auto kernel = levels[static_cast<int>(level_of(args))];
  if (env.IsExceptionPending()) return env.Undefined();
  return start_job(env, args, [a, kernel](Runner& runner) { return kernel(a, runner); });
}

}  // namespace likeness
