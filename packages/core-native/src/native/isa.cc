#include "native/isa.h"

namespace likeness {

bool level_available(Level level) {
  switch (level) {
    case Level::scalar:
      return true;
#if defined(LIKENESS_X86)
#if !defined(LIKENESS_WITHOUT_avx2)
    case Level::avx2:
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#endif
#if !defined(LIKENESS_WITHOUT_avx512)
    case Level::avx512:
      return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
             __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("fma");
#endif
#elif defined(LIKENESS_ARM64)
    case Level::neon:
      return true;
#endif
    default:
      return false;
  }
}

}  // namespace likeness
