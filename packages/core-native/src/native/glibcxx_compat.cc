// GCC 12's allocator calls std::__throw_bad_array_new_length (GLIBCXX_3.4.29); defining it here keeps the binary
// loadable with the older libstdc++ that the published packages promise (GLIBCXX_3.4.25).
#include <new>

#if defined(__GLIBCXX__)
namespace std {
void __throw_bad_array_new_length() { throw bad_alloc(); }
}  // namespace std
#endif
