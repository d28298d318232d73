#pragma once
// Rows that may be neighbours of some queries, until it is known which of them are worth comparing. For kernel sources
// only.

#include "native/runner.h"
#include "native/sums.h"

namespace likeness::LIKENESS_ISA {

/** A row of the base that may be a neighbour: its key is not below `lower`. */
struct Candidate {
  double lower;
  std::int64_t row;
};

/** The candidates of each of some queries: a query's are one thread's at a time. */
class Candidates {
 public:
  bool allocate(Runner& runner, std::int64_t queries, std::int64_t k) {
    capacity_ = smaller(4 * k + 32, 512);
    list_ = static_cast<Candidate*>(runner.allocate(static_cast<std::size_t>(queries * capacity_) * sizeof(Candidate)));
    count_ = static_cast<std::int64_t*>(runner.allocate(static_cast<std::size_t>(queries) * sizeof(std::int64_t)));
    return list_ && count_;
  }

  void clear(std::int64_t query) const { count_[query] = 0; }
  bool full(std::int64_t query) const { return count_[query] == capacity_; }
  void add(std::int64_t query, Candidate candidate) const { of(query)[count_[query]++] = candidate; }

  void drop_above(std::int64_t query, double limit) const {
    std::int64_t kept = 0;
    for (std::int64_t c = 0; c < count_[query]; ++c)
      if (!(of(query)[c].lower > limit)) of(query)[kept++] = of(query)[c];
    count_[query] = kept;
  }

  /** f(row) for each, of which none is left. */
  template <class F>
  void take(std::int64_t query, F f) const {
    for (std::int64_t c = 0; c < count_[query]; ++c) f(of(query)[c].row);
    clear(query);
  }

 private:
  Candidate* of(std::int64_t query) const { return list_ + query * capacity_; }

  std::int64_t capacity_ = 0;
  Candidate* list_ = nullptr;
  std::int64_t* count_ = nullptr;
};

}  // namespace likeness::LIKENESS_ISA
