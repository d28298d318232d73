#pragma once
// Which instruction set runs: one kernel source is compiled once per level, each into a namespace of that name.

namespace likeness {

enum class Level : int { scalar = 0, avx2 = 1, avx512 = 2, neon = 3 };

inline constexpr int kLevels = 4;
inline constexpr const char* kLevelNames[kLevels] = {"scalar", "avx2", "avx512", "neon"};

/** Whether this binary holds kernels of the level and this processor can run them. */
bool level_available(Level level);

#if defined(LIKENESS_X86)
#if defined(LIKENESS_WITHOUT_avx2)
#define LIKENESS_AVX2_LEVEL(name, ...)
#define LIKENESS_AVX2_KERNEL(name) nullptr
#else
#define LIKENESS_AVX2_LEVEL(name, ...) \
  namespace avx2 {                     \
  Status name(__VA_ARGS__);            \
  }
#define LIKENESS_AVX2_KERNEL(name) &avx2::name
#endif
#if defined(LIKENESS_WITHOUT_avx512)
#define LIKENESS_AVX512_LEVEL(name, ...)
#define LIKENESS_AVX512_KERNEL(name) nullptr
#else
#define LIKENESS_AVX512_LEVEL(name, ...) \
  namespace avx512 {                     \
  Status name(__VA_ARGS__);              \
  }
#define LIKENESS_AVX512_KERNEL(name) &avx512::name
#endif
#define LIKENESS_OTHER_LEVELS(name, ...) \
  LIKENESS_AVX2_LEVEL(name, __VA_ARGS__) \
  LIKENESS_AVX512_LEVEL(name, __VA_ARGS__)
#define LIKENESS_LEVEL_TABLE(name) \
  { &scalar::name, LIKENESS_AVX2_KERNEL(name), LIKENESS_AVX512_KERNEL(name), nullptr }
#elif defined(LIKENESS_ARM64)
#define LIKENESS_OTHER_LEVELS(name, ...) \
  namespace neon {                       \
  Status name(__VA_ARGS__);              \
  }
#define LIKENESS_LEVEL_TABLE(name) \
  { &scalar::name, nullptr, nullptr, &neon::name }
#else
#define LIKENESS_OTHER_LEVELS(name, ...)
#define LIKENESS_LEVEL_TABLE(name) \
  { &scalar::name, nullptr, nullptr, nullptr }
#endif

/** Declares `Status name(const Args&, Runner&)` at every level, and the table `name_levels` that a level indexes. */
#define LIKENESS_KERNEL(name, Args)                       \
  namespace scalar {                                      \
  Status name(const Args&, Runner&);                      \
  }                                                       \
  LIKENESS_OTHER_LEVELS(name, const Args&, Runner&)       \
  using name##_kernel = Status (*)(const Args&, Runner&); \
  static constexpr name##_kernel name##_levels[kLevels] = LIKENESS_LEVEL_TABLE(name);

}  // namespace likeness
