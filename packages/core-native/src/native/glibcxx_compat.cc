// Keeps the binary loadable with the older systems that the published packages promise (GLIBC_2.28, GLIBCXX_3.4.25):
// what GCC 12's headers ask of newer ones is defined here, hidden.
#include <new>

#if defined(__GLIBCXX__)
namespace std {
// The allocator's, GLIBCXX_3.4.29.
void __throw_bad_array_new_length() { throw bad_alloc(); }
}  // namespace std

// shared_ptr's, GLIBC_2.32: false means that reference counts are always atomic.
extern "C" __attribute__((visibility("hidden"))) char __libc_single_threaded;
char __libc_single_threaded = 0;
#endif
