#include "sparse-coding/lasso.h"

#include "native/workspaces.h"
#include "rdm/column-products.h"
#include "sparse-coding/lasso-bound.h"
#include "sparse-coding/lasso-descent.h"
#include "sparse-coding/lasso-fista.h"
#include "sparse-coding/lasso-samples.h"

namespace likeness::LIKENESS_ISA {
namespace {

/** The dictionary and its products with itself, in the forms that are read. */
template <class D>
Status prepare_problem(const LassoArgs& args, Runner& runner, LassoProblem& problem) {
  const auto atoms = args.atoms, features = args.features;
  const D* phi = static_cast<const D*>(args.dictionary);
  problem.atoms = atoms;
  problem.features = features;
  problem.alpha = args.alpha;
  problem.tolerance = args.tolerance;
  problem.most_iterations = args.most_iterations;
  problem.inverse = static_cast<double*>(runner.allocate(static_cast<std::size_t>(atoms) * sizeof(double)));
  auto* gram = static_cast<double*>(runner.allocate(static_cast<std::size_t>(atoms * atoms) * sizeof(double)));
  if (!problem.inverse || !gram || !problem.gram.allocate(runner, atoms, atoms) ||
      !problem.by_atom.allocate(runner, atoms, features) || !problem.by_feature.allocate(runner, features, atoms))
    return Status::out_of_memory;
  Panels<double> columns;
  auto status = column_panels(runner, phi, features, atoms, atoms, 0.03, columns,
                              [](double value, std::int64_t, std::int64_t) { return value; });
  if (status == Status::ok) status = column_products(runner, columns, gram, 0.05);
  if (status != Status::ok) return status;
  problem.gram.fill(runner, 0.06, [&](std::int64_t i, std::int64_t j) { return gram[i * atoms + j]; });
  problem.by_atom.fill(runner, 0.07,
                       [&](std::int64_t j, std::int64_t f) { return static_cast<double>(phi[f * atoms + j]); });
  problem.by_feature.fill(runner, 0.08,
                          [&](std::int64_t f, std::int64_t j) { return static_cast<double>(phi[f * atoms + j]); });
  for (std::int64_t j = 0; j < atoms; ++j) {
    const double inverse = 1 / gram[j * atoms + j];
    problem.inverse[j] = is_finite(inverse) ? inverse : 0;
  }
  if (args.method == LassoMethod::coordinate_descent) return Status::ok;
  double bound = 0;
  status = eigenvalue_bound(runner, gram, atoms, 0.1, bound);
  problem.step = bound > 0 ? 1 / bound : 0;
  return status;
}

/** Some samples, kLanes at a time: a lane whose sample is solved takes the next. */
template <class T, class Method>
class LassoBlock {
 public:
  LassoBlock(const LassoProblem& problem, const LassoSamples<T>& samples, std::int64_t most, Carver& carve)
      : problem_(problem), samples_(samples), group_(carve, problem.atoms), method_(problem, carve) {
    x_ = carve.take<double>(problem.features * kLanes);
    products_ = carve.take<double>(most * problem.atoms);
    squares_ = carve.take<double>(most);
  }

  void run(const LassoArgs& args, const Runner& runner, std::int64_t first, std::int64_t count) {
    for (std::int64_t s = 0; s < count && !runner.cancelled(); s += kLanes) {
      samples_.load_lanes(first + s, smaller(kLanes, count - s), x_);
      samples_.project(runner, x_, products_ + s * problem_.atoms, squares_ + s);
    }
    first_ = first;
    count_ = count;
    next_ = used_ = 0;
    for (std::int64_t l = 0; l < kLanes; ++l) refill(args, l);
    while (used_ > 0 && !runner.cancelled()) step(args, runner);
    for (std::int64_t s = 0; s < count && !runner.cancelled(); s += kLanes)
      samples_.report(runner, first + s, smaller(kLanes, count - s), x_, group_.codes, group_.residual);
  }

 private:
  void step(const LassoArgs& args, const Runner& runner) {
    LassoLook found;
    method_.advance(runner, group_);
    method_.settle(runner, group_, found);
    for (std::int64_t l = 0; l < kLanes; ++l) {
      if (group_.sample[l] < 0) continue;
      group_.iterations[l] += kCheckEvery;
      const bool open = found.gap[l] > aim(l) && is_finite(found.gap[l]);
      if (open && group_.iterations[l] < problem_.most_iterations) continue;
      finish(args, l, is_finite(found.gap[l]));
      --used_;
      refill(args, l);
    }
  }

  double aim(std::int64_t l) const { return kAim * problem_.tolerance * (0.5 * group_.squares[l]); }

  /** The next sample that zeros do not solve. */
  void refill(const LassoArgs& args, std::int64_t l) {
    while (next_ < count_) {
      const auto s = next_++;
      const double gap = begin(l, s);
      if (gap > aim(l) && is_finite(gap)) {
        ++used_;
        return;
      }
      finish(args, l, is_finite(gap));
    }
    group_.clear(l, problem_.atoms);
  }

  /** Puts a sample in a lane. @return the gap of zeros */
  double begin(std::int64_t l, std::int64_t s) {
    group_.clear(l, problem_.atoms);
    group_.sample[l] = first_ + s;
    group_.squares[l] = squares_[s];
    const double* from = products_ + s / kLanes * kLanes * problem_.atoms + s % kLanes;
    double largest = 0;
    for (std::int64_t j = 0; j < problem_.atoms; ++j) {
      const double value = from[j * kLanes], size = __builtin_fabs(value);
      group_.products[j * kLanes + l] = value;
      largest = size > largest || size != size ? size : largest;
    }
    method_.begin(l);
    const double share = largest <= problem_.alpha ? 1 : problem_.alpha / largest;
    return is_finite(largest) ? 0.5 * ((1 - share) * (1 - share)) * squares_[s] : largest;
  }

  void finish(const LassoArgs& args, std::int64_t l, bool known) {
    const auto sample = group_.sample[l];
    T* to = samples_.codes(sample);
    for (std::int64_t j = 0; j < problem_.atoms; ++j)
      to[j] = known ? static_cast<T>(group_.codes[j * kLanes + l]) : static_cast<T>(__builtin_nan(""));
    args.iterations[sample] = static_cast<std::int32_t>(group_.iterations[l]);
  }

  const LassoProblem& problem_;
  const LassoSamples<T>& samples_;
  LassoGroup group_;
  Method method_;
  double *x_, *products_, *squares_;
  std::int64_t first_ = 0, count_ = 0, next_ = 0, used_ = 0;
};

/** Samples of a block: enough that few lanes are empty at its end, fewer where threads would have none. */
std::int64_t block_samples(const Runner& runner, std::int64_t samples) {
  const auto share = divide_up(divide_up(samples, 4 * runner.threads()), kLanes) * kLanes;
  return share < 16 * kLanes ? share : 16 * kLanes;
}

template <class T, class Method>
Status solve(const LassoArgs& args, Runner& runner, const LassoProblem& problem, double mean) {
  const LassoSamples<T> samples(args, problem, mean);
  const auto most = block_samples(runner, args.samples), blocks = divide_up(args.samples, most);
  Workspaces all;
  Carver size;
  LassoBlock<T, Method>(problem, samples, most, size);
  if (!all.allocate(runner, blocks, size.used)) return Status::out_of_memory;
  auto block = [&](std::int64_t b) {
    const Workspaces::Lease lease(all);
    Carver carve{lease.memory()};
    LassoBlock<T, Method>(problem, samples, most, carve)
        .run(args, runner, b * most, smaller(most, args.samples - b * most));
  };
  for_blocks(runner, blocks, 1, block);
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

template <class T>
Status typed(const LassoArgs& args, Runner& runner) {
  if (args.samples == 0) return Status::ok;
  double mean = 0;
  auto status = Status::ok;
  if (args.centred) {
    auto* sums = static_cast<double*>(runner.allocate(static_cast<std::size_t>(args.samples) * sizeof(double)));
    if (!sums) return Status::out_of_memory;
    status = grand_mean<T>(runner, args, sums, mean);
  }
  LassoProblem problem;
  if (status == Status::ok)
    status = args.dictionary_is_float64 ? prepare_problem<double>(args, runner, problem)
                                        : prepare_problem<float>(args, runner, problem);
  if (status != Status::ok) return status;
  return args.method == LassoMethod::fista ? solve<T, LassoFista>(args, runner, problem, mean)
                                           : solve<T, LassoDescent>(args, runner, problem, mean);
}

}  // namespace

Status lasso(const LassoArgs& args, Runner& runner) {
  return args.is_float64 ? typed<double>(args, runner) : typed<float>(args, runner);
}

}  // namespace likeness::LIKENESS_ISA
