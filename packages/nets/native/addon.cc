#include <dnnl.hpp>

#include "call.h"

namespace likeness::nets {
namespace {

// Before any constructor of another file runs: constant initialisation.
const Export* head = nullptr;

Napi::Object initialise(Napi::Env env, Napi::Object exports) {
  for (auto e = head; e; e = e->next) exports.Set(e->name, Napi::Function::New(env, e->function, e->name));
  const auto version = dnnl_version();
  exports.Set("oneDNN", std::to_string(version->major) + "." + std::to_string(version->minor) + "." +
                            std::to_string(version->patch));
  return exports;
}

}  // namespace

Export::Export(const char* name, Entry function) : name(name), function(function), next(head) { head = this; }

NODE_API_MODULE(nets_native, initialise)

}  // namespace likeness::nets
