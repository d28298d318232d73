#include "distance/nearest-neighbors.h"

#include "distance/candidates.h"
#include "distance/exact-keys.h"
#include "distance/nominate.h"
#include "distance/strip.h"

namespace likeness::LIKENESS_ISA {
namespace {

// Rows of the queries and of the base that are compared at a time, and features: large enough that transposing them
// costs a few per cent of comparing them, small enough to need little memory whatever the sizes of the matrices.
constexpr std::int64_t kQueryRows = 48 * kPanel, kBaseRows = 25 * kPanel, kFeatures = 16 * kSumBlock;

template <class T>
class Search {
 public:
  Search(const NearestNeighborsArgs& args, Runner& runner)
      : args_(args),
        runner_(runner),
        queries_(static_cast<const T*>(args.queries)),
        base_(static_cast<const T*>(args.base)),
        query_rows_(smaller(args.query_rows, kQueryRows)),
        base_rows_(smaller(args.base_rows, kBaseRows)),
        cols_(smaller(args.cols, kFeatures)),
        narrow_(sizeof(T) == sizeof(double) || cols_ == args.cols),
        model_(ErrorModel::of<T>(args.metric, args.cols, narrow_)) {}

  Status run() {
    if (args_.query_rows == 0 || args_.base_rows == 0) return Status::ok;
    if (!allocate()) return Status::out_of_memory;
    const auto chunks = divide_up(args_.query_rows, query_rows_), parts = divide_up(args_.base_rows, base_rows_);
    const auto share = 1 / static_cast<double>(chunks * parts);
    for (std::int64_t step = 0; step < chunks * parts && !runner_.cancelled(); ++step) {
      q0_ = step / parts * query_rows_;
      b0_ = step % parts * base_rows_;
      if (b0_ == 0)
        for (std::int64_t i = 0; i < query_rows_; ++i) {
          smallest_[i] = 0;
          candidates_.clear(i);
        }
      const auto from = share * static_cast<double>(step);
      const auto status = search_part(from, 0.95 * share);
      if (status != Status::ok) return status;
      if (step % parts == parts - 1 && !runner_.cancelled()) settle(from + share);
    }
    return runner_.cancelled() ? Status::cancelled : Status::ok;
  }

 private:
  bool formed() const { return is_normalised(args_.metric); }
  std::int64_t stride() const { return divide_up(base_rows_, kPanel) * kPanel; }
  std::int64_t queries_now() const { return smaller(query_rows_, args_.query_rows - q0_); }
  std::int64_t base_now() const { return smaller(base_rows_, args_.base_rows - b0_); }

  template <class U>
  U* take(std::int64_t count) {
    return static_cast<U*>(runner_.allocate(static_cast<std::size_t>(count) * sizeof(U)));
  }

  bool allocate() {
    const auto query_rows = divide_up(query_rows_, kPanel) * kPanel;
    query_forms_ = take<RowForm>(args_.query_rows);
    base_forms_ = take<RowForm>(args_.base_rows);
    base_squares_ = take<double>(args_.base_rows);
    base_norms_ = take<double>(args_.base_rows);
    heaps_ = take<double>(query_rows_ * args_.k);
    smallest_ = take<std::int64_t>(query_rows_);
    crowded_ = take<std::int64_t>(query_rows_);
    query_panels_ = take<T>(query_rows * cols_);
    base_panels_ = take<T>(stride() * cols_);
    return query_forms_ && base_forms_ && base_squares_ && base_norms_ && heaps_ && smallest_ && crowded_ &&
           query_panels_ && base_panels_ && candidates_.allocate(runner_, query_rows_, args_.k);
  }

  Status search_part(double from, double share) {
    const auto nominate_rows = [&](const auto& strip, std::int64_t i, std::int64_t end) {
      for (; i < end && !runner_.cancelled(); ++i) nominate(strip, i);
    };
    const auto until = from + 0.9 * share;
    const bool product = model_.product;
    const auto status =
        narrow_ ? total<T, T>(queries_now(), nullptr, query_panels_, base_panels_, product, from, until, nominate_rows)
                : total<T, double>(queries_now(), nullptr, query_panels_, base_panels_, product, from, until,
                                   nominate_rows);
    if (status != Status::ok || runner_.cancelled()) return status;
    std::int64_t crowded = 0;
    for (std::int64_t i = 0; i < queries_now(); ++i)
      if (crowded_[i]) crowded_[crowded++] = i;
    return crowded ? search_crowded(crowded, from + 0.9 * share, from + share) : Status::ok;
  }

  /**
   * Totals of the queries (of the list) against this part of the base: products, or the metric's own sums in type U.
   * finish(strip, i, end) is called once for each query i of [i, end), with the totals of a strip that holds them.
   */
  template <class U, class S, class F>
  Status total(std::int64_t rows, const std::int64_t* list, U* query_panels, U* base_panels, bool product, double from,
               double until, F finish) {
    const auto metric = product ? Metric::cosine : is_normalised(args_.metric) ? Metric::sqeuclidean : args_.metric;
    const auto across = divide_up(base_now(), kStripColumns);
    const auto least = 3 * runner_.threads();
    // A strip is one thread's, down to the neighbours; where there are too few, its rectangles are shared.
    const auto whole = divide_up(rows, rectangle_rows(rows, 1, least)) >= least;
    const auto height = whole ? rectangle_rows(rows, 1, least) : rectangle_rows(rows, across, 4 * least);
    const auto strips = divide_up(rows, height), groups = whole ? 1 : across;
    const bool kept_totals = !whole || cols_ < args_.cols;
    const auto strip_values = height * stride();
    const bool there = kept_totals ? totals_.allocate_part(runner_, (query_rows_ + kRectangleRows) * stride())
                                   : totals_.allocate_strips(runner_, kRectangleRows * stride());
    if (!there) return Status::out_of_memory;
    const auto strip_at = [&](std::int64_t s, S* totals) {
      const auto used = smaller(height, rows - s * height);
      S* shared = totals_.template part<S>() + s * strip_values;
      return Strip<S>{s * height, used, whole_tiles(used), base_now(), totals ? totals : shared};
    };
    for (std::int64_t c0 = 0; c0 < args_.cols && !runner_.cancelled(); c0 += cols_) {
      Panels<U> x, y;
      x.rows = rows;
      y.rows = base_now();
      x.cols = y.cols = smaller(cols_, args_.cols - c0);
      x.data = query_panels;
      y.data = base_panels;
      const auto done = from + (until - from) * static_cast<double>(c0 + x.cols) / static_cast<double>(args_.cols);
      const auto filled = done - 0.95 * (until - from) * static_cast<double>(x.cols) / static_cast<double>(args_.cols);
      fill(x, y, list, c0, filled);
      const bool last = c0 + x.cols == args_.cols;
      auto block = [&](std::int64_t b) {
        const auto compute = [&](const Strip<S>& strip) {
          for (auto q = whole ? 0 : b % groups; q < (whole ? across : b % groups + 1); ++q) {
            const Rectangle at{
                strip.row0, strip.height, q * kRectanglePanels, smaller((q + 1) * kRectanglePanels, y.count()),
                false,      c0 > 0};
            S* totals = strip.row(q, strip.row0);
            add_totals(runner_, x, y, metric, at, totals, at.width());
          }
          if (whole && last && !runner_.cancelled()) finish(strip, strip.row0, strip.row0 + strip.rows);
        };
        if (kept_totals) return compute(strip_at(b / groups, nullptr));
        const Workspaces::Lease lease(totals_.strips());
        compute(strip_at(b, reinterpret_cast<S*>(lease.memory())));
      };
      for_blocks(runner_, strips * groups, done, block);
    }
    auto finish_one = [&](std::int64_t i) { finish(strip_at(i / height, nullptr), i, i + 1); };
    if (!whole && !runner_.cancelled()) for_blocks(runner_, rows, until, finish_one);
    return Status::ok;
  }

  /** Fills the panels of the queries (of the list) and of this part of the base, and finds their forms first. */
  template <class U>
  void fill(const Panels<U>& x, const Panels<U>& y, const std::int64_t* list, std::int64_t c0, double until) {
    const FormedRows<T> queries{queries_ + q0_ * args_.cols, args_.cols, c0, query_forms_ + q0_, list};
    const FormedRows<T> base{base_ + b0_ * args_.cols, args_.cols, c0, base_forms_ + b0_, nullptr};
    // Queries whose features all fit stay from one part of the base to the next.
    const auto kept = !list && cols_ == args_.cols && b0_ > 0 ? x.count() : 0;
    auto panel = [&](std::int64_t block) {
      if (auto p = block + kept; p < x.count()) {
        if (!list && c0 == 0 && b0_ == 0)
          find_forms(runner_, queries_, args_.cols, args_.metric, q0_ + p * kPanel,
                     smaller(kPanel, x.rows - p * kPanel), query_forms_);
        return fill_formed(runner_, queries, formed(), x, p);
      }
      const auto p = block + kept - x.count();
      if (const auto first = b0_ + p * kPanel; !list && c0 == 0 && q0_ == 0) {
        const auto count = smaller(kPanel, y.rows - p * kPanel);
        find_forms(runner_, base_, args_.cols, args_.metric, first, count, base_forms_);
        for (auto j = first; j < first + count; ++j) {
          base_squares_[j] = base_forms_[j].squares;
          base_norms_[j] = base_forms_[j].norm;
        }
      }
      fill_formed(runner_, base, formed(), y, p);
    };
    for_blocks(runner_, x.count() + y.count() - kept, until, panel);
  }

  Nearest nearest(std::int64_t i) const {
    return {args_.keys + (q0_ + i) * args_.k, args_.indices + (q0_ + i) * args_.k, args_.k};
  }
  // Of row j of the whole base.
  bool is_self(std::int64_t i, std::int64_t j) const {
    return args_.exclude == Exclude::self && args_.query_offset + q0_ + i == args_.base_offset + j;
  }
  void insert(std::int64_t i, std::int64_t j, double key) const {
    if (is_self(i, j) || (args_.exclude == Exclude::zero && key == 0)) return;
    nearest(i).insert(key, args_.base_offset + j);
  }

  /** The k smallest upper bounds of query i's keys so far. */
  Smallest smallest(std::int64_t i) const { return {heaps_ + i * args_.k, args_.k, smallest_[i]}; }

  /** What no neighbour of query i can be above. */
  double limit(std::int64_t i) const {
    const double bound = smallest(i).last(), worst = nearest(i).worst();
    return bound < worst ? bound : worst;
  }

  /** Of these queries with rows of the whole base; their keys are inserted. */
  auto comparison() const {
    const FormedRows<T> queries{queries_ + q0_ * args_.cols, args_.cols, 0, query_forms_ + q0_, nullptr};
    const FormedRows<T> base{base_, args_.cols, 0, base_forms_, nullptr};
    const auto done = [this](std::int64_t i, std::int64_t j, double key) { insert(i, j, key); };
    return Comparison<T, decltype(done)>(runner_, args_.metric, queries, base, done);
  }

  /** Notes query i's candidates of this part; where they are many, it is marked in crowded_ instead. */
  template <class S>
  void nominate(const Strip<S>& strip, std::int64_t i) const {
    double lower[kBaseRows], upper[kBaseRows];
    const auto count = base_now();
    for (std::int64_t q = 0, y0 = 0; y0 < count; ++q, y0 += kStripColumns)
      model_.bounds(strip.row(q, i), query_forms_[q0_ + i], base_squares_ + b0_ + y0, base_norms_ + b0_ + y0,
                    smaller(kStripColumns, count - y0), lower + y0, upper + y0);
    crowded_[i] = 0;
    if (count_not_above(lower, count, limit(i)) == 0) return;
    auto smallest = this->smallest(i);
    each_not_above(
        upper, count, [&] { return smallest.last(); },
        [&](std::int64_t j) {
          const bool left_out = is_self(i, b0_ + j) || (args_.exclude == Exclude::zero && !(lower[j] > 0));
          if (upper[j] < smallest.last() && !left_out) smallest.offer(upper[j]);
        });
    const double limit = this->limit(i);
    crowded_[i] = count_not_above(lower, count, limit) > count / 16 + 2 * args_.k + kTogether;
    if (!crowded_[i])
      each_not_above(
          lower, count, [limit] { return limit; },
          [&](std::int64_t j) {
            note(i, {lower[j], b0_ + j});
          });
  }

  /** Candidates wait until all parts have lowered the limit: most are above it then. */
  void note(std::int64_t i, Candidate candidate) const {
    if (candidates_.full(i)) candidates_.drop_above(i, limit(i));
    if (candidates_.full(i)) {
      auto exact = comparison();
      candidates_.take(i, [&](std::int64_t j) { exact.add(i, j); });
      exact.finish();
    }
    candidates_.add(i, candidate);
  }

  /** Compares every candidate that is left exactly. */
  void settle(double until) {
    constexpr std::int64_t group = 16;
    auto block = [&](std::int64_t b) {
      auto exact = comparison();
      for (auto i = b * group; i < smaller((b + 1) * group, queries_now()) && !runner_.cancelled(); ++i) {
        candidates_.drop_above(i, limit(i));
        candidates_.take(i, [&](std::int64_t j) { exact.add(i, j); });
      }
      exact.finish();
    };
    for_blocks(runner_, divide_up(queries_now(), group), until, block);
  }

  /** Every key of the first `crowded` queries of crowded_, exactly: float64 differences, tile by tile. */
  Status search_crowded(std::int64_t crowded, double from, double until) {
    if (!exact_queries_) {
      exact_queries_ = take<double>(divide_up(query_rows_, kPanel) * kPanel * cols_);
      exact_base_ = take<double>(stride() * cols_);
      if (!exact_queries_ || !exact_base_) return Status::out_of_memory;
    }
    return total<double, double>(crowded, crowded_, exact_queries_, exact_base_, false, from, until,
                                 [&](const Strip<double>& strip, std::int64_t i, std::int64_t end) {
                                   for (; i < end; ++i)
                                     for (std::int64_t j = 0; j < base_now(); ++j)
                                       insert(crowded_[i], b0_ + j, strip.row(j / kStripColumns, i)[j % kStripColumns]);
                                 });
  }

  const NearestNeighborsArgs& args_;
  Runner& runner_;
  const T *queries_, *base_;
  const std::int64_t query_rows_, base_rows_, cols_;  // at most so many at a time
  const bool narrow_;  // totals have the data's type: features are few enough for the error that this adds
  const ErrorModel model_;
  std::int64_t q0_ = 0, b0_ = 0;
  RowForm *query_forms_ = nullptr, *base_forms_ = nullptr;
  double *base_squares_ = nullptr, *base_norms_ = nullptr;
  double* heaps_ = nullptr;
  StripTotals totals_;
  std::int64_t *crowded_ = nullptr, *smallest_ = nullptr;  // the last is a count
  Candidates candidates_;
  T *query_panels_ = nullptr, *base_panels_ = nullptr;
  double *exact_queries_ = nullptr, *exact_base_ = nullptr;
};

}  // namespace

Status nearest_neighbors(const NearestNeighborsArgs& args, Runner& runner) {
  return args.is_float64 ? Search<double>(args, runner).run() : Search<float>(args, runner).run();
}

}  // namespace likeness::LIKENESS_ISA
