#pragma once
// RDMs as rows whose products are the comparison: dissimilarities, or their centred doubled ranks. For kernel sources
// only.

#include "distance/panels.h"
#include "native/carver.h"
#include "rdm/ranks.h"
#include "searchlight/rsa-comparison.h"

namespace likeness::LIKENESS_ISA {

/** What panels do to a row: take its mean off, scale it, or nothing. Ranks are centred already. */
static inline Metric panel_metric(RsaComparison comparison) {
  switch (comparison) {
    case RsaComparison::pearson:
    case RsaComparison::partial_pearson:
      return Metric::correlation;
    case RsaComparison::nnls:
      return Metric::sqeuclidean;
    default:
      return Metric::cosine;
  }
}

template <class T>
static bool has_nan(const T* values, std::int64_t n) {
  bool found = false;
  for (std::int64_t i = 0; i < n; ++i) found |= values[i] != values[i];
  return found;
}

/** Where one RDM is ranked. */
template <class T>
struct ProfileWork {
  RankWork<T> rank;
  std::int32_t* ranks = nullptr;

  void use(Carver& carve, std::int64_t pairs) {
    rank.use(carve.take(RankWork<T>::bytes(pairs)), pairs);
    ranks = carve.take<std::int32_t>(pairs);
  }
};

/** The profile of one RDM without NaN. */
template <class T, class U>
static void make_profile(RsaComparison comparison, const T* rdm, std::int64_t pairs, const ProfileWork<T>& work,
                         U* to) {
  if (is_ranked(comparison)) {
    doubled_ranks(rdm, pairs, work.ranks, work.rank);
    const auto middle = static_cast<std::int32_t>(pairs + 1);
    for (std::int64_t p = 0; p < pairs; ++p) to[p] = static_cast<U>(work.ranks[p] - middle);
  } else {
    for (std::int64_t p = 0; p < pairs; ++p) to[p] = static_cast<U>(rdm[p]);
  }
}

/** The profiles of models, models x pairs, in panels. */
template <class U>
static Status prepare_profiles(Runner& runner, RsaComparison comparison, const double* rdms, std::int64_t models,
                               std::int64_t pairs, double until, Panels<U>& panels) {
  auto* rows = static_cast<U*>(runner.allocate(static_cast<std::size_t>(models * pairs) * sizeof(U)));
  ProfileWork<double> work;
  Carver needed;
  work.use(needed, pairs);
  Carver carve{static_cast<char*>(runner.allocate(needed.used))};
  if (!rows || !carve.memory) return Status::out_of_memory;
  work.use(carve, pairs);
  for (std::int64_t m = 0; m < models && !runner.cancelled(); ++m)
    make_profile(comparison, rdms + m * pairs, pairs, work, rows + m * pairs);
  return prepare(runner, rows, models, pairs, panel_metric(comparison), until, panels);
}

}  // namespace likeness::LIKENESS_ISA
