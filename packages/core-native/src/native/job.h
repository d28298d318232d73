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

/** The level of a call's args; throws a JavaScript TypeError and returns scalar where this machine lacks it. */
Level level_of(Napi::Object args);

/** The typed array args[name]; where its type or length is not as expected, throws and returns null. */
void* borrow(Napi::Object args, const char* name, bool is_float64, std::int64_t length);

}  // namespace likeness
