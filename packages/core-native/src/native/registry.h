#pragma once
// A kernel's .napi.cc registers itself: nothing central names it.

#include <napi.h>

namespace likeness {

using Export = Napi::Value (*)(const Napi::CallbackInfo&);

struct Registration {
  Registration(const char* name, Export function);
  const char* name;
  Export function;
  const Registration* next;
};

const Registration* registrations();

}  // namespace likeness

#define LIKENESS_EXPORT(name, function) static const ::likeness::Registration registration_##name(#name, function)
