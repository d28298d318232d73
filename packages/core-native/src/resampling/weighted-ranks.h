#pragma once
// Ranks in resamples of a row's cells. A resample gives each cell a weight, how often it holds the cell; the copies of
// a cell are tied with one another, and with the cells of the same value. So a running sum of weights over the sorted
// cells gives every rank, exactly, without sorting again. For kernel sources only.

#include "resampling/sorted-rows.h"

namespace likeness::LIKENESS_ISA {

/** The weights of all cells in as many resamples as there are lanes. */
template <class T>
struct Weights {
  using Vec = typename Lanes<T>::Vec;
  const Vec* cell;  // [cells]
  Vec total;        // of all cells
};

/** Weight of the cells that have no value: a resample that holds one has no ranks. */
template <class T>
static typename Lanes<T>::Vec missing_weight(const SortedRow& row, std::int64_t cells, const Weights<T>& weights) {
  typename Lanes<T>::Vec missing{};
  for (auto k = row.ranked; k < cells; ++k) missing += weights.cell[row.order[k]];
  return missing;
}

/** Calls group(weight before, weight of the group, first, last + 1) for each group of equal values, ascending. */
template <class T, class F>
static inline void for_groups(const SortedRow& row, const Weights<T>& weights, F group) {
  using Vec = typename Lanes<T>::Vec;
  Vec before{};
  for (std::int64_t k = 0, from = 0; k < row.ranked; from = k) {
    Vec own{};
    do own += weights.cell[row.order[k]];
    while (!row.ends[k++]);
    group(before, own, from, k);
    before += own;
  }
}

/**
 * Doubled ranks less their mean, 2 (weight below) + own - total, of all cells; times the weight where `weighted`. Sums
 * of their squares, at most total³ / 3, and so every sum of products of two of them, are exact in T.
 * @returns the sum of squares
 */
template <class T, bool weighted>
static typename Lanes<T>::Vec centred_ranks(const SortedRow& row, std::int64_t cells, const Weights<T>& weights,
                                            typename Lanes<T>::Vec* ranks) {
  using Vec = typename Lanes<T>::Vec;
  Vec squares{};
  for_groups<T>(row, weights, [&](const Vec& before, const Vec& own, std::int64_t from, std::int64_t to) {
    const Vec rank = before + before + own - weights.total;
    for (auto k = from; k < to; ++k) {
      const auto cell = row.order[k];
      ranks[cell] = weighted ? weights.cell[cell] * rank : rank;
    }
    squares += own * rank * rank;
  });
  for (auto k = row.ranked; k < cells; ++k) ranks[row.order[k]] = Vec{};
  return squares;
}

/** Sum of squared weights of groups of equal values: total² less this is twice the pairs that are not tied. */
template <class T>
static typename Lanes<T>::Vec tied_squares(const SortedRow& row, const Weights<T>& weights) {
  using Vec = typename Lanes<T>::Vec;
  Vec squares{};
  for_groups<T>(row, weights, [&](const Vec&, const Vec& own, std::int64_t, std::int64_t) { squares += own * own; });
  return squares;
}

template <class T>
static typename Lanes<T>::Vec dot(const typename Lanes<T>::Vec* a, const typename Lanes<T>::Vec* b,
                                  std::int64_t cells) {
  typename Lanes<T>::Vec even{}, odd{};
  std::int64_t k = 0;
  for (; k + 1 < cells; k += 2) {
    even += a[k] * b[k];
    odd += a[k + 1] * b[k + 1];
  }
  if (k < cells) even += a[k] * b[k];
  return even + odd;
}

/**
 * Concordant less discordant pairs of cells (Kendall's S), by a binary indexed tree (Fenwick 1994) over y's levels that
 * takes in the cells in the order of x; a node holds a vector, for the tree's shape is the same in every resample.
 * @param tree 2 (y.distinct + 1) vectors
 */
template <class T>
static typename Lanes<T>::Vec concordance(const SortedRow& x, const SortedRow& y, const Weights<T>& weights,
                                          typename Lanes<T>::Vec* tree) {
  using Vec = typename Lanes<T>::Vec;
  Vec* const at_level = tree + y.distinct + 1;
  for (std::int64_t k = 0; k < 2 * (y.distinct + 1); ++k) tree[k] = Vec{};
  Vec sum{};
  for_groups<T>(x, weights, [&](const Vec& before, const Vec&, std::int64_t from, std::int64_t to) {
    for (auto k = from; k < to; ++k) {
      const std::int64_t level = y.levels[x.order[k]];
      Vec below{};
      for (auto node = level - 1; node > 0; node &= node - 1) below += tree[node];
      sum += weights.cell[x.order[k]] * (below + below + at_level[level] - before);
    }
    for (auto k = from; k < to; ++k) {
      const std::int64_t level = y.levels[x.order[k]];
      const Vec weight = weights.cell[x.order[k]];
      at_level[level] += weight;
      for (auto node = level; node <= y.distinct; node += node & -node) tree[node] += weight;
    }
  });
  return sum;
}

}  // namespace likeness::LIKENESS_ISA
