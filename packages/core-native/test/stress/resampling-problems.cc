#include "resampling-problems.h"

#include <functional>

#include "random/draws.h"
#include "resampling/bootstrap-mean.h"
#include "resampling/bootstrap-rsa.h"
#include "resampling/noise-ceiling.h"
#include "resampling/permute.h"
#include "resampling/sign-flip.h"
#include "resampling/summarize-draws.h"

namespace likeness::stress {
namespace {

using Index = std::int64_t;

/** Hands out the parts of a result one after the other; without one it only counts. */
class Parts {
 public:
  explicit Parts(void* out) : out_(static_cast<unsigned char*>(out)) {}
  template <class T>
  T* take(Index count) {
    const auto at = used_;
    used_ += static_cast<std::size_t>(count) * sizeof(T);
    return out_ ? reinterpret_cast<T*>(out_ + at) : nullptr;
  }
  std::size_t used() const { return used_; }

 private:
  unsigned char* out_;
  std::size_t used_ = 0;
};

/** Args of a kernel: `fill` sets them up on made values, and takes the outputs from parts (doubles first). */
template <class Args>
class Resampling final : public Problem {
 public:
  using Kernel = Status (*)(const Args&, Runner&);
  using Fill = std::function<void(Args&, const float*, Parts&)>;

  Resampling(std::mt19937& random, std::string name, Index values, const Kernel (&levels)[kLevels], Fill fill)
      : name_(std::move(name)), levels_(levels), fill_(std::move(fill)) {
    std::uniform_int_distribution<int> steps(-40, 60);
    for (Index i = 0; i < values; ++i) values_.push_back(static_cast<float>(steps(random)) / 16);
  }

  Status solve(Runner& runner, Level level, void* out) const override {
    Args args{};
    Parts parts(out);
    fill_(args, values_.data(), parts);
    return levels_[static_cast<int>(level)](args, runner);
  }
  std::size_t size() const override {
    Args args{};
    Parts parts(nullptr);
    fill_(args, values_.data(), parts);
    return parts.used();
  }
  std::string name() const override { return name_; }

 private:
  std::string name_;
  std::vector<float> values_;
  const Kernel (&levels_)[kLevels];
  Fill fill_;
};

template <class Args>
void add(std::mt19937& random, std::vector<std::unique_ptr<Problem>>& problems, std::string name, Index values,
         Status (*const (&levels)[kLevels])(const Args&, Runner&), typename Resampling<Args>::Fill fill) {
  problems.push_back(std::make_unique<Resampling<Args>>(random, std::move(name), values, levels, std::move(fill)));
}

void add_comparisons(std::mt19937& random, std::vector<std::unique_ptr<Problem>>& problems, Comparison comparison,
                     Index subjects, Index conditions, Index draws) {
  const Index models = 2, cells = conditions * (conditions - 1) / 2;
  const auto values = (subjects + models) * cells;
  const auto text = " comparison " + std::to_string(static_cast<int>(comparison)) + ", " + std::to_string(subjects) +
                    " x " + std::to_string(conditions);
  add<BootstrapRsaArgs>(random, problems, "bootstrap_rsa" + text, values, bootstrap_rsa_levels,
                        [=](BootstrapRsaArgs& a, const float* x, Parts& out) {
                          a.rdms = {x, subjects, cells, false};
                          a.models = {x + subjects * cells, models, cells, false};
                          a.conditions = conditions;
                          a.comparison = comparison;
                          a.over_subjects = a.over_conditions = true;
                          a.draws = draws;
                          a.similarities = out.take<double>(subjects * models);
                          a.estimates = out.take<double>(models);
                          a.evaluations = out.take<double>(draws * models);
                        });
  add<PermuteArgs>(random, problems, "permute" + text, values, permute_levels,
                   [=](PermuteArgs& a, const float* x, Parts& out) {
                     a.x = {x, subjects, cells, false};
                     a.y = {x + subjects * cells, models, cells, false};
                     a.conditions = conditions;
                     a.comparison = comparison;
                     a.permutations = draws;
                     a.similarities = out.take<double>(subjects * models);
                     a.estimates = out.take<double>(models);
                     a.null = out.take<double>(draws * models);
                     a.maxima = out.take<double>(draws);
                     a.extreme = out.take<std::int32_t>(models);
                     a.extreme_of_all = out.take<std::int32_t>(models);
                   });
  add<NoiseCeilingArgs>(random, problems, "noise_ceiling" + text, values, noise_ceiling_levels,
                        [=](NoiseCeilingArgs& a, const float* x, Parts& out) {
                          a.rdms = {x, subjects + models, cells, false};
                          a.comparison = comparison;
                          a.draws = draws;
                          a.subjects = out.take<double>(2 * (subjects + models));
                          a.estimates = out.take<double>(2);
                          a.evaluations = out.take<double>(2 * draws);
                        });
}

}  // namespace

void add_resampling_problems(std::mt19937& random, std::vector<std::unique_ptr<Problem>>& problems) {
  for (int c = 0; c < 6; ++c)
    add_comparisons(random, problems, static_cast<Comparison>(c), 1 + static_cast<Index>(random() % 5),
                    3 + static_cast<Index>(random() % 15), 50);
  add_comparisons(random, problems, Comparison::spearman, 3, 64, 60);  // float64 sums, and ranks by sorting
  const Index cases = 23, variables = 150, draws = 700;
  add<SignFlipArgs>(random, problems, "sign_flip", cases * variables, sign_flip_levels,
                    [=](SignFlipArgs& a, const float* x, Parts& out) {
                      a.values = {x, cases, variables, false};
                      a.studentized = true;
                      a.flips = draws;
                      a.means = out.take<double>(variables);
                      a.statistics = out.take<double>(variables);
                      a.maxima = out.take<double>(draws);
                      a.extreme = out.take<std::int32_t>(variables);
                      a.extreme_of_all = out.take<std::int32_t>(variables);
                    });
  add<BootstrapMeanArgs>(random, problems, "bootstrap_mean", cases * variables, bootstrap_mean_levels,
                         [=](BootstrapMeanArgs& a, const float* x, Parts& out) {
                           a.values = {x, cases, variables, false};
                           a.draws = draws;
                           a.estimates = out.take<double>(variables);
                           a.means = out.take<double>(draws * variables);
                         });
  std::vector<double> drawn(static_cast<std::size_t>(draws * variables));
  for (auto& value : drawn) value = static_cast<double>(random() % 1000) - 300;
  add<SummarizeDrawsArgs>(random, problems, "summarize_draws", 0, summarize_draws_levels,
                          [=](SummarizeDrawsArgs& a, const float*, Parts& out) {
                            a.values = drawn.data();
                            a.draws = draws;
                            a.variables = variables;
                            a.high = 1;
                            a.errors = out.take<double>(variables);
                            a.lower = out.take<double>(variables);
                            a.upper = out.take<double>(variables);
                            a.valid = out.take<std::int32_t>(variables);
                            a.at_most = out.take<std::int32_t>(variables);
                          });
  add<PhiloxDrawsArgs>(random, problems, "philox_draws", 0, philox_draws_levels,
                       [](PhiloxDrawsArgs& a, const float*, Parts& out) {
                         a.kind = DrawKind::permutation;
                         a.count = 1000;
                         a.out = out.take<std::int32_t>(a.count);
                       });
}

}  // namespace likeness::stress
