#pragma once
// A call from JavaScript: positional typed arrays and numbers, checked where they are read. What does not fit throws a
// C++ exception, which `entry` turns into a JavaScript error at the boundary.

#include <napi.h>

#include <cstdint>
#include <exception>
#include <string>

namespace likeness::nets {

template <class T>
struct Array {
  T* data = nullptr;
  std::int64_t size = 0;
  explicit operator bool() const { return data != nullptr; }
};
using Floats = Array<float>;
using Bytes = Array<std::uint8_t>;

class Call {
 public:
  explicit Call(const Napi::CallbackInfo& info) : info_(info) {}

  /** Argument `k` as a Float32Array. */
  Floats floats(std::size_t k) const;
  /** The same, or nothing where it is undefined or null. */
  Floats optional_floats(std::size_t k) const;
  /** Argument `k` as a Uint8Array. */
  Bytes bytes(std::size_t k) const;
  /** Argument `k` as an Int32Array of at least `least` numbers. */
  Array<const std::int32_t> integers(std::size_t k, std::int64_t least) const;
  double number(std::size_t k) const;
  std::string text(std::size_t k) const;
  bool is_bytes(std::size_t k) const;

  /** @throws std::invalid_argument unless `holds` */
  static void require(bool holds, const char* what);

 private:
  const Napi::CallbackInfo& info_;
};

using Kernel = void (*)(const Call&);
using Entry = Napi::Value (*)(const Napi::CallbackInfo&);

template <Kernel kernel>
Napi::Value entry(const Napi::CallbackInfo& info) {
  try {
    kernel(Call(info));
  } catch (const std::exception& error) {
    Napi::Error::New(info.Env(), std::string("The native kernel failed: ") + error.what()).ThrowAsJavaScriptException();
  }
  return info.Env().Undefined();
}

/** A function that the addon exports; the registrations make a list before the module is initialised. */
struct Export {
  Export(const char* name, Entry function);
  const char* name;
  Entry function;
  const Export* next;
};

}  // namespace likeness::nets

#define LIKENESS_NETS_EXPORT(name) static const Export export_##name(#name, entry<name>);
