#include <cmath>
#include <string>
#include <type_traits>
#include <vector>

#include "problem.h"
#include "sparse-coding/lasso.h"

namespace likeness::stress {
namespace {

using Index = std::int64_t;

template <class T>
class LassoProblem final : public Problem {
 public:
  LassoProblem(std::mt19937& random, LassoMethod method, Index samples, Index features, Index atoms)
      : method_(method), samples_(samples), features_(features), atoms_(atoms) {
    std::normal_distribution<double> normal;
    x_.resize(static_cast<std::size_t>(samples * features));
    for (auto& value : x_) value = static_cast<T>(normal(random));
    dictionary_.resize(static_cast<std::size_t>(features * atoms));
    for (auto& value : dictionary_) value = normal(random) / std::sqrt(static_cast<double>(features));
  }

  Status solve(Runner& runner, Level level, void* out) const override {
    LassoArgs args{};
    args.x = x_.data();
    args.dictionary = dictionary_.data();
    args.samples = samples_;
    args.features = features_;
    args.atoms = atoms_;
    args.is_float64 = std::is_same_v<T, double>;
    args.dictionary_is_float64 = true;
    args.centred = true;
    args.method = method_;
    args.most_iterations = 200;
    args.alpha = 0.1;
    args.tolerance = 1e-6;
    args.errors = static_cast<double*>(out);
    args.gaps = args.errors + samples_;
    args.iterations = reinterpret_cast<std::int32_t*>(args.gaps + samples_);
    args.converged = args.iterations + samples_;
    args.codes = args.converged + samples_;
    return lasso_levels[static_cast<int>(level)](args, runner);
  }
  std::size_t size() const override {
    return static_cast<std::size_t>(3 * samples_) * sizeof(double) +
           static_cast<std::size_t>(samples_ * atoms_) * sizeof(T);
  }
  std::string name() const override {
    return "lasso " + std::to_string(static_cast<int>(method_)) + (sizeof(T) == 8 ? " float64 " : " float32 ") +
           std::to_string(samples_) + " x " + std::to_string(features_) + ", " + std::to_string(atoms_) + " atoms";
  }

 private:
  LassoMethod method_;
  Index samples_, features_, atoms_;
  std::vector<T> x_;
  std::vector<double> dictionary_;
};

}  // namespace

void add_lasso_problems(std::mt19937& random, std::vector<std::unique_ptr<Problem>>& problems) {
  const auto some = [&](int most) { return static_cast<Index>(1 + random() % static_cast<unsigned>(most)); };
  for (const auto method : {LassoMethod::fista, LassoMethod::coordinate_descent}) {
    problems.push_back(std::make_unique<LassoProblem<float>>(random, method, some(60), some(40), some(40)));
    problems.push_back(std::make_unique<LassoProblem<double>>(random, method, some(60), some(40), some(40)));
    // Sums of several blocks, and long enough to be cancelled in the middle.
    problems.push_back(std::make_unique<LassoProblem<float>>(random, method, 40, 270, 260));
  }
}

}  // namespace likeness::stress
