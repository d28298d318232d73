#include "native/arguments.h"

#include <string>

namespace likeness {

std::int64_t integer(Napi::Object args, const char* name) {
  const auto value = args.Get(name);
  if (value.IsBoolean()) return value.As<Napi::Boolean>().Value();
  return value.IsNumber() ? value.As<Napi::Number>().Int64Value() : 0;
}

void* borrow(Napi::Object args, const char* name, bool is_float64, std::int64_t length) {
  if (args.Env().IsExceptionPending()) return nullptr;
  const auto value = args.Get(name);
  const auto expected = is_float64 ? napi_float64_array : napi_float32_array;
  if (value.IsTypedArray()) {
    const auto array = value.As<Napi::TypedArray>();
    if (array.TypedArrayType() == expected && static_cast<std::int64_t>(array.ElementLength()) == length) {
      void* data = nullptr;
      napi_get_typedarray_info(args.Env(), array, nullptr, nullptr, &data, nullptr, nullptr);
      return data;
    }
  }
  Napi::TypeError::New(args.Env(), std::string(name) + ": the typed array's type or length is not as announced")
      .ThrowAsJavaScriptException();
  return nullptr;
}

Level level_of(Napi::Object args) {
  const auto index = integer(args, "level");
  if (index < 0 || index >= kLevels || !level_available(static_cast<Level>(index))) {
    Napi::TypeError::New(args.Env(), "the SIMD level is not available here").ThrowAsJavaScriptException();
    return Level::scalar;
  }
  return static_cast<Level>(index);
}

}  // namespace likeness
