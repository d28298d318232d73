#include "call.h"

#include <stdexcept>

namespace likeness::nets {
namespace {

template <class T>
Array<T> typed_array(const Napi::CallbackInfo& info, std::size_t k, napi_typedarray_type type) {
  if (k >= info.Length() || !info[k].IsTypedArray()) throw std::invalid_argument("an argument is no typed array");
  auto array = info[k].As<Napi::TypedArray>();
  if (array.TypedArrayType() != type) throw std::invalid_argument("a typed array has another type");
  auto start = static_cast<char*>(array.ArrayBuffer().Data()) + array.ByteOffset();
  return {reinterpret_cast<T*>(start), static_cast<std::int64_t>(array.ElementLength())};
}

}  // namespace

Floats Call::floats(std::size_t k) const { return typed_array<float>(info_, k, napi_float32_array); }

Floats Call::optional_floats(std::size_t k) const {
  if (k >= info_.Length() || info_[k].IsUndefined() || info_[k].IsNull()) return {};
  return floats(k);
}

Bytes Call::bytes(std::size_t k) const { return typed_array<std::uint8_t>(info_, k, napi_uint8_array); }

Array<const std::int32_t> Call::integers(std::size_t k, std::int64_t least) const {
  auto array = typed_array<const std::int32_t>(info_, k, napi_int32_array);
  require(array.size >= least, "the parameters are too few");
  return array;
}

double Call::number(std::size_t k) const {
  if (k >= info_.Length() || !info_[k].IsNumber()) throw std::invalid_argument("an argument is no number");
  return info_[k].As<Napi::Number>().DoubleValue();
}

std::string Call::text(std::size_t k) const {
  if (k >= info_.Length() || !info_[k].IsString()) throw std::invalid_argument("an argument is no string");
  return info_[k].As<Napi::String>().Utf8Value();
}

bool Call::is_bytes(std::size_t k) const {
  return k < info_.Length() && info_[k].IsTypedArray() &&
         info_[k].As<Napi::TypedArray>().TypedArrayType() == napi_uint8_array;
}

void Call::require(bool holds, const char* what) {
  if (!holds) throw std::invalid_argument(what);
}

}  // namespace likeness::nets
