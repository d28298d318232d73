#include "resampling/bootstrap-rsa.h"

#include "resampling/counts.h"
#include "resampling/moment-bundle.h"

namespace likeness::LIKENESS_ISA {

template <class Bundle>
class BootstrapRsa {
  static constexpr std::int64_t width = Bundle::width;

 public:
  explicit BootstrapRsa(const BootstrapRsaArgs& args)
      : args_(args),
        subjects_(args.rdms.rows),
        models_(args.models.rows),
        bundle_(args.comparison, subjects_, models_, args.conditions) {}

  Status run(Runner& runner) {
    if (!bundle_.prepare(runner, args_.rdms, args_.models, 0.02)) return Status::out_of_memory;
    const auto bundles = args_.over_conditions ? divide_up(args_.draws, width) : 1;
    if (!work_.allocate(runner, bundles, Work(*this, nullptr).bytes)) return Status::out_of_memory;
    as_they_came(runner);
    if (args_.over_conditions)
      over_conditions(runner, bundles);
    else
      over_subjects(runner);
    return runner.cancelled() ? Status::cancelled : Status::ok;
  }

 private:
  struct Work {
    Work(const BootstrapRsa& of, char* memory) {
      Carver carver{memory};
      conditions = carver.take<std::int32_t>(of.args_.conditions * width);
      subjects = carver.take<std::int32_t>(of.subjects_ * width);
      similarities = carver.take<double>(of.subjects_ * of.models_ * width);
      bundle_bytes = of.bundle_.work_bytes();
      bundle = carver.take<char>(static_cast<std::int64_t>(bundle_bytes));
      bytes = carver.used;
    }
    std::int32_t *conditions, *subjects;
    double* similarities;
    char* bundle;
    std::size_t bundle_bytes, bytes;
  };

  void as_they_came(Runner& runner) {
    auto once = [&](std::int64_t) {
      const Workspaces::Lease lease(work_);
      const Work work(*this, lease.memory());
      unsigned char defined[width];
      for (std::int64_t l = 0; l < width; ++l) {
        defined[l] = args_.conditions >= 3;
        constant_counts(args_.conditions, work.conditions + l, width);
      }
      bundle_.compare(runner, work.bundle, {work.conditions, defined}, work.similarities);
      for (std::int64_t i = 0; i < subjects_ * models_; ++i) args_.similarities[i] = work.similarities[i * width];
      constant_counts(subjects_, work.subjects, 1);
      for (std::int64_t m = 0; m < models_; ++m)
        args_.estimates[m] = mean_over_subjects(args_.similarities + m, models_, work.subjects, 1, subjects_);
    };
    for_blocks(runner, 1, 0.05, once);
  }

  void over_subjects(Runner& runner) {
    constexpr std::int64_t chunk = 64;
    auto some = [&](std::int64_t block) {
      const Workspaces::Lease lease(work_);
      const Work work(*this, lease.memory());
      for (auto i = block * chunk; i < smaller((block + 1) * chunk, args_.draws); ++i) {
        Philox random(args_.seed, static_cast<std::uint64_t>(i));
        draw_counts(random, subjects_, work.subjects, 1);
        for (std::int64_t m = 0; m < models_; ++m)
          args_.evaluations[i * models_ + m] =
              mean_over_subjects(args_.similarities + m, models_, work.subjects, 1, subjects_);
      }
    };
    for_blocks(runner, divide_up(args_.draws, chunk), 1, some);
  }

  void over_conditions(Runner& runner, std::int64_t bundles) {
    auto one = [&](std::int64_t block) {
      const Workspaces::Lease lease(work_);
      const Work work(*this, lease.memory());
      unsigned char defined[width];
      const auto first = block * width;
      for (std::int64_t l = 0; l < width; ++l) defined[l] = draw(work, first + l, l);
      bundle_.compare(runner, work.bundle, {work.conditions, defined}, work.similarities);
      for (std::int64_t l = 0; l < smaller(width, args_.draws - first); ++l)
        for (std::int64_t m = 0; m < models_; ++m)
          args_.evaluations[(first + l) * models_ + m] = mean_over_subjects(
              work.similarities + m * width + l, models_ * width, work.subjects + l, width, subjects_);
    };
    for_blocks(runner, bundles, 1, one);
  }

  /** Draws resample i into a lane: subjects first, so that they are those of a bootstrap over subjects alone. */
  bool draw(const Work& work, std::int64_t i, std::int64_t lane) const {
    Philox random(args_.seed, static_cast<std::uint64_t>(i));
    if (args_.over_subjects)
      draw_counts(random, subjects_, work.subjects + lane, width);
    else
      constant_counts(subjects_, work.subjects + lane, width);
    draw_counts(random, args_.conditions, work.conditions + lane, width);
    std::int64_t distinct = 0;
    for (std::int64_t c = 0; c < args_.conditions; ++c) distinct += work.conditions[c * width + lane] > 0;
    return distinct >= 3;
  }

  const BootstrapRsaArgs& args_;
  std::int64_t subjects_, models_;
  Bundle bundle_;
  Workspaces work_;
};

template <class Bundle>
static Status run(const BootstrapRsaArgs& args, Runner& runner) {
  BootstrapRsa<Bundle> bootstrap(args);
  return bootstrap.run(runner);
}

Status bootstrap_rsa(const BootstrapRsaArgs& args, Runner& runner) {
  const auto cells = args.conditions * (args.conditions - 1) / 2;
  if (by_moments(args.comparison)) return run<MomentBundle>(args, runner);
  // The narrowest type in which the sums are exact.
  if (cells <= (by_order(args.comparison) ? 65535 : 1860)) return run<RankBundle<std::int32_t>>(args, runner);
  if (cells <= 300079 || by_order(args.comparison)) return run<RankBundle<double>>(args, runner);
  return run<RankBundle<std::int64_t>>(args, runner);
}

}  // namespace likeness::LIKENESS_ISA
