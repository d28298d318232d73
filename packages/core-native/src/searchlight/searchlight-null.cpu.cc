#include "searchlight/searchlight-null.h"

#include "native/workspaces.h"
#include "searchlight/null-tile.h"
#include "searchlight/permuted-models.h"
#include "searchlight/profiles.h"
#include "searchlight/sphere-rdm.h"

namespace likeness::LIKENESS_ISA {
namespace {

// Permuted models that are kept at a time; more are made later, and each centre's RDM anew for them.
constexpr std::int64_t kStripBytes = 256 << 20;
// Panels of centres that meet the strips together, and strips that meet a panel together: each about half of a
// second-level cache.
constexpr std::int64_t kPanelBytes = 384 << 10, kMostPanels = 8, kGroupBytes = 128 << 10;

/** T: the patterns' type, of the RDMs too; U: the type that profiles are multiplied in. */
template <class T, class U>
class Null {
 public:
  Null(const SearchlightNullArgs& args, Runner& runner)
      : args_(args),
        s_(args.searchlight),
        runner_(runner),
        pairs_(s_.pairs()),
        largest_members_(largest_neighbourhood(s_)),
        metric_(panel_metric(args.comparison)) {
    panels_ = between(kPanelBytes / (pairs_ * kPanel * size), 1, kMostPanels);
    const auto strips_of_model = divide_up(args.permutations, kTileRows);
    const auto models = args.models > 0 ? args.models : 1;
    strips_ = between(kStripBytes / (models * pairs_ * kTileRows * size), 1, strips_of_model);
    permuted_.describe(args, strips_);
    group_ = between(kGroupBytes / (smaller(pairs_, kSumBlock) * kTileRows * size), 1, 32);
  }

  Status run() {
    const auto blocks = divide_up(s_.centers, panels_ * kPanel);
    if (args_.models == 0 || args_.permutations == 0) return Status::ok;
    if (!workspaces_.allocate(runner_, blocks > 0 ? blocks : 1, bytes()) || !allocate()) return Status::out_of_memory;
    auto status = prepare_volume(runner_, s_, 0.01, volume_);
    if (status == Status::ok) status = permuted_.prepare(runner_, 0.02);
    if (status != Status::ok) return status;
    const auto all = divide_up(args_.permutations, kTileRows);
    for (first_ = 0; first_ < all && !runner_.cancelled(); first_ += strips_) {
      now_ = smaller(strips_, all - first_);
      const double from = 0.02 + 0.96 * static_cast<double>(first_) / static_cast<double>(all);
      const double until = 0.02 + 0.96 * static_cast<double>(first_ + now_) / static_cast<double>(all);
      auto fill = [&](std::int64_t b) { permuted_.fill(b / now_, first_, b % now_); };
      for_blocks(runner_, args_.models * now_, from + 0.02 * (until - from), fill);
      for (std::int64_t k = 0; k < args_.models * now_ * kTileRows; ++k) maxima_[k] = static_cast<U>(-__builtin_inf());
      auto block = [&](std::int64_t b) { meet(b * panels_ * kPanel); };
      for_blocks(runner_, blocks, until, block);
      keep_maxima();
    }
    if (runner_.cancelled()) return Status::cancelled;
    count_reaching();
    return runner_.cancelled() ? Status::cancelled : Status::ok;
  }

 private:
  static constexpr std::int64_t size = sizeof(U);
  using Key = typename BitsOf<U>::type;

  struct Work {
    SphereWork<T> sphere;
    ProfileWork<T> profile;
    U* rows;                // kPanel x pairs
    U* panels;              // panels_ x pairs x kPanel
    double* squares;        // 2 x kPanel
    std::int64_t* centers;  // panels_ x kPanel
    U *own, *inverse;       // panels_ x models x kPanel, panels_ x kPanel
    std::int32_t* below;    // panels_ x models x kPanel
    U* largest;             // models x now_ x kTileRows x lanes
    double* totals;         // group_ x kTileRows x kPanel
    std::int64_t count;     // panels that hold centres
  };

  static std::int64_t between(std::int64_t value, std::int64_t least, std::int64_t most) {
    return value < least ? least : value > most ? most : value;
  }
  Work work_in(Carver& carve) const {
    const auto slots = panels_ * args_.models * kPanel;
    Work w{};
    w.sphere.use(carve.take(SphereWork<T>::bytes(s_, largest_members_)), s_, largest_members_);
    w.profile.use(carve, pairs_);
    w.rows = carve.take<U>(kPanel * pairs_ + kChunk);
    w.panels = carve.take<U>(panels_ * kPanel * pairs_);
    w.squares = carve.take<double>(2 * kPanel);
    w.centers = carve.take<std::int64_t>(panels_ * kPanel);
    w.own = carve.take<U>(slots);
    w.inverse = carve.take<U>(panels_ * kPanel);
    w.below = carve.take<std::int32_t>(slots);
    w.largest = carve.take<U>(args_.models * strips_ * kTileRows * Simd<U>::lanes);
    w.totals = carve.take<double>(group_ * kTileRows * kPanel);
    return w;
  }

  std::size_t bytes() const {
    Carver carve;
    work_in(carve);
    return carve.used;
  }

  template <class V>
  V* allocated(std::int64_t count) {
    return static_cast<V*>(runner_.allocate(static_cast<std::size_t>(count) * sizeof(V)));
  }

  bool allocate() {
    maxima_ = allocated<U>(args_.models * strips_ * kTileRows);
    own_values_ = allocated<U>(s_.centers * args_.models + 1);
    sorted_ = allocated<U>(2 * args_.permutations);
    auto* memory = runner_.allocate(SortWork::bytes(args_.permutations));
    sort_.use(memory, args_.permutations);
    return permuted_.allocate(runner_) && maxima_ && own_values_ && sorted_ && memory;
  }

  /** Whether the RDM has a comparison: no NaN, and not constant (zero, for cosine). */
  bool comparable(const T* rdm) const {
    bool varies = false;
    const T from = metric_ == Metric::cosine && !is_ranked(args_.comparison) ? 0 : rdm[0];
    for (std::int64_t p = 0; p < pairs_; ++p) varies |= rdm[p] != from;
    return varies && !has_nan(rdm, pairs_);
  }

  void meet(std::int64_t first) const {
    const Workspaces::Lease lease(workspaces_);
    Carver carve{lease.memory()};
    Work w = work_in(carve);
    gather_centers(w, first);
    if (w.count == 0 || runner_.cancelled()) return;
    for (std::int64_t k = 0; k < args_.models * now_ * kTileRows * Simd<U>::lanes; ++k)
      w.largest[k] = static_cast<U>(-__builtin_inf());
    for (std::int64_t k = 0; k < w.count * args_.models * kPanel; ++k) w.below[k] = 0;
    for (std::int64_t m = 0; m < args_.models; ++m)
      for (std::int64_t strip = 0; strip < now_; strip += group_) {
        if (runner_.cancelled()) return;
        for (std::int64_t p = 0; p < w.count; ++p)
          if (args_.two_sided)
            meet_group<true>(w, m, strip, p);
          else
            meet_group<false>(w, m, strip, p);
      }
    for (std::int64_t k = 0; k < args_.models * now_ * kTileRows; ++k) {
      U most = w.largest[k * Simd<U>::lanes];
      for (int l = 1; l < Simd<U>::lanes; ++l) {
        const U value = w.largest[k * Simd<U>::lanes + l];
        most = value > most ? value : most;
      }
      raise(maxima_ + k, most);
    }
    for (std::int64_t p = 0; p < w.count; ++p)
      for (std::int64_t k = 0; k < kPanel && w.centers[p * kPanel + k] >= 0; ++k)
        for (std::int64_t m = 0; m < args_.models; ++m)
          args_.reaching[w.centers[p * kPanel + k] * args_.models + m] +=
              static_cast<std::int32_t>(permutations_now()) - w.below[(p * args_.models + m) * kPanel + k];
  }

  std::int64_t permutations_now() const { return smaller(now_ * kTileRows, args_.permutations - first_ * kTileRows); }

  /** Profiles of the comparable centres in panels; the last panel is filled up with its first centre. */
  void gather_centers(Work& w, std::int64_t first) const {
    std::int64_t used = 0;
    w.count = 0;
    const auto end = smaller(first + panels_ * kPanel, s_.centers);
    for (auto c = first; c < end && !runner_.cancelled(); ++c) {
      sphere_rdm(s_, volume_, c, w.sphere);
      if (comparable(w.sphere.values)) {
        make_profile(args_.comparison, w.sphere.values, pairs_, w.profile, w.rows + used * pairs_);
        w.centers[w.count * kPanel + used++] = c;
      } else {
        for (std::int64_t m = 0; m < args_.models; ++m) args_.reaching[c * args_.models + m] = -1;
      }
      if (used == kPanel || (c + 1 == end && used > 0)) {
        for (auto k = used; k < kPanel; ++k) {
          w.centers[w.count * kPanel + k] = -1;
          for (std::int64_t p = 0; p < pairs_; ++p) w.rows[k * pairs_ + p] = w.rows[p];
        }
        add_panel(w);
        used = 0;
      }
    }
  }

  void add_panel(Work& w) const {
    Panels<U> panel;
    panel.rows = kPanel;
    panel.cols = pairs_;
    panel.data = w.panels + w.count * kPanel * pairs_;
    panel.squares = w.squares;
    panel.norms = w.squares + kPanel;
    fill_panel(runner_, RowSource<U>{w.rows, pairs_}, metric_, panel, 0);
    U* inverse = w.inverse + w.count * kPanel;
    for (std::int64_t k = 0; k < kPanel; ++k) inverse[k] = static_cast<U>(1 / panel.norms[k]);
    for (std::int64_t m = 0; m < args_.models; ++m) {
      U* own = w.own + (w.count * args_.models + m) * kPanel;
      own_products(permuted_.as_it_is(m), panel.data, w.totals, own);
      for (std::int64_t k = 0; k < kPanel; ++k) {
        if (args_.two_sided) own[k] = own[k] < 0 ? -own[k] : own[k];
        const auto center = w.centers[w.count * kPanel + k];
        if (center >= 0) own_values_[center * args_.models + m] = own[k] * inverse[k];
      }
    }
    ++w.count;
  }

  /** With the order of sums that the permutations have, so that one that changes nothing reaches it. */
  void own_products(const U* strip, const U* panel, double* totals, U* own) const {
    for (std::int64_t k = 0; k < kTileRows * kPanel; ++k) totals[k] = 0;
    for (std::int64_t p = 0; p < pairs_; p += kSumBlock)
      add_strip(strip + p * kTileRows, panel + p * kPanel, smaller(kSumBlock, pairs_ - p), totals);
    for (std::int64_t k = 0; k < kPanel; ++k) own[k] = static_cast<U>(totals[k]);
  }

  template <bool two_sided>
  void meet_group(const Work& w, std::int64_t m, std::int64_t first, std::int64_t p) const {
    const auto end = smaller(first + group_, now_);
    const auto slot = (p * args_.models + m) * kPanel;
    const NullColumns<U> columns{w.own + slot, w.inverse + p * kPanel, w.below + slot};
    const U* panel = w.panels + p * kPanel * pairs_;
    auto largest = [&](std::int64_t strip) { return w.largest + (m * now_ + strip) * kTileRows * Simd<U>::lanes; };
    if (pairs_ <= kSumBlock) {
      for (auto strip = first; strip < end; ++strip)
        null_tiles<U, two_sided>({permuted_.at(m, strip), permuted_.rows(first_, strip)}, panel, pairs_, columns,
                                 largest(strip));
      return;
    }
    constexpr std::int64_t tile = kTileRows * kPanel;
    for (std::int64_t k = 0; k < (end - first) * tile; ++k) w.totals[k] = 0;
    for (std::int64_t from = 0; from < pairs_; from += kSumBlock)
      for (auto strip = first; strip < end; ++strip)
        add_strip(permuted_.at(m, strip) + from * kTileRows, panel + from * kPanel, smaller(kSumBlock, pairs_ - from),
                  w.totals + (strip - first) * tile);
    for (auto strip = first; strip < end; ++strip)
      take_totals<U, two_sided>(w.totals + (strip - first) * tile, permuted_.rows(first_, strip), columns,
                                largest(strip));
  }

  /** The larger of what is there and a value: no order of threads changes it. */
  static void raise(U* to, U value) {
    Key there = __atomic_load_n(reinterpret_cast<Key*>(to), __ATOMIC_RELAXED);
    while (value > __builtin_bit_cast(U, there) &&
           !__atomic_compare_exchange_n(reinterpret_cast<Key*>(to), &there, __builtin_bit_cast(Key, value), true,
                                        __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
    }
  }

  void keep_maxima() const {
    for (std::int64_t m = 0; m < args_.models; ++m)
      for (std::int64_t k = 0; k < permutations_now(); ++k)
        args_.largest[(first_ * kTileRows + k) * args_.models + m] =
            static_cast<double>(maxima_[m * now_ * kTileRows + k]);
  }

  /** How many permutations' largest values reach each centre's own; then makes correlations of the largest values. */
  void count_reaching() {
    U *sorted = sorted_, *values = sorted_ + args_.permutations;
    for (std::int64_t m = 0; m < args_.models; ++m) {
      for (std::int64_t k = 0; k < args_.permutations; ++k)
        values[k] = static_cast<U>(args_.largest[k * args_.models + m]);
      sort_order(values, args_.permutations, sort_);
      for (std::int64_t k = 0; k < args_.permutations; ++k) sorted[k] = values[index_of(sort_.entries[k])];
      auto block = [&](std::int64_t b) {
        for (auto c = b * 1024; c < smaller((b + 1) * 1024, s_.centers); ++c) {
          const auto at = c * args_.models + m;
          args_.largest_reaching[at] =
              args_.reaching[at] < 0 ? -1 : count_reaching_values(sorted, args_.permutations, own_values_[at]);
        }
      };
      for_blocks(runner_, divide_up(s_.centers, 1024), 1, block);
      for (std::int64_t k = 0; k < args_.permutations; ++k) args_.largest[k * args_.models + m] /= permuted_.norm(m);
    }
  }

  const SearchlightNullArgs& args_;
  const Searchlight& s_;
  Runner& runner_;
  const std::int64_t pairs_, largest_members_;
  const Metric metric_;
  std::int64_t panels_, strips_, group_;
  std::int64_t first_ = 0, now_ = 0;  // strips of each model that are there
  Workspaces workspaces_;
  PatternVolume<T> volume_;
  PermutedModels<U> permuted_;
  U *maxima_ = nullptr, *own_values_ = nullptr;
  U* sorted_ = nullptr;  // 2 x permutations
  SortWork sort_;
};

}  // namespace

Status searchlight_null(const SearchlightNullArgs& args, Runner& runner) {
  const auto& s = args.searchlight;
  const bool wide = is_ranked(args.comparison) ? !ranks_fit_float32(s.pairs()) : s.is_float64;
  if (s.is_float64) return wide ? Null<double, double>(args, runner).run() : Null<double, float>(args, runner).run();
  return wide ? Null<float, double>(args, runner).run() : Null<float, float>(args, runner).run();
}

}  // namespace likeness::LIKENESS_ISA
