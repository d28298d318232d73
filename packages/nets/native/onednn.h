#pragma once
// What the oneDNN kernels share: the engine, a stream per thread, and primitives kept by their parameters.

#include <cstdint>
#include <dnnl.hpp>
#include <memory>
#include <string>
#include <unordered_map>

namespace likeness::nets {

dnnl::engine& engine();
dnnl::stream& stream();

/** A buffer of at least `bytes` that belongs to the calling thread; the next call may overwrite or move it. */
void* scratch(std::size_t bytes);

/** Things made for given parameters, the oldest forgotten all at once when there are too many. Use it thread_local. */
template <class Value>
class Cache {
 public:
  template <class Key, class Make>
  Value& get(const Key& key, const Make& make) {
    const std::string bytes(reinterpret_cast<const char*>(&key), sizeof key);
    const auto found = values_.find(bytes);
    if (found != values_.end()) return *found->second;
    if (values_.size() >= 512) values_.clear();
    return *(values_[bytes] = std::make_unique<Value>(make()));
  }

 private:
  std::unordered_map<std::string, std::unique_ptr<Value>> values_;
};

}  // namespace likeness::nets
