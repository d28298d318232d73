#pragma once
// One asynchronous call: borrows its arguments, takes one libuv slot, and settles a promise.

#include <napi.h>

#include <functional>

#include "native/isa.h"
#include "native/runner.h"

namespace likeness {

/**
 * Starts body on the libuv pool and returns {promise, cancel(), progress()}. `args` (kept alive until the promise
 * settles) gives `threads` and `level` beside what body reads; the promise resolves to undefined or rejects with an
 * Error whose code is CANCELLED, OUT_OF_MEMORY or INTERNAL.
 */
Napi::Value start_job(Napi::Env env, Napi::Object args, std::function<Status(Runner&)> body);

/** args[name] as an integer. */
std::int64_t integer(Napi::Object args, const char* name);

/**
 * The typed array args[name]; null where its type or length is not as expected, with an exception pending, or where one
 * was pending already.
 */
void* borrow(Napi::Object args, const char* name, bool is_float64, std::int64_t length);

/** The level of args; throws a JavaScript TypeError and returns scalar where this machine lacks it. */
Level level_of(Napi::Object args);

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
