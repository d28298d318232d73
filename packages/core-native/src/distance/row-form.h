#pragma once
// Rows as exact neighbours need them: as they are, or as unit vectors (cosine, correlation), for |u - v|² / 2 keeps the
// digits of a small distance that 1 - u·v loses. For kernel sources only.

#include "distance/panels.h"

namespace likeness::LIKENESS_ISA {

/** A value of the form is ((x * before - shift) * scale) * unit; the powers of two `before` and `scale` keep range. */
struct RowForm {
  double before = 1, shift = 0, scale = 1, unit = 1;
  double squares = 0, norm = 0;  // of the form's values

  template <class T>
  double value(T x) const {
    return ((static_cast<double>(x) * before - shift) * scale) * unit;
  }
};

/** Sums f(x) over eight interleaved chains: the same bits at every level, and a vector's speed. */
template <class T, class F>
static double interleaved_sum(const T* x, std::int64_t cols, F f) {
  double sum[8] = {};
  std::int64_t k = 0;
  for (; k + 8 <= cols; k += 8)
    for (int l = 0; l < 8; ++l) sum[l] += f(static_cast<double>(x[k + l]));
  for (int l = 0; k < cols; ++k, ++l) sum[l] += f(static_cast<double>(x[k]));
  return ((sum[0] + sum[4]) + (sum[2] + sum[6])) + ((sum[1] + sum[5]) + (sum[3] + sum[7]));
}

/** The least and the largest value; NaN is passed over. */
template <class T>
static void extremes(const T* x, std::int64_t cols, double& least, double& most) {
  using V = typename Simd<T>::Vec;
  constexpr int lanes = Simd<T>::lanes;
  const T infinity = static_cast<T>(__builtin_inf());
  V low = Simd<T>::broadcast(infinity), high = Simd<T>::broadcast(-infinity);
  std::int64_t k = 0;
  for (; k + lanes <= cols; k += lanes) {
    const V value = load(x + k);
    low = value < low ? value : low;
    high = value > high ? value : high;
  }
  T lane[2][lanes];
  store(lane[0], low);
  store(lane[1], high);
  T smallest = infinity, largest = -infinity;
  const auto widen = [&](T a, T b) {
    smallest = a < smallest ? a : smallest;
    largest = b > largest ? b : largest;
  };
  for (int l = 0; l < lanes; ++l) widen(lane[0][l], lane[1][l]);
  for (; k < cols; ++k) widen(x[k], x[k]);
  least = static_cast<double>(smallest);
  most = static_cast<double>(largest);
}

/** A row as it is; of the metrics behind products, as a unit vector: a constant (or zero) row becomes NaN. */
template <class T>
static RowForm row_form(const T* x, std::int64_t cols, Metric metric) {
  RowForm form;
  if (!is_normalised(metric)) {
    form.squares = interleaved_sum(x, cols, [](double v) { return v * v; });
    form.norm = __builtin_sqrt(form.squares);
    return form;
  }
  double least, most;
  extremes(x, cols, least, most);
  form.before = unit_scale(most > -least ? most : -least);
  if (metric == Metric::correlation) {
    const double before = form.before;
    form.shift = interleaved_sum(x, cols, [before](double v) { return v * before; }) / static_cast<double>(cols);
    const double above = most * before - form.shift, below = form.shift - least * before;
    form.scale = least == most ? 0 : unit_scale(above > below ? above : below);
  }
  const double squares = interleaved_sum(x, cols, [&form](double v) {
    const double value = form.value(v);
    return value * value;
  });
  form.unit = 1 / __builtin_sqrt(squares);
  form.squares = form.norm = 1;
  return form;
}

/** The forms of rows [first, first + count); ends early once the job is cancelled. */
template <class T>
static void find_forms(const Runner& runner, const T* rows, std::int64_t cols, Metric metric, std::int64_t first,
                       std::int64_t count, RowForm* forms) {
  for (auto i = first; i < first + count && !runner.cancelled(); ++i)
    forms[i] = row_form(rows + i * cols, cols, metric);
}

/** Rows whose values are taken as their forms have them; of a list of rows where there is one. */
template <class U>
struct FormedRows {
  const U* data;
  std::int64_t stride, first_col;
  const RowForm* forms;
  const std::int64_t* list;  // null: all rows
  std::int64_t index(std::int64_t i) const { return list ? list[i] : i; }
  const U* row(std::int64_t i) const { return data + index(i) * stride + first_col; }
  const RowForm& form(std::int64_t i) const { return forms[index(i)]; }
};

/** Fills panel p with rows as they are, or with their forms' values. */
template <class T, class U>
static void fill_formed(const Runner& runner, const FormedRows<U>& source, bool formed, const Panels<T>& panels,
                        std::int64_t p) {
  if (!formed) return transpose_panel(runner, source, panels, p);
  RowForm form[kPanel];
  for (std::int64_t r = 0; r < smaller(kPanel, panels.rows - p * kPanel); ++r) form[r] = source.form(p * kPanel + r);
  const PanelRows<FormedRows<U>> rows(source, p, panels.rows);
  alignas(64) Chunk<double> chunk;  // a form's value is rounded to T once
  each_block(runner, panels, [&](std::int64_t block) {
    const auto width = panels.width(block);
    for (std::int64_t first = 0; first < width; first += kChunk) {
      const auto count = smaller(kChunk, width - first);
      load_chunk(rows.row, rows.used, block * kSumBlock + first, count, chunk);
      T* out = panels.at(block, p) + first * kPanel;
      for (std::int64_t f = 0; f < count; ++f)
        for (std::int64_t r = 0; r < kPanel; ++r) out[f * kPanel + r] = static_cast<T>(form[r].value(chunk[f][r]));
    }
  });
}

}  // namespace likeness::LIKENESS_ISA
