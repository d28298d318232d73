#include "distance/nearest-neighbors.h"

#include "distance/exact-keys.h"
#include "distance/nominate.h"
#include "distance/tile.h"

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
        model_(ErrorModel::of<T>(args.metric, args.cols)) {}

  Status run() {
    if (args_.query_rows == 0 || args_.base_rows == 0) return Status::ok;
    if (!allocate()) return Status::out_of_memory;
    find_forms();
    const auto chunks = divide_up(args_.query_rows, query_rows_), parts = divide_up(args_.base_rows, base_rows_);
    for (std::int64_t step = 0; step < chunks * parts && !runner_.cancelled(); ++step) {
      q0_ = step / parts * query_rows_;
      b0_ = step % parts * base_rows_;
      const auto share = 0.98 / static_cast<double>(chunks * parts);
      const auto status = search_part(0.02 + share * static_cast<double>(step), share);
      if (status != Status::ok) return status;
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
    totals_ = take<double>(query_rows * stride());
    heaps_ = take<double>(query_rows_ * args_.k);
    crowded_ = take<std::int64_t>(query_rows_);
    query_panels_ = take<T>(query_rows * cols_);
    base_panels_ = take<T>(stride() * cols_);
    return query_forms_ && base_forms_ && base_squares_ && base_norms_ && totals_ && heaps_ && crowded_ &&
           query_panels_ && base_panels_;
  }

  void find_forms() {
    auto block = [&](std::int64_t b) {
      for (auto i = b * kPanel; i < smaller((b + 1) * kPanel, args_.query_rows + args_.base_rows); ++i) {
        const auto j = i - args_.query_rows;
        if (runner_.cancelled()) return;
        if (j < 0) {
          query_forms_[i] = row_form(queries_ + i * args_.cols, args_.cols, args_.metric);
        } else {
          base_forms_[j] = row_form(base_ + j * args_.cols, args_.cols, args_.metric);
          base_squares_[j] = base_forms_[j].squares;
          base_norms_[j] = base_forms_[j].norm;
        }
      }
    };
    for_blocks(runner_, divide_up(args_.query_rows + args_.base_rows, kPanel), 0.02, block);
  }

  Status search_part(double from, double share) {
    const bool product = model_.product;
    total<T>(queries_now(), nullptr, query_panels_, base_panels_, product, from, from + 0.8 * share);
    const auto crowded = nominate(from + 0.9 * share);
    return crowded && !runner_.cancelled() ? search_crowded(crowded, from + 0.9 * share, from + share) : Status::ok;
  }

  /** Fills totals_ for the queries (of the list) against this part of the base: products, or the metric's own sums in
   * type U. */
  template <class U>
  void total(std::int64_t rows, const std::int64_t* list, U* query_panels, U* base_panels, bool product, double from,
             double until) {
    const auto metric = product ? Metric::cosine : is_normalised(args_.metric) ? Metric::sqeuclidean : args_.metric;
    const auto across = divide_up(divide_up(base_now(), kPanel), kRectanglePanels<U>);
    const auto height = rectangle_rows<U>(rows, across, 16 * runner_.threads());
    for (std::int64_t c0 = 0; c0 < args_.cols && !runner_.cancelled(); c0 += cols_) {
      Panels<U> x, y;
      x.rows = rows;
      y.rows = base_now();
      x.cols = y.cols = smaller(cols_, args_.cols - c0);
      x.data = query_panels;
      y.data = base_panels;
      const FormedRows<T> queries{queries_ + q0_ * args_.cols, args_.cols, c0, query_forms_ + q0_, list};
      const FormedRows<T> base{base_ + b0_ * args_.cols, args_.cols, c0, base_forms_ + b0_, nullptr};
      // Queries whose features all fit stay from one part of the base to the next.
      const auto kept = !list && cols_ == args_.cols && b0_ > 0 ? x.count() : 0;
      auto fill = [&](std::int64_t block) {
        const auto p = block + kept;
        if (p < x.count())
          fill_formed(runner_, queries, formed(), x, p);
        else
          fill_formed(runner_, base, formed(), y, p - x.count());
      };
      const auto done = from + (until - from) * static_cast<double>(c0 + x.cols) / static_cast<double>(args_.cols);
      const auto filled = done - 0.9 * (until - from) * static_cast<double>(x.cols) / static_cast<double>(args_.cols);
      for_blocks(runner_, x.count() + y.count() - kept, filled, fill);
      auto rectangle = [&](std::int64_t block) {
        const auto q = block % across;
        Rectangle at{block / across * height, 0, q * kRectanglePanels<U>,
                     smaller((q + 1) * kRectanglePanels<U>, y.count()), false};
        at.height = whole_tiles(smaller(height, rows - at.x0));
        double* totals = totals_ + at.x0 * stride() + at.y0();
        if (c0 == 0)
          for (std::int64_t i = 0; i < at.height; ++i)
            for (std::int64_t j = 0; j < at.width(); ++j) totals[i * stride() + j] = 0;
        add_totals(runner_, x, y, metric, at, totals, stride());
      };
      for_blocks(runner_, divide_up(rows, height) * across, done, rectangle);
    }
  }

  Nearest nearest(std::int64_t i) const {
    return {args_.keys + (q0_ + i) * args_.k, args_.indices + (q0_ + i) * args_.k, args_.k};
  }
  bool is_self(std::int64_t i, std::int64_t j) const {
    return args_.exclude == Exclude::self && args_.query_offset + q0_ + i == args_.base_offset + b0_ + j;
  }
  void insert(std::int64_t i, std::int64_t j, double key) const {
    if (is_self(i, j) || (args_.exclude == Exclude::zero && key == 0)) return;
    nearest(i).insert(key, args_.base_offset + b0_ + j);
  }

  /** Recomputes every candidate exactly; queries with many are only listed in crowded_. Returns how many these are. */
  std::int64_t nominate(double until) {
    auto query = [&](std::int64_t i) {
      double lower[kBaseRows], upper[kBaseRows];
      const auto count = base_now();
      model_.bounds(totals_ + i * stride(), query_forms_[q0_ + i], base_squares_ + b0_, base_norms_ + b0_, count, lower,
                    upper);
      const auto worst = nearest(i).worst();
      crowded_[i] = 0;
      std::int64_t possible = 0;
      for (std::int64_t j = 0; j < count; ++j) possible += !(lower[j] > worst);
      if (!possible) return;
      Smallest smallest(heaps_ + i * args_.k, args_.k);
      for (std::int64_t j = 0; j < count; ++j)
        if (upper[j] < smallest.last() && !is_self(i, j) && !(args_.exclude == Exclude::zero && !(lower[j] > 0)))
          smallest.offer(upper[j]);
      const double limit = smallest.last() < worst ? smallest.last() : worst;
      std::int64_t candidates = 0;
      for (std::int64_t j = 0; j < count; ++j) candidates += !(lower[j] > limit);
      crowded_[i] = candidates > count / 16 + 2 * args_.k + kTogether;
      if (!crowded_[i]) recompute(i, lower, limit);
    };
    for_blocks(runner_, queries_now(), until, query);
    std::int64_t crowded = 0;
    for (std::int64_t i = 0; i < queries_now(); ++i)
      if (crowded_[i]) crowded_[crowded++] = i;
    return crowded;
  }

  void recompute(std::int64_t i, const double* lower, double limit) const {
    const T* rows[kTogether];
    const RowForm* forms[kTogether];
    std::int64_t at[kTogether];
    double keys[kTogether];
    int waiting = 0;
    auto flush = [&] {
      for (int g = waiting; g < kTogether; ++g) {
        rows[g] = rows[0];
        forms[g] = forms[0];
      }
      exact_keys(args_.metric, queries_ + (q0_ + i) * args_.cols, query_forms_[q0_ + i], rows, forms, waiting,
                 args_.cols, keys);
      for (int g = 0; g < waiting; ++g) insert(i, at[g], keys[g]);
      waiting = 0;
    };
    for (std::int64_t j = 0; j < base_now(); ++j) {
      if (lower[j] > limit) continue;
      if (runner_.cancelled()) return;
      at[waiting] = j;
      forms[waiting] = base_forms_ + b0_ + j;
      rows[waiting++] = base_ + (b0_ + j) * args_.cols;
      if (waiting == kTogether) flush();
    }
    if (waiting) flush();
  }

  /** Every key of the first `crowded` queries of crowded_, exactly: float64 differences, tile by tile. */
  Status search_crowded(std::int64_t crowded, double from, double until) {
    if (!exact_queries_) {
      exact_queries_ = take<double>(divide_up(query_rows_, kPanel) * kPanel * cols_);
      exact_base_ = take<double>(stride() * cols_);
      if (!exact_queries_ || !exact_base_) return Status::out_of_memory;
    }
    total<double>(crowded, crowded_, exact_queries_, exact_base_, false, from, until);
    auto query = [&](std::int64_t i) {
      for (std::int64_t j = 0; j < base_now(); ++j) insert(crowded_[i], j, totals_[i * stride() + j]);
    };
    if (!runner_.cancelled()) for_blocks(runner_, crowded, until, query);
    return Status::ok;
  }

  const NearestNeighborsArgs& args_;
  Runner& runner_;
  const T *queries_, *base_;
  const std::int64_t query_rows_, base_rows_, cols_;  // at most so many at a time
  const ErrorModel model_;
  std::int64_t q0_ = 0, b0_ = 0;
  RowForm *query_forms_ = nullptr, *base_forms_ = nullptr;
  double *base_squares_ = nullptr, *base_norms_ = nullptr;
  double *totals_ = nullptr, *heaps_ = nullptr;
  std::int64_t* crowded_ = nullptr;
  T *query_panels_ = nullptr, *base_panels_ = nullptr;
  double *exact_queries_ = nullptr, *exact_base_ = nullptr;
};

}  // namespace

Status nearest_neighbors(const NearestNeighborsArgs& args, Runner& runner) {
  return args.is_float64 ? Search<double>(args, runner).run() : Search<float>(args, runner).run();
}

}  // namespace likeness::LIKENESS_ISA
