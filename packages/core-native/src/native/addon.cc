#include <napi.h>

#include "native/environment.h"
#include "native/isa.h"
#include "native/registry.h"

namespace likeness {
namespace {

const Registration* head = nullptr;

Napi::Object initialise(Napi::Env env, Napi::Object exports) {
  if (!create_environment(env)) return exports;
  auto levels = Napi::Array::New(env);
  for (int level = 0; level < kLevels; ++level)
    levels.Set(static_cast<uint32_t>(level), level_available(static_cast<Level>(level))
                                                 ? Napi::Value(Napi::String::New(env, kLevelNames[level]))
                                                 : env.Null());
  exports.Set("levels", levels);
  exports.Set("compiler", Napi::String::New(env, __VERSION__));
  for (auto r = registrations(); r; r = r->next) exports.Set(r->name, Napi::Function::New(env, r->function, r->name));
  return exports;
}

}  // namespace

Registration::Registration(const char* name, Export function) : name(name), function(function), next(head) {
  head = this;
}

const Registration* registrations() { return head; }

NODE_API_MODULE(core_native, initialise)

}  // namespace likeness
