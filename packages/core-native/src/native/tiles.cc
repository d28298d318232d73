#include "native/tiles.h"

#if defined(LIKENESS_AMX) && defined(__linux__)
#include <cpuid.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace likeness {
namespace {

// Intel's manual, volume 1, chapter 18: leaf 7 names the instructions; palette 1 is 8 tiles of 16 rows of 64 bytes.
bool processor_has_tiles() {
  unsigned a, b, c, d;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(d & 1u << 22) || !(d & 1u << 24)) return false;
  if (!__get_cpuid_count(0x1d, 1, &a, &b, &c, &d)) return false;
  return a == (1024u << 16 | 8192u) && b == (8u << 16 | 64u) && (c & 0xffff) == 16;
}

// XCR0 bits 17 and 18: tile configuration and tile data.
bool system_saves_tiles() {
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE)) return false;
  __asm__ volatile("xgetbv" : "=a"(a), "=d"(d) : "c"(0));
  return (a & 3u << 17) == 3u << 17;
}

bool system_permits_tiles() {
  constexpr long kRequestPermission = 0x1023, kTileData = 18;  // ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA
  return syscall(SYS_arch_prctl, kRequestPermission, kTileData) == 0;
}

}  // namespace

bool tiles_available() {
  static const bool available = processor_has_tiles() && system_saves_tiles() && system_permits_tiles();
  return available;
}

}  // namespace likeness

#else

namespace likeness {

bool tiles_available() { return false; }

}  // namespace likeness

#endif
