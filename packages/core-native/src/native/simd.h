#pragma once
// Vectors of one instruction set, for kernel sources only. LIKENESS_ISA names the namespace that a kernel is compiled
// into; all code here lives inside it, so nothing wide can be shared with the baseline.

#include <cstddef>
#include <cstdint>

#include "native/runner.h"

#if defined(__AVX2__)
#include <immintrin.h>
#elif defined(LIKENESS_ISA_neon)
#include <arm_neon.h>
#endif

namespace likeness::LIKENESS_ISA {

template <class T>
struct BitsOf;
template <>
struct BitsOf<float> {
  using type = std::int32_t;
};
template <>
struct BitsOf<double> {
  using type = std::int64_t;
};

// A register tile has kTileRows rows against a few vectors: its sums, the vectors and a broadcast fill the registers.
// Operations with a temporary get kDifferenceVectors.
#if defined(LIKENESS_ISA_avx512)
inline constexpr int kVectorBytes = 64;
inline constexpr int kTileRows = 8;
inline constexpr int kDifferenceVectors = 3;
#elif defined(LIKENESS_ISA_avx2)
inline constexpr int kVectorBytes = 32;
inline constexpr int kTileRows = 4;
inline constexpr int kDifferenceVectors = 2;
#elif defined(LIKENESS_ISA_neon)
inline constexpr int kVectorBytes = 16;
inline constexpr int kTileRows = 8;
inline constexpr int kDifferenceVectors = 2;
#else
inline constexpr int kVectorBytes = 8;
inline constexpr int kTileRows = 4;
inline constexpr int kDifferenceVectors = 2;
#endif

#if defined(LIKENESS_ISA_scalar)
template <class T>
struct Simd {
  using Bits = typename BitsOf<T>::type;
  using Vec = T;
  using BitVec = Bits;
  static constexpr int lanes = 1;
  static Vec broadcast(T value) { return value; }
};
static inline float fma(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
static inline double fma(double a, double b, double c) { return __builtin_fma(a, b, c); }
#else
template <class T>
struct Simd {
  using Bits = typename BitsOf<T>::type;
  typedef T Vec __attribute__((vector_size(kVectorBytes)));
  typedef Bits BitVec __attribute__((vector_size(kVectorBytes)));
  static constexpr int lanes = kVectorBytes / static_cast<int>(sizeof(T));
  static Vec broadcast(T value) { return value - Vec{}; }
};
using F32 = Simd<float>::Vec;
using F64 = Simd<double>::Vec;
#if defined(LIKENESS_ISA_avx512)
static inline F32 fma(F32 a, F32 b, F32 c) { return _mm512_fmadd_ps(a, b, c); }
static inline F64 fma(F64 a, F64 b, F64 c) { return _mm512_fmadd_pd(a, b, c); }
#elif defined(LIKENESS_ISA_avx2)
static inline F32 fma(F32 a, F32 b, F32 c) { return _mm256_fmadd_ps(a, b, c); }
static inline F64 fma(F64 a, F64 b, F64 c) { return _mm256_fmadd_pd(a, b, c); }
#elif defined(LIKENESS_ISA_neon)
static inline F32 fma(F32 a, F32 b, F32 c) { return vfmaq_f32(c, a, b); }
static inline F64 fma(F64 a, F64 b, F64 c) { return vfmaq_f64(c, a, b); }
#endif
#endif

// sum + a * b, rounded once, in the register where the sum is: left to itself GCC 12 copies a tile's many sums about
// and spills some, at a tenth of the speed.
#if defined(LIKENESS_ISA_avx512) || defined(LIKENESS_ISA_avx2)
static inline F32 fma_in_place(F32 sum, F32 a, F32 b) {
  asm("vfmadd231ps %2, %1, %0" : "+v"(sum) : "v"(a), "v"(b));
  return sum;
}
static inline F64 fma_in_place(F64 sum, F64 a, F64 b) {
  asm("vfmadd231pd %2, %1, %0" : "+v"(sum) : "v"(a), "v"(b));
  return sum;
}
#else
template <class V>
static inline V fma_in_place(V sum, V a, V b) {
  return fma(a, b, sum);
}
#endif

template <class T>
static inline typename Simd<T>::Vec load(const T* p) {
  typename Simd<T>::Vec v;
  __builtin_memcpy(&v, p, sizeof v);
  return v;
}

template <class T>
static inline void store(T* p, typename Simd<T>::Vec v) {
  __builtin_memcpy(p, &v, sizeof v);
}

// Conversions between the types, in intrinsics: compilers' own take twice the instructions. Those of AVX-512 are
// masked, for GCC 12 warns of its own header otherwise.
static inline Simd<double>::Vec load_wide(const double* p) { return load(p); }
/** The double-precision vector of values from p on. */
static inline Simd<double>::Vec load_wide(const float* p) {
#if defined(LIKENESS_ISA_avx512)
  return _mm512_maskz_cvtps_pd(0xff, _mm256_loadu_ps(p));
#elif defined(LIKENESS_ISA_avx2)
  return _mm256_cvtps_pd(_mm_loadu_ps(p));
#elif defined(LIKENESS_ISA_neon)
  return vcvt_f64_f32(vld1_f32(p));
#else
  return static_cast<double>(*p);
#endif
}

/** A vector of T in double precision. */
template <class T>
struct Wide {
  using V = typename Simd<T>::Vec;
  using W = Simd<double>::Vec;
  static constexpr int parts = Simd<T>::lanes / Simd<double>::lanes;
  W part[parts];

  static Wide of(V v) {
    Wide wide;
#if defined(LIKENESS_ISA_scalar)
    wide.part[0] = static_cast<double>(v);
#else
    if constexpr (parts == 1) {
      wide.part[0] = v;
    } else {
#if defined(LIKENESS_ISA_avx512)
      const auto bits = _mm512_castps_pd(v);
      wide.part[0] = _mm512_maskz_cvtps_pd(0xff, __builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7));
      wide.part[1] = _mm512_maskz_cvtps_pd(0xff, _mm256_castpd_ps(_mm512_maskz_extractf64x4_pd(0xf, bits, 1)));
#elif defined(LIKENESS_ISA_avx2)
      wide.part[0] = _mm256_cvtps_pd(_mm256_castps256_ps128(v));
      wide.part[1] = _mm256_cvtps_pd(_mm256_extractf128_ps(v, 1));
#else
      wide.part[0] = vcvt_f64_f32(vget_low_f32(v));
      wide.part[1] = vcvt_high_f64_f32(v);
#endif
    }
#endif
    return wide;
  }

  V narrow() const {
#if defined(LIKENESS_ISA_scalar)
    return static_cast<T>(part[0]);
#else
    if constexpr (parts == 1) {
      return part[0];
    } else {
      Half half[2];
      for (int k = 0; k < 2; ++k) {
#if defined(LIKENESS_ISA_avx512)
        half[k] = _mm512_maskz_cvtpd_ps(0xff, part[k]);
#elif defined(LIKENESS_ISA_avx2)
        half[k] = _mm256_cvtpd_ps(part[k]);
#else
        half[k] = vcvt_f32_f64(part[k]);
#endif
      }
#if defined(LIKENESS_ISA_neon)
      return vcombine_f32(half[0], half[1]);
#elif defined(LIKENESS_ISA_avx2)
      return _mm256_set_m128(half[1], half[0]);
#else
      return __builtin_shufflevector(half[0], half[1], 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
#endif
    }
#endif
  }

 private:
#if !defined(LIKENESS_ISA_scalar)
  typedef T Half __attribute__((vector_size(kVectorBytes / 2)));
#endif
};

/** |v| as the bit pattern: ordered as integers, every NaN above infinity, so an integer maximum propagates NaN. */
template <class T>
static inline typename Simd<T>::BitVec magnitude_bits(typename Simd<T>::Vec v) {
  using Bits = typename Simd<T>::Bits;
  constexpr Bits magnitude = static_cast<Bits>(~0ull >> (65 - 8 * sizeof(Bits)));
  return __builtin_bit_cast(typename Simd<T>::BitVec, v) & magnitude;
}

template <class T>
static inline typename Simd<T>::Vec from_bits(typename Simd<T>::BitVec bits) {
  return __builtin_bit_cast(typename Simd<T>::Vec, bits);
}

/** Runs f(block) for each block through the runner, without std::function. */
template <class F>
static void for_blocks(Runner& runner, std::int64_t blocks, double until, F& f) {
  runner.parallel(
      blocks, [](void* context, std::int64_t block) { (*static_cast<F*>(context))(block); }, &f, until);
}

}  // namespace likeness::LIKENESS_ISA
