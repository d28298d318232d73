#pragma once
// Two RDMs compared on the cells that both have, in float64. For kernel sources only.

#include "native/carver.h"
#include "rdm/compare-rdms.h"
#include "rdm/concordance.h"
#include "rdm/kept-cells.h"
#include "rdm/ranks.h"
#include "rdm/similarity.h"
#include "rdm/whitening.h"

namespace likeness::LIKENESS_ISA {

template <class T>
class MissingPair {
 public:
  MissingPair(const CompareRdmsArgs& args, const KeptCells& kept, char* memory) : args_(args), kept_(kept) {
    Carver carve{memory};
    const auto cells = kept.count;
    shared_ = carve.take<std::int32_t>(cells);
    for (auto& values : values_) values = carve.take<double>(cells + args.conditions);
    if (is_whitened(args.comparison)) whitening_ = carve.take(Whitening::bytes(args.conditions, false));
    if (is_ranked(args.comparison)) {
      for (auto& ranks : ranks_) ranks = carve.take<std::int32_t>(cells);
      carve_work(carve, rank_work_, RankWork<double>::bytes(cells));
    }
    if (is_concordance(args.comparison)) {
      std::int32_t** lists[] = {&order_.order, &order_.end, &places_.place, &places_.low, &places_.high};
      for (auto** list : lists) *list = carve.take<std::int32_t>(cells);
      carve_work(carve, sort_work_, SortWork::bytes(cells));
      counter_memory_ = carve.take(PlaceCounter::bytes(cells));
    }
    bytes_ = carve.used;
  }

  static std::size_t bytes(const CompareRdmsArgs& args, const KeptCells& kept) {
    return MissingPair(args, kept, nullptr).bytes_;
  }

  double compare(const T* x, const T* y) {
    const auto n = gather(x, y);
    if (n == 0) return __builtin_nan("");
    if (is_concordance(args_.comparison)) return by_concordance(n);
    if (is_ranked(args_.comparison)) return by_ranks(n);
    for (auto* values : values_) scaled_values(values, n, is_centred(args_.comparison), values);
    if (!is_whitened(args_.comparison)) return by_product(n);
    Whitening whitening(args_.conditions, whitening_);
    whitening.use(shared_, n);
    for (auto* values : values_) whitening.apply(values, shared_, n);
    return by_product(n + args_.conditions);
  }

 private:
  template <class Work>
  void carve_work(Carver& carve, Work& work, std::size_t bytes) {
    void* memory = carve.take(bytes);
    if (memory) work.use(memory, kept_.count);
  }

  /** The values of the cells that both have, and those cells' numbers. */
  std::int64_t gather(const T* x, const T* y) {
    std::int64_t n = 0;
    for (std::int64_t k = 0; k < kept_.count; ++k) {
      const auto cell = kept_.list ? kept_.list[k] : static_cast<std::int32_t>(k);
      values_[0][n] = static_cast<double>(x[cell]);
      values_[1][n] = static_cast<double>(y[cell]);
      shared_[n] = cell;
      n += x[cell] == x[cell] && y[cell] == y[cell];
    }
    return n;
  }

  double by_product(std::int64_t n) const {
    const double *x = values_[0], *y = values_[1];
    const auto squares = [n](const double* v) {
      return interleaved_sum(v, n, [](double value) { return value * value; });
    };
    double chain[8] = {};
    for (std::int64_t k = 0; k < n; ++k) chain[k % 8] += x[k] * y[k];
    const double product =
        ((chain[0] + chain[4]) + (chain[2] + chain[6])) + ((chain[1] + chain[5]) + (chain[3] + chain[7]));
    const double xx = squares(x), yy = squares(y);
    return cosine_of(product, xx, __builtin_sqrt(xx), yy, __builtin_sqrt(yy));
  }

  double by_ranks(std::int64_t n) {
    double sum[3] = {};  // integers: any order is exact
    for (int side = 0; side < 2; ++side) doubled_ranks(values_[side], n, ranks_[side], rank_work_);
    for (std::int64_t k = 0; k < n; ++k) {
      const auto x = static_cast<double>(ranks_[0][k] - n - 1), y = static_cast<double>(ranks_[1][k] - n - 1);
      sum[0] += x * y;
      sum[1] += x * x;
      sum[2] += y * y;
    }
    if (args_.comparison == Comparison::rho_a) return rho_a_of(sum[0], n);
    return cosine_of(sum[0], sum[1], __builtin_sqrt(sum[1]), sum[2], __builtin_sqrt(sum[2]));
  }

  double by_concordance(std::int64_t n) {
    find_order(values_[0], n, sort_work_, order_);
    find_places(values_[1], n, sort_work_, places_);
    PlaceCounter counter;
    counter.use(counter_memory_, n);
    return tau_of(args_.comparison, concordance(order_, places_, n, counter), n, order_.tied_pairs, places_.tied_pairs);
  }

  const CompareRdmsArgs& args_;
  const KeptCells& kept_;
  double* values_[2] = {};
  std::int32_t *shared_ = nullptr, *ranks_[2] = {};
  RankWork<double> rank_work_;
  SortWork sort_work_;
  Order order_;
  Places places_;
  void *whitening_ = nullptr, *counter_memory_ = nullptr;
  std::size_t bytes_ = 0;
};

}  // namespace likeness::LIKENESS_ISA
