#include "rdm/compare-rdms.h"

#include "distance/tile.h"
#include "rdm/product-rows.h"

namespace likeness::LIKENESS_ISA {
namespace {

template <class T>
class CompareSets {
 public:
  CompareSets(const CompareRdmsArgs& args, Runner& runner)
      : args_(args),
        runner_(runner),
        a_{static_cast<const T*>(args.a), args.a_rows, args.cells},
        b_{static_cast<const T*>(args.b), args.b_rows, args.cells} {}

  Status run() {
    if (args_.a_rows == 0 || args_.b_rows == 0) return Status::ok;
    auto status = find_kept(runner_, a_, b_, kept_);
    if (status != Status::ok || runner_.cancelled()) return runner_.cancelled() ? Status::cancelled : status;
    if (kept_.count == 0) return all_missing();
    until_ = a_.any_missing || b_.any_missing ? 0.5 : 1;
    status = is_concordance(args_.comparison) ? by_concordance() : by_products();
    if (status == Status::ok && until_ < 1) status = pairs_with_missing();
    return runner_.cancelled() ? Status::cancelled : status;
  }

 private:
  Status all_missing() const {
    for (std::int64_t k = 0; k < args_.a_rows * args_.b_rows; ++k) args_.out[k] = __builtin_nan("");
    return Status::ok;
  }

  Status by_products() {
    if (is_ranked(args_.comparison)) {
      // Sums of products of ranks are integers of at most n (n² - 1) / 3: exact in float32 below 2^24.
      const auto n = static_cast<double>(kept_.count);
      return n * (n * n - 1) / 3 < 0x1p24 ? made_products<float>(nullptr) : made_products<double>(nullptr);
    }
    if (!is_whitened(args_.comparison)) return plain_products();
    void* memory = runner_.allocate(Whitening::bytes(args_.conditions, !kept_.list));
    if (!memory) return Status::out_of_memory;
    Whitening whitening(args_.conditions, memory);
    if (kept_.list) whitening.use(kept_.list, kept_.count);
    return made_products<T>(&whitening);
  }

  template <class P>
  Status made_products(const Whitening* whitening) {
    ProductRows<T, P> rows(args_, kept_, whitening);
    Panels<P> a, b;
    auto status = rows.prepare(runner_, a_, 0.2 * until_, a);
    if (status == Status::ok) status = rows.prepare(runner_, b_, 0.3 * until_, b);
    return status == Status::ok ? multiply(a, b) : status;
  }

  /** Rows as they are, or centred: as the distances prepare them. */
  Status plain_products() {
    const auto metric = args_.comparison == Comparison::pearson ? Metric::correlation : Metric::cosine;
    const T *x = a_.data, *y = b_.data;
    if (kept_.list && !(compact(a_, x) && compact(b_, y))) return Status::out_of_memory;
    Panels<T> a, b;
    auto status = prepare(runner_, x, a_.rows, kept_.count, metric, 0.1 * until_, a);
    if (status == Status::ok) status = prepare(runner_, y, b_.rows, kept_.count, metric, 0.2 * until_, b);
    return status == Status::ok ? multiply(a, b) : status;
  }

  bool compact(const RdmSet<T>& set, const T*& data) {
    T* to = static_cast<T*>(runner_.allocate(static_cast<std::size_t>(set.rows * kept_.count) * sizeof(T)));
    auto row = [&](std::int64_t i) { kept_.gather(set.row(i), to + i * kept_.count); };
    if (to) for_blocks(runner_, set.rows, 0.04, row);
    data = to;
    return to;
  }

  template <class P>
  Status multiply(const Panels<P>& a, const Panels<P>& b) {
    const auto across = divide_up(b.count(), kRectanglePanels);
    const auto height = rectangle_rows(a.rows, across, 16 * runner_.threads());
    auto rectangle = [&](std::int64_t block) {
      const auto q = block % across;
      Rectangle at{block / across * height, 0, q * kRectanglePanels, smaller((q + 1) * kRectanglePanels, b.count()),
                   false};
      at.height = whole_tiles(smaller(height, a.rows - at.x0));
      alignas(64) Totals totals;
      accumulate<P, Product<P>>(runner_, a, b, at, totals, at.width());
      for (auto i = at.x0; i < smaller(at.x0 + at.height, a.rows); ++i)
        finish(totals + (i - at.x0) * at.width(), a, i, b, at.y0(), smaller(at.p1 * kPanel, b.rows));
    };
    for_blocks(runner_, divide_up(a.rows, height) * across, until_, rectangle);
    return runner_.cancelled() ? Status::cancelled : Status::ok;
  }

  template <class P>
  void finish(const double* totals, const Panels<P>& a, std::int64_t i, const Panels<P>& b, std::int64_t j0,
              std::int64_t j1) const {
    double* out = args_.out + i * args_.b_rows;
    if (args_.comparison == Comparison::rho_a)
      for (auto j = j0; j < j1; ++j) out[j] = rho_a_of(totals[j - j0], kept_.count);
    else
      for (auto j = j0; j < j1; ++j)
        out[j] = cosine_of(totals[j - j0], a.squares[i], a.norms[i], b.squares[j], b.norms[j]);
  }

  /** The rows of b keep their places; each row of a is put in order for a few of them at a time. */
  Status by_concordance() {
    constexpr std::int64_t room = 64 << 20;
    const auto chunk = smaller(args_.b_rows, 1 + room / (12 * kept_.count));
    auto* lists = static_cast<std::int32_t*>(
        runner_.allocate(static_cast<std::size_t>(3 * chunk * kept_.count) * sizeof(std::int32_t)));
    auto* places = static_cast<Places*>(runner_.allocate(static_cast<std::size_t>(chunk) * sizeof(Places)));
    if (!lists || !places || !taus_.allocate(runner_, args_.a_rows * args_.b_rows, tau_bytes()))
      return Status::out_of_memory;
    for (std::int64_t b0 = 0; b0 < args_.b_rows && !runner_.cancelled(); b0 += chunk) {
      const auto count = smaller(chunk, args_.b_rows - b0);
      const auto done = until_ * static_cast<double>(b0 + count) / static_cast<double>(args_.b_rows);
      auto place = [&](std::int64_t j) {
        auto* list = lists + 3 * j * kept_.count;
        places[j] = {list, list + kept_.count, list + 2 * kept_.count, 0};
        TauWork work(*this);
        kept_.gather(b_.row(b0 + j), work.values);
        if (b_.complete[b0 + j]) find_places(work.values, kept_.count, work.sort, places[j]);
      };
      for_blocks(runner_, count, 0, place);
      constexpr std::int64_t together = 64;
      const auto groups = divide_up(count, together);
      auto order = [&](std::int64_t block) {
        const auto j0 = block % groups * together;
        order_row(block / groups, b0, j0, smaller(j0 + together, count), places);
      };
      for_blocks(runner_, args_.a_rows * groups, done, order);
    }
    return Status::ok;
  }

  struct TauWork {
    Workspaces::Lease lease;
    T* values;
    SortWork sort;
    Order order;
    PlaceCounter counter;

    explicit TauWork(const CompareSets& of) : lease(of.taus_) {
      Carver carve{lease.memory()};
      const auto cells = of.kept_.count;
      values = carve.take<T>(cells);
      sort.use(carve.take(SortWork::bytes(cells)), cells);
      order.order = carve.take<std::int32_t>(cells);
      order.end = carve.take<std::int32_t>(cells);
      counter.use(carve.take(PlaceCounter::bytes(cells)), cells);
    }
  };

  std::size_t tau_bytes() const {
    const auto cells = static_cast<std::size_t>(kept_.count);
    return cells * (sizeof(T) + 2 * sizeof(std::int32_t)) + SortWork::bytes(kept_.count) +
           PlaceCounter::bytes(kept_.count) + 5 * 64;
  }

  void order_row(std::int64_t i, std::int64_t b0, std::int64_t j0, std::int64_t j1, const Places* places) const {
    if (!a_.complete[i]) return;
    TauWork work(*this);
    const auto n = kept_.count;
    kept_.gather(a_.row(i), work.values);
    find_order(work.values, n, work.sort, work.order);
    for (auto j = j0; j < j1 && !runner_.cancelled(); ++j)
      if (b_.complete[b0 + j])
        args_.out[i * args_.b_rows + b0 + j] =
            tau_of(args_.comparison, concordance(work.order, places[j], n, work.counter), n, work.order.tied_pairs,
                   places[j].tied_pairs);
  }

  Status pairs_with_missing() {
    Workspaces all;
    if (!all.allocate(runner_, args_.a_rows, MissingPair<T>::bytes(args_, kept_))) return Status::out_of_memory;
    auto row = [&](std::int64_t i) {
      const Workspaces::Lease lease(all);
      MissingPair<T> pair(args_, kept_, lease.memory());
      for (std::int64_t j = 0; j < args_.b_rows && !runner_.cancelled(); ++j)
        if (!a_.complete[i] || !b_.complete[j]) args_.out[i * args_.b_rows + j] = pair.compare(a_.row(i), b_.row(j));
    };
    for_blocks(runner_, args_.a_rows, 1, row);
    return Status::ok;
  }

  const CompareRdmsArgs& args_;
  Runner& runner_;
  RdmSet<T> a_, b_;
  KeptCells kept_;
  double until_ = 1;
  Workspaces taus_;
};

}  // namespace

Status compare_rdms(const CompareRdmsArgs& args, Runner& runner) {
  return args.is_float64 ? CompareSets<double>(args, runner).run() : CompareSets<float>(args, runner).run();
}

}  // namespace likeness::LIKENESS_ISA
