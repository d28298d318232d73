#include "onednn.h"

#include <vector>

namespace likeness::nets {

dnnl::engine& engine() {
  static dnnl::engine cpu(dnnl::engine::kind::cpu, 0);
  return cpu;
}

dnnl::stream& stream() {
  thread_local dnnl::stream own(engine());
  return own;
}

void* scratch(std::size_t bytes) {
  // oneDNN's own memory: aligned as its primitives like it.
  thread_local dnnl::memory own;
  thread_local std::size_t size = 0;
  if (bytes > size) {
    own = dnnl::memory();
    own = dnnl::memory(
        {{static_cast<dnnl::memory::dim>(bytes)}, dnnl::memory::data_type::u8, dnnl::memory::format_tag::x}, engine());
    size = bytes;
  }
  return own.get_data_handle();
}

}  // namespace likeness::nets
