#pragma once
// Reads a kernel's arguments object. Nothing here chains on what a property read returned: in an environment that is
// being terminated every read fails, and node-addon-api would abort the process on the empty value.

#include <napi.h>

#include <cstdint>

#include "native/isa.h"

namespace likeness {

/** args[name] as an integer, a boolean as 0 or 1; 0 where it is neither. */
std::int64_t integer(Napi::Object args, const char* name);

/**
 * The typed array args[name]; null where its type or length is not as expected, with an exception pending, or where one
 * was pending already.
 */
void* borrow(Napi::Object args, const char* name, bool is_float64, std::int64_t length);

/** The Int32Array args[name], as `borrow`. */
std::int32_t* borrow_int32(Napi::Object args, const char* name, std::int64_t length);

/** The BigInt64Array args[name], as `borrow`. */
std::int64_t* borrow_int64(Napi::Object args, const char* name, std::int64_t length);

/** The level of args; throws a JavaScript TypeError and returns scalar where this machine lacks it. */
Level level_of(Napi::Object args);

}  // namespace likeness
