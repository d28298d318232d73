#include "searchlight/searchlight-rsa.h"

#include "distance/tile.h"
#include "native/workspaces.h"
#include "searchlight/nnls.h"
#include "searchlight/profiles.h"
#include "searchlight/sphere-rdm.h"
#include "searchlight/tau.h"

namespace likeness::LIKENESS_ISA {
namespace {

/** T: the patterns' type, of the RDMs too; U: the type that profiles are multiplied in. */
template <class T, class U>
class Rsa {
 public:
  Rsa(const SearchlightRsaArgs& args, Runner& runner)
      : args_(args),
        s_(args.searchlight),
        runner_(runner),
        pairs_(s_.pairs()),
        largest_(largest_neighbourhood(s_)),
        metric_(panel_metric(args.comparison)) {}

  Status run() {
    const auto blocks = divide_up(s_.centers, kPanel);
    if (blocks == 0 || args_.models == 0) return Status::ok;
    if (!workspaces_.allocate(runner_, blocks, bytes())) return Status::out_of_memory;
    auto status = prepare_volume(runner_, s_, 0.05, volume_);
    if (status == Status::ok)
      status = tau()
                   ? places_.prepare(runner_, args_.model_rdms, args_.models, pairs_)
                   : prepare_profiles(runner_, args_.comparison, args_.model_rdms, args_.models, pairs_, 0.06, models_);
    if (status != Status::ok) return status;
    auto block = [&](std::int64_t b) {
      if (tau())
        count_pairs(b * kPanel);
      else
        compare(b * kPanel);
    };
    for_blocks(runner_, blocks, 1, block);
    return runner_.cancelled() ? Status::cancelled : Status::ok;
  }

 private:
  struct Work {
    SphereWork<T> sphere;
    ProfileWork<T> profile;
    Panels<U> panel;
    U* rows;         // kPanel x pairs
    double* totals;  // models, in whole tiles, x kPanel
    double* sums;    // models
    void* nnls;
    TauWork tau;
  };

  bool tau() const { return args_.comparison == RsaComparison::tau_a; }

  Work work_in(Carver& carve) const {
    Work w{};
    w.sphere.use(carve.take(SphereWork<T>::bytes(s_, largest_)), s_, largest_);
    if (tau()) {
      w.tau.use(carve, pairs_);
      return w;
    }
    w.profile.use(carve, pairs_);
    w.rows = carve.take<U>(kPanel * pairs_ + kChunk);
    w.panel.data = carve.take<U>(kPanel * pairs_);
    w.panel.squares = carve.take<double>(kPanel);
    w.panel.norms = carve.take<double>(kPanel);
    w.panel.cols = pairs_;
    w.totals = carve.take<double>(whole_tiles(args_.models) * kPanel);
    w.sums = carve.take<double>(args_.models);
    w.nnls = carve.take(Nnls::bytes(args_.models));
    return w;
  }

  std::size_t bytes() const {
    Carver carve;
    work_in(carve);
    return carve.used;
  }

  void compare(std::int64_t first) const {
    const Workspaces::Lease lease(workspaces_);
    Carver carve{lease.memory()};
    Work work = work_in(carve);
    const auto count = smaller(kPanel, s_.centers - first);
    bool valid[kPanel];
    for (std::int64_t k = 0; k < count && !runner_.cancelled(); ++k) {
      sphere_rdm(s_, volume_, first + k, work.sphere);
      valid[k] = !has_nan(work.sphere.values, pairs_);
      U* row = work.rows + k * pairs_;
      if (valid[k])
        make_profile(args_.comparison, work.sphere.values, pairs_, work.profile, row);
      else
        for (std::int64_t p = 0; p < pairs_; ++p) row[p] = 0;
    }
    if (runner_.cancelled()) return;
    work.panel.rows = count;
    fill_panel(runner_, RowSource<U>{work.rows, pairs_}, metric_, work.panel, 0);
    const Rectangle at{0, whole_tiles(args_.models), 0, 1, false};
    add_totals(runner_, models_, work.panel, Metric::cosine, at, work.totals, kPanel);
    for (std::int64_t k = 0; k < count; ++k) finish(work, first + k, k, valid[k]);
  }

  void count_pairs(std::int64_t first) const {
    const Workspaces::Lease lease(workspaces_);
    Carver carve{lease.memory()};
    Work work = work_in(carve);
    auto& tau = work.tau;
    for (auto c = first; c < smaller(first + kPanel, s_.centers) && !runner_.cancelled(); ++c) {
      sphere_rdm(s_, volume_, c, work.sphere);
      double* values = args_.values + c * args_.models;
      const bool valid = !has_nan(work.sphere.values, pairs_);
      if (valid) find_order(work.sphere.values, pairs_, tau.sort, tau.order);
      for (std::int64_t m = 0; m < args_.models; ++m)
        values[m] = valid ? tau_of(Comparison::tau_a, concordance(tau.order, places_[m], pairs_, tau.counter), pairs_,
                                   tau.order.tied_pairs, places_[m].tied_pairs)
                          : __builtin_nan("");
      args_.best[c] = largest_of(values);
    }
  }

  void finish(const Work& work, std::int64_t center, std::int64_t k, bool valid) const {
    double* values = args_.values + center * args_.models;
    const auto m = args_.models;
    if (!valid) {
      for (std::int64_t i = 0; i < m; ++i) values[i] = __builtin_nan("");
    } else if (args_.comparison == RsaComparison::nnls) {
      for (std::int64_t i = 0; i < m; ++i) work.sums[i] = work.totals[i * kPanel + k];
      Nnls(args_.relations, m, work.nnls).solve(work.sums, values);
    } else {
      for (std::int64_t i = 0; i < m; ++i) values[i] = correlation(work, i, k);
      if (args_.comparison == RsaComparison::partial_pearson || args_.comparison == RsaComparison::partial_spearman)
        make_partial(work.sums, values);
    }
    args_.best[center] = largest_of(values);
  }

  /** Equal sums of squares are their own root's square, so equal profiles give exactly 1. */
  double correlation(const Work& work, std::int64_t model, std::int64_t k) const {
    const double xx = models_.squares[model], yy = work.panel.squares[k];
    const double norm = xx == yy ? xx : models_.norms[model] * work.panel.norms[k];
    const double r = work.totals[model * kPanel + k] / norm;
    return r != r ? __builtin_nan("") : r < -1 ? -1 : r > 1 ? 1 : r;
  }

  /**
   * From correlations r with each model to correlations given all other models: with b = R^-1 r and s = 1 - r·b, the
   * inverse of the correlations of RDM and models holds -b/s and R^-1 + bb'/s.
   */
  void make_partial(double* b, double* values) const {
    const auto m = args_.models;
    double left = 1;
    for (std::int64_t i = 0; i < m; ++i) {
      b[i] = 0;
      for (std::int64_t j = 0; j < m; ++j) b[i] += args_.relations[i * m + j] * values[j];
      left -= b[i] * values[i];
    }
    left = left < 0 ? 0 : left;
    for (std::int64_t i = 0; i < m; ++i) {
      const double r = b[i] / __builtin_sqrt(left * args_.relations[i * m + i] + b[i] * b[i]);
      values[i] = r != r ? __builtin_nan("") : r < -1 ? -1 : r > 1 ? 1 : r;
    }
  }

  std::int32_t largest_of(const double* values) const {
    std::int32_t best = -1;
    for (std::int64_t i = 0; i < args_.models; ++i)
      if (best < 0 ? values[i] == values[i] : values[i] > values[best]) best = static_cast<std::int32_t>(i);
    return best;
  }

  const SearchlightRsaArgs& args_;
  const Searchlight& s_;
  Runner& runner_;
  const std::int64_t pairs_, largest_;
  const Metric metric_;
  Workspaces workspaces_;
  PatternVolume<T> volume_;
  Panels<U> models_;
  ModelPlaces places_;
};

}  // namespace

Status searchlight_rsa(const SearchlightRsaArgs& args, Runner& runner) {
  const auto& s = args.searchlight;
  const bool ranked = is_ranked(args.comparison);
  const bool wide = ranked ? !ranks_fit_float32(s.pairs()) : s.is_float64 || args.comparison == RsaComparison::nnls;
  if (s.is_float64) return wide ? Rsa<double, double>(args, runner).run() : Rsa<double, float>(args, runner).run();
  return wide ? Rsa<float, double>(args, runner).run() : Rsa<float, float>(args, runner).run();
}

}  // namespace likeness::LIKENESS_ISA
