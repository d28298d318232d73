#include "native/arguments.h"

#include <string>

namespace likeness {

std::int64_t integer(Napi::Object args, const char* name) {
  const auto value = args.Get(name);
  if (value.IsBoolean()) return value.As<Napi::Boolean>().Value();
  return value.IsNumber() ? value.As<Napi::Number>().Int64Value() : 0;
}

static void* borrow_typed(Napi::Object args, const char* name, napi_typedarray_type expected, std::int64_t length) {
  if (args.Env().IsExceptionPending()) return nullptr;
  const auto value = args.Get(name);
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

void* borrow(Napi::Object args, const char* name, bool is_float64, std::int64_t length) {
  return borrow_typed(args, name, is_float64 ? napi_float64_array : napi_float32_array, length);
}

std::int32_t* borrow_int32(Napi::Object args, const char* name, std::int64_t length) {
  return static_cast<std::int32_t*>(borrow_typed(args, name, napi_int32_array, length));
}

std::int64_t* borrow_int64(Napi::Object args, const char* name, std::int64_t length) {
  return static_cast<std::int64_t*>(borrow_typed(args, name, napi_bigint64_array, length));
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
