#pragma once
// RDMs as the rows whose products are their similarities: ranks, or values in whitened coordinates, written into
// panels. For kernel sources only.

#include "native/workspaces.h"
#include "rdm/missing-pair.h"

namespace likeness::LIKENESS_ISA {

/** Makes rows of a comparison; `shared` is the whitening of the kept cells, where one is needed. */
template <class T, class P>
class ProductRows {
 public:
  ProductRows(const CompareRdmsArgs& args, const KeptCells& kept, const Whitening* shared)
      : args_(args), kept_(kept), shared_(shared) {}

  std::int64_t width() const { return kept_.count + (is_whitened(args_.comparison) ? args_.conditions : 0); }

  /** Allocates and fills panels of the set's rows; a row that is not complete is zero. */
  Status prepare(Runner& runner, const RdmSet<T>& set, double until, Panels<P>& panels) {
    auto status = allocate_panels(runner, set.rows, width(), Metric::cosine, panels);
    if (status != Status::ok) return status;
    Workspaces all;
    Carver size;
    Work(*this, size);
    if (!all.allocate(runner, panels.count(), size.used)) return Status::out_of_memory;
    auto fill = [&](std::int64_t p) {
      const Workspaces::Lease lease(all);
      Carver carve{lease.memory()};
      Work work(*this, carve);
      for (std::int64_t r = 0; r < kPanel && !runner.cancelled(); r += kTogether) fill_rows(set, panels, p, r, work);
      add_squares(panels, p);
    };
    for_blocks(runner, panels.count(), until, fill);
    return runner.cancelled() ? Status::cancelled : Status::ok;
  }

 private:
  static constexpr std::int64_t kTogether = 8;  // rows written to a panel at once: a line of the cache in float64

  struct Work {
    P* rows;
    T* values;
    double* wide;
    std::int32_t* ranks;
    RankWork<T> ranking;

    Work(const ProductRows& of, Carver& carve) {
      rows = carve.take<P>(kTogether * of.width());
      values = carve.take<T>(of.kept_.count);
      wide = carve.take<double>(of.width() + of.args_.conditions);
      ranks = carve.take<std::int32_t>(of.kept_.count);
      void* memory = carve.take(RankWork<T>::bytes(of.kept_.count));
      if (memory) ranking.use(memory, of.kept_.count);
    }
  };

  void make_row(const T* row, Work& work, P* out) const {
    const auto n = kept_.count;
    kept_.gather(row, work.values);
    if (is_ranked(args_.comparison)) {
      doubled_ranks(work.values, n, work.ranks, work.ranking);
      const auto middle = static_cast<std::int32_t>(n + 1);
      for (std::int64_t k = 0; k < n; ++k) out[k] = static_cast<P>(work.ranks[k] - middle);
      return;
    }
    scaled_values(work.values, n, is_centred(args_.comparison), work.wide);
    // The sums of the conditions go behind the row, for each thread has its own.
    shared_->with(work.wide + width()).apply(work.wide, kept_.list, n);
    for (std::int64_t k = 0; k < width(); ++k) out[k] = static_cast<P>(work.wide[k]);
  }

  void fill_rows(const RdmSet<T>& set, const Panels<P>& panels, std::int64_t p, std::int64_t first, Work& work) const {
    const auto cols = width();
    for (std::int64_t r = 0; r < kTogether; ++r) {
      const auto i = p * kPanel + first + r;
      P* out = work.rows + r * cols;
      if (i < set.rows && set.complete[i])
        make_row(set.row(i), work, out);
      else
        for (std::int64_t k = 0; k < cols; ++k) out[k] = 0;
    }
    for (std::int64_t block = 0; block < panels.blocks(); ++block) {
      P* to = panels.at(block, p) + first;
      for (std::int64_t f = 0; f < panels.width(block); ++f, to += kPanel)
        for (std::int64_t r = 0; r < kTogether; ++r) to[r] = work.rows[r * cols + block * kSumBlock + f];
    }
  }

  static void add_squares(const Panels<P>& panels, std::int64_t p) {
    RowSums<P> squares;
    for (std::int64_t block = 0; block < panels.blocks(); ++block) {
      const P* from = panels.at(block, p);
      for (std::int64_t f = 0; f < panels.width(block); ++f, from += kPanel)
        for (std::int64_t r = 0; r < kPanel; r += Simd<P>::lanes)
          store(squares.chain + r, fma(load(from + r), load(from + r), load(squares.chain + r)));
      squares.end_block();
    }
    for (std::int64_t r = 0; r < kPanel; ++r) {
      panels.squares[p * kPanel + r] = squares.total[r];
      panels.norms[p * kPanel + r] = __builtin_sqrt(squares.total[r]);
    }
  }

  const CompareRdmsArgs& args_;
  const KeptCells& kept_;
  const Whitening* shared_;
};

}  // namespace likeness::LIKENESS_ISA
