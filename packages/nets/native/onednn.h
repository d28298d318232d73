#pragma once
// What the oneDNN kernels share: the engine, a stream per thread, and primitives kept by their parameters.

#include <omp.h>

#include <cstdint>
#include <dnnl.hpp>
#include <exception>
#include <memory>
#include <string>
#include <unordered_map>

namespace likeness::nets {

dnnl::engine& engine();
dnnl::stream& stream();

/** A buffer of at least `bytes` that belongs to the calling thread; the next call may overwrite or move it. */
void* scratch(std::size_t bytes);

/**
 * The threads that forward convolutions are planned for. oneDNN cuts their sums by this number, so that it must not be
 * that of the moment: bits would depend on it. More than these are not used.
 */
constexpr int kPlannedThreads = 32;

/** Sets the calling thread's number of threads as long as it lives. */
class Threads {
 public:
  explicit Threads(int number) { omp_set_num_threads(number); }
  ~Threads() { omp_set_num_threads(before_); }
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;

 private:
  const int before_ = omp_get_max_threads();
};

/** Runs what was planned for more threads on those that the calling thread was given. */
template <class Body>
void on_given_threads(const Body& body) {
  const int threads = omp_get_max_threads();
  std::exception_ptr failure;
#pragma omp teams num_teams(1) thread_limit(threads)
  // No exception may leave the region.
  try {
    body();
  } catch (...) {
    failure = std::current_exception();
  }
  if (failure) std::rethrow_exception(failure);
}

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
