#include <cmath>
#include <string>
#include <type_traits>
#include <vector>

#include "problem.h"
#include "sparse-coding/ista.h"
#include "sparse-coding/learn-batch.h"

namespace likeness::stress {
namespace {

using Index = std::int64_t;

constexpr IstaConstants kConstants{0.05, 0.001, 0.01, 60, true};

/** Samples and a dictionary of columns at some length of 1. */
template <class T>
class Coding : public Problem {
 public:
  Coding(std::mt19937& random, Index rows, Index features, Index atoms)
      : rows_(rows), features_(features), atoms_(atoms) {
    std::normal_distribution<double> normal;
    x_.resize(static_cast<std::size_t>(rows * features));
    for (auto& value : x_) value = static_cast<T>(normal(random));
    dictionary_.resize(static_cast<std::size_t>(features * atoms));
    for (auto& value : dictionary_) value = static_cast<T>(normal(random) / std::sqrt(static_cast<double>(features)));
  }

 protected:
  std::string described(const char* kernel) const {
    return std::string(kernel) + (sizeof(T) == 8 ? " float64 " : " float32 ") + std::to_string(rows_) + " x " +
           std::to_string(features_) + ", " + std::to_string(atoms_) + " atoms";
  }

  Index rows_, features_, atoms_;
  std::vector<T> x_, dictionary_;
};

/** Two batches and a half. */
template <class T>
class Encode final : public Coding<T> {
 public:
  using Coding<T>::Coding;

  Status solve(Runner& runner, Level level, void* out) const override {
    IstaArgs args{};
    args.x = this->x_.data();
    args.dictionary = this->dictionary_.data();
    args.rows = this->rows_;
    args.features = this->features_;
    args.atoms = this->atoms_;
    args.batch_size = size_of_batch();
    args.constants = kConstants;
    args.is_float64 = std::is_same_v<T, double>;
    args.errors = static_cast<double*>(out);
    args.final_errors = args.errors + args.rows;
    args.ratios = args.final_errors + args.rows;
    args.iterations = reinterpret_cast<std::int32_t*>(args.ratios + batches());
    args.status = args.iterations + batches();
    args.codes = args.status + batches();
    return ista_levels[static_cast<int>(level)](args, runner);
  }
  std::size_t size() const override {
    return static_cast<std::size_t>(2 * this->rows_ + 2 * batches()) * sizeof(double) +
           static_cast<std::size_t>(this->rows_ * this->atoms_) * sizeof(T);
  }
  std::string name() const override { return this->described("ista"); }

 private:
  Index size_of_batch() const { return this->rows_ * 2 / 5 + 1; }
  Index batches() const { return (this->rows_ + size_of_batch() - 1) / size_of_batch(); }
};

template <class T>
class Learn final : public Coding<T> {
 public:
  Learn(std::mt19937& random, Index rows, Index features, Index atoms)
      : Coding<T>(random, rows, features, atoms), batch_(static_cast<std::size_t>(rows)) {
    for (auto& row : batch_) row = static_cast<std::int32_t>(random() % static_cast<unsigned>(rows));
  }

  Status solve(Runner& runner, Level level, void* out) const override {
    LearnBatchArgs args{};
    args.x = this->x_.data();
    args.rows = batch_.data();
    args.dictionary = this->dictionary_.data();
    args.row_count = args.batch_size = this->rows_;
    args.features = this->features_;
    args.atoms = this->atoms_;
    args.learning_rate = 0.01;
    args.constants = kConstants;
    args.is_float64 = std::is_same_v<T, double>;
    args.error = static_cast<double*>(out);
    args.ratio = args.error + 1;
    args.outcome = reinterpret_cast<std::int32_t*>(args.ratio + 1);
    args.updated = args.outcome + 2;
    return learn_batch_levels[static_cast<int>(level)](args, runner);
  }
  std::size_t size() const override { return 3 * sizeof(double) + this->dictionary_.size() * sizeof(T); }
  std::string name() const override { return this->described("learn_batch"); }

 private:
  std::vector<std::int32_t> batch_;
};

}  // namespace

void add_ista_problems(std::mt19937& random, std::vector<std::unique_ptr<Problem>>& problems) {
  const auto some = [&](int most) { return static_cast<Index>(1 + random() % static_cast<unsigned>(most)); };
  for (int k = 0; k < 3; ++k) {
    problems.push_back(std::make_unique<Encode<float>>(random, some(90), some(40), some(60)));
    problems.push_back(std::make_unique<Encode<double>>(random, some(90), some(40), some(60)));
    problems.push_back(std::make_unique<Learn<float>>(random, some(70), some(40), some(60)));
    problems.push_back(std::make_unique<Learn<double>>(random, some(70), some(40), some(60)));
  }
  // Sums of several blocks, and long enough to be cancelled in the middle.
  problems.push_back(std::make_unique<Learn<float>>(random, 100, 270, 60));
  problems.push_back(std::make_unique<Encode<double>>(random, 100, 30, 270));
}

}  // namespace likeness::stress
