#include "rdm-problems.h"

#include <functional>
#include <limits>

#include "rdm/cholesky.h"
#include "rdm/column-moments.h"
#include "rdm/compare-rdms.h"
#include "rdm/condition-means.h"
#include "rdm/crossnobis.h"
#include "rdm/whiten.h"

namespace likeness::stress {
namespace {

using Index = std::int64_t;

/** A kernel whose result is some numbers. */
template <class Out>
class Kernel final : public Problem {
 public:
  using Solve = std::function<Status(Runner&, int level, Out*)>;
  Kernel(std::string name, Index length, Solve solve)
      : name_(std::move(name)), length_(static_cast<std::size_t>(length)), solve_(std::move(solve)) {}

  Status solve(Runner& runner, Level level, void* out) const override {
    return solve_(runner, static_cast<int>(level), static_cast<Out*>(out));
  }
  std::size_t size() const override { return length_ * sizeof(Out); }
  std::string name() const override { return name_; }

 private:
  std::string name_;
  std::size_t length_;
  Solve solve_;
};

template <class T>
std::vector<T> made(std::mt19937& random, Index length) {
  std::normal_distribution<double> normal;
  std::vector<T> values(static_cast<std::size_t>(length));
  for (auto& value : values) value = static_cast<T>(normal(random));
  return values;
}

template <class T>
std::unique_ptr<Problem> comparison(std::mt19937& random, Comparison which, Index rows, Index conditions,
                                    bool missing) {
  const auto cells = conditions * (conditions - 1) / 2;
  auto values = made<T>(random, rows * cells);
  for (std::size_t k = 0; missing && k < values.size(); k += 13) values[k] = std::numeric_limits<T>::quiet_NaN();
  const auto other = rows / 2 + 1;
  auto solve = [=](Runner& runner, int level, double* out) {
    CompareRdmsArgs args{};
    args.a = args.b = values.data();
    args.a_rows = rows;
    args.b_rows = other;
    args.cells = cells;
    args.conditions = which >= Comparison::whitened_cosine ? conditions : 0;
    args.comparison = which;
    args.is_float64 = sizeof(T) == sizeof(double);
    args.out = out;
    return compare_rdms_levels[level](args, runner);
  };
  const auto name = "compare_rdms " + std::to_string(static_cast<int>(which)) + " of " + std::to_string(rows) + " x " +
                    std::to_string(cells);
  return std::make_unique<Kernel<double>>(name, rows * other, solve);
}

std::unique_ptr<Problem> crossnobis_problem(std::mt19937& random, Index conditions, Index channels, bool missing) {
  const Index folds = 4;
  const auto values = made<double>(random, conditions * folds * channels);
  std::vector<std::int32_t> present(static_cast<std::size_t>(conditions * folds), 1);
  for (std::size_t k = 0; missing && k < present.size(); k += 5) present[k] = 0;
  auto solve = [=](Runner& runner, int level, double* out) {
    const CrossnobisArgs args{values.data(), present.data(), conditions, folds, channels, true, out};
    return crossnobis_levels[level](args, runner);
  };
  return std::make_unique<Kernel<double>>("crossnobis of " + std::to_string(conditions),
                                          conditions * (conditions - 1) / 2, solve);
}

std::unique_ptr<Problem> means_problem(std::mt19937& random, Index rows, Index cols) {
  const auto values = made<float>(random, rows * cols);
  const auto cells = rows / 3 + 1;
  std::vector<std::int32_t> order(static_cast<std::size_t>(rows)), offsets(static_cast<std::size_t>(cells + 1));
  for (Index row = 0; row < rows; ++row)
    order[static_cast<std::size_t>(row)] = static_cast<std::int32_t>(rows - 1 - row);
  for (Index cell = 0; cell <= cells; ++cell)
    offsets[static_cast<std::size_t>(cell)] = static_cast<std::int32_t>(cell * rows / cells);
  auto solve = [=](Runner& runner, int level, double* out) {
    const ConditionMeansArgs args{values.data(),  rows,    cols,  cells, order.data(),
                                  offsets.data(), nullptr, false, true,  out};
    return condition_means_levels[level](args, runner);
  };
  return std::make_unique<Kernel<double>>("condition_means of " + std::to_string(rows), cells * cols, solve);
}

std::unique_ptr<Problem> whiten_problem(std::mt19937& random, Index rows, Index cols) {
  const auto values = made<double>(random, rows * cols), factor = made<double>(random, cols * cols);
  auto solve = [=](Runner& runner, int level, double* out) {
    const WhitenArgs args{values.data(), factor.data(), rows, cols, out};
    return whiten_levels[level](args, runner);
  };
  return std::make_unique<Kernel<double>>("whiten " + std::to_string(rows) + " x " + std::to_string(cols), rows * cols,
                                          solve);
}

std::unique_ptr<Problem> moments_problem(std::mt19937& random, Index rows, Index cols) {
  const auto values = made<float>(random, rows * cols);
  const std::vector<std::int32_t> offsets{0, static_cast<std::int32_t>(rows / 2), static_cast<std::int32_t>(rows)};
  auto solve = [=](Runner& runner, int level, double* out) {
    const auto square = cols * cols;
    const ColumnMomentsArgs args{values.data(),   rows, cols, 2, offsets.data(), false, out, out + square,
                                 out + 2 * square};
    return column_moments_levels[level](args, runner);
  };
  return std::make_unique<Kernel<double>>("column_moments of " + std::to_string(rows) + " x " + std::to_string(cols),
                                          2 * cols * cols + 1, solve);
}

/** A diagonal that outweighs its row, so that the matrix is positive definite. */
std::unique_ptr<Problem> cholesky_problem(std::mt19937& random, Index n, bool inverse) {
  auto values = made<double>(random, n * n);
  for (Index i = 0; i < n; ++i) values[static_cast<std::size_t>(i * n + i)] = 8.0 * static_cast<double>(n);
  auto solve = [=](Runner& runner, int level, double* out) {
    std::int32_t pivot = 0;
    const CholeskyArgs args{values.data(), n, inverse, out, &pivot};
    return cholesky_levels[level](args, runner);
  };
  return std::make_unique<Kernel<double>>("cholesky of " + std::to_string(n), n * n, solve);
}

}  // namespace

void add_rdm_problems(std::mt19937& random, std::vector<std::unique_ptr<Problem>>& problems) {
  const auto rows = [&] { return static_cast<Index>(2 + random() % 70); };
  const auto conditions = [&] { return static_cast<Index>(3 + random() % 12); };
  for (int c = 0; c < kComparisons; ++c) {
    const auto which = static_cast<Comparison>(c);
    problems.push_back(comparison<float>(random, which, rows(), conditions(), false));
    problems.push_back(comparison<double>(random, which, rows(), conditions(), false));
    problems.push_back(comparison<float>(random, which, rows() / 4 + 1, conditions(), true));
  }
  // Long enough to be cancelled in the middle.
  problems.push_back(comparison<double>(random, Comparison::tau_b, 40, 60, false));
  for (const bool missing : {false, true}) problems.push_back(crossnobis_problem(random, rows(), rows(), missing));
  problems.push_back(means_problem(random, rows(), 2 * rows()));
  problems.push_back(whiten_problem(random, rows(), rows()));
  problems.push_back(moments_problem(random, 2 + rows(), rows()));
  for (const bool inverse : {false, true}) problems.push_back(cholesky_problem(random, rows() + 40, inverse));
}

}  // namespace likeness::stress
