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
    const auto atoms = forward.terms;
    forward.fill(runner, until, [&](auto f, auto j) { return values[f * atoms + j]; });
    backward.fill(runner, until, [&](auto j, auto f) { return values[f * atoms + j]; });
    gram.fill(runner, until, [](auto, auto) { return T(0); });
    auto products = [&](std::int64_t p) { fill_gram(values, p); };
    for_blocks(runner, divide_up(atoms, kSamples), until, products);
  }

  RowTiles<T, kRows> forward, backward, gram;  // Phi, its transpose, and their product

 private:
  // The atoms of panel p with those up to its last: what is symmetric is written to both places.
  void fill_gram(const T* values, std::int64_t p) {
    const auto features = forward.rows, atoms = forward.terms, first = p * kSamples;
    const auto end = smaller(first + kSamples, atoms);
    T* panel = columns_.at(p);
    for (std::int64_t f = 0; f < features; ++f)
      for (std::int64_t s = 0; s < kSamples; ++s)
        panel[f * kSamples + s] = first + s < end ? values[f * atoms + first + s] : T(0);
    multiply(backward, 0, divide_up(end, kRows), panel, [&](std::int64_t row, std::int64_t sample, auto sums) {
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
