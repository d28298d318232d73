#pragma once
// The generator of philox.ts, for kernels: word i of stream s is the same pure function of (seed, s, i), and every draw
// takes the same words. For kernel sources only.

#include "native/simd.h"

namespace likeness::LIKENESS_ISA {

/** Philox4x32-10 (Salmon et al. 2011): the four words of one block. */
static inline void philox_block(const std::uint32_t (&counter)[4], const std::uint32_t (&key)[2],
                                std::uint32_t (&out)[4]) {
  auto c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
  auto k0 = key[0], k1 = key[1];
  for (int round = 0; round < 10; ++round) {
    const auto p0 = std::uint64_t{0xd2511f53} * c0;
    const auto p1 = std::uint64_t{0xcd9e8d57} * c2;
    c0 = static_cast<std::uint32_t>(p1 >> 32) ^ c1 ^ k0;
    c1 = static_cast<std::uint32_t>(p1);
    c2 = static_cast<std::uint32_t>(p0 >> 32) ^ c3 ^ k1;
    c3 = static_cast<std::uint32_t>(p0);
    k0 += 0x9e3779b9;
    k1 += 0xbb67ae85;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/** One stream, from word 0 on. */
class Philox {
 public:
  Philox(std::uint64_t seed, std::uint64_t stream) : seed_(seed), stream_(stream) {}

  /** The next word. */
  std::uint32_t next() {
    if (position_ % 4 == 0) fill();
    return block_[position_++ % 4];
  }

  /** Unbiased in [0, n), n >= 1: multiplication with rejection (Lemire 2019, algorithm 5). */
  std::uint32_t below(std::uint32_t n) {
    auto product = std::uint64_t{next()} * n;
    if (static_cast<std::uint32_t>(product) < n) {
      const std::uint32_t threshold = (0u - n) % n;
      while (static_cast<std::uint32_t>(product) < threshold) product = std::uint64_t{next()} * n;
    }
    return static_cast<std::uint32_t>(product >> 32);
  }

  /** A random order of 0, ..., n - 1: Fisher-Yates from the last element down. */
  void permutation(std::int32_t* order, std::int64_t n) {
    for (std::int64_t i = 0; i < n; ++i) order[i] = static_cast<std::int32_t>(i);
    for (auto i = n - 1; i > 0; --i) {
      const auto j = below(static_cast<std::uint32_t>(i + 1));
      const auto held = order[i];
      order[i] = order[j];
      order[j] = held;
    }
  }

 private:
  void fill() {
    const auto block = position_ / 4;
    philox_block({static_cast<std::uint32_t>(block), static_cast<std::uint32_t>(block >> 32),
                  static_cast<std::uint32_t>(stream_), static_cast<std::uint32_t>(stream_ >> 32)},
                 {static_cast<std::uint32_t>(seed_), static_cast<std::uint32_t>(seed_ >> 32)}, block_);
  }

  std::uint64_t seed_, stream_, position_ = 0;
  std::uint32_t block_[4];
};

}  // namespace likeness::LIKENESS_ISA
