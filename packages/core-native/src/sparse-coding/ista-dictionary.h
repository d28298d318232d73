#pragma once
// A dictionary as the products need it: tiles of its rows, of its columns and of its Gram matrix. For kernel sources
// only.

#include "sparse-coding/sample-panels.h"

namespace likeness::LIKENESS_ISA {

/** A dictionary, features x atoms, as the products need it. */
template <class T>
class IstaDictionary {
 public:
  bool allocate(Runner& runner, std::int64_t features, std::int64_t atoms) {
    return forward.allocate(runner, features, atoms) && backward.allocate(runner, atoms, features) &&
           gram.allocate(runner, atoms, atoms) && columns_.allocate(runner, atoms, features);
  }

  /** From row-major values. */
  void use(Runner& runner, const T* values, double until) {
    const auto features = forward.rows, atoms = forward.terms;
    auto fill_forward = [&](std::int64_t tile) {
      forward.fill(tile, [&](auto f, auto j) { return values[f * atoms + j]; });
    };
    for_blocks(runner, forward.tiles(), until, fill_forward);
    auto fill_backward = [&](std::int64_t tile) {
      backward.fill(tile, [&](auto j, auto f) { return values[f * atoms + j]; });
    };
    for_blocks(runner, backward.tiles(), until, fill_backward);
    auto clear = [&](std::int64_t tile) { gram.fill(tile, [](auto, auto) { return T(0); }); };
    for_blocks(runner, gram.tiles(), until, clear);
    auto products = [&](std::int64_t p) { fill_gram(values, p); };
    for_blocks(runner, ceil_div(atoms, kSamples), until, products);
  }

  RowTiles<T> forward, backward, gram;  // Phi, its transpose, and their product

 private:
  // The atoms of panel p with those up to its last: what is symmetric is written to both places.
  void fill_gram(const T* values, std::int64_t p) {
    const auto features = forward.rows, atoms = forward.terms, first = p * kSamples;
    const auto end = least_of(first + kSamples, atoms);
    T* panel = columns_.at(p);
    for (std::int64_t f = 0; f < features; ++f)
      for (std::int64_t s = 0; s < kSamples; ++s)
        panel[f * kSamples + s] = first + s < end ? values[f * atoms + first + s] : T(0);
    multiply(backward, 0, ceil_div(end, kRows), panel, [&](std::int64_t row, std::int64_t sample, auto sums) {
      if (row >= end) return;
      constexpr int lanes = Simd<T>::lanes;
      alignas(64) T value[lanes];
      store(value, sums);
      for (int l = 0; l < lanes && first + sample + l < end; ++l)
        gram.element(row, first + sample + l) = gram.element(first + sample + l, row) = value[l];
    });
  }

  SamplePanels<T> columns_;
};

}  // namespace likeness::LIKENESS_ISA
