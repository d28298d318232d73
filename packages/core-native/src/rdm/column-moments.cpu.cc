#include "rdm/column-moments.h"

#include "rdm/column-products.h"

namespace likeness::LIKENESS_ISA {
namespace {

/** Means of each run's columns, runs x cols: sums in the defined order. */
template <class T>
void run_means(const ColumnMomentsArgs& args, Runner& runner, double* means) {
  const T* x = static_cast<const T*>(args.x);
  auto panel = [&](std::int64_t p) {
    const auto first = p * kPanel, used = smaller(kPanel, args.cols - first);
    for (std::int64_t run = 0; run < args.runs; ++run) {
      const std::int64_t from = args.offsets[run], to = args.offsets[run + 1];
      RowSums<double> sums;
      for (auto t = from; t < to; ++t) {
        for (std::int64_t r = 0; r < used; ++r) sums.chain[r] += static_cast<double>(x[t * args.cols + first + r]);
        if ((t - from) % kSumBlock == kSumBlock - 1 || t + 1 == to) sums.end_block();
      }
      for (std::int64_t r = 0; r < used; ++r)
        means[run * args.cols + first + r] = sums.total[r] / static_cast<double>(to - from);
    }
  };
  for_blocks(runner, divide_up(args.cols, kPanel), 0.05, panel);
}

/** The sum over rows of (sum of squares)²: columns over eight interleaved chains, rows in order. */
double fourth_moment(const Panels<double>& x) {
  double sum = 0;
  for (std::int64_t t = 0; t < x.cols; ++t) {
    double chain[8] = {};
    for (std::int64_t p = 0; p < x.count(); ++p) {
      const double* value = x.at(t / kSumBlock, p) + t % kSumBlock * kPanel;
      for (std::int64_t r = 0; r < kPanel; r += 8)
        for (int l = 0; l < 8; ++l) chain[l] += value[r + l] * value[r + l];
    }
    const double squares =
        ((chain[0] + chain[4]) + (chain[2] + chain[6])) + ((chain[1] + chain[5]) + (chain[3] + chain[7]));
    sum += squares * squares;
  }
  return sum;
}

template <class T>
Status typed(const ColumnMomentsArgs& args, Runner& runner) {
  auto* means = static_cast<double*>(runner.allocate(static_cast<std::size_t>(args.runs * args.cols) * sizeof(double)));
  auto* run_of =
      static_cast<std::int32_t*>(runner.allocate(static_cast<std::size_t>(args.rows) * sizeof(std::int32_t)));
  if (!means || !run_of) return Status::out_of_memory;
  for (std::int64_t run = 0; run < args.runs; ++run)
    for (auto t = args.offsets[run]; t < args.offsets[run + 1]; ++t) run_of[t] = static_cast<std::int32_t>(run);
  run_means<T>(args, runner, means);
  Panels<double> x;
  auto status = column_panels(
      runner, static_cast<const T*>(args.x), args.rows, args.cols, args.cols, 0.1, x,
      [&](double value, std::int64_t t, std::int64_t c) { return value - means[run_of[t] * args.cols + c]; });
  if (status != Status::ok) return status;
  *args.fourth = fourth_moment(x);
  status = column_products(runner, x, args.products, args.squares ? 0.5 : 1);
  if (status != Status::ok || !args.squares) return status;
  auto square = [&](std::int64_t p) {
    for (std::int64_t block = 0; block < x.blocks(); ++block) {
      double* value = x.at(block, p);
      for (std::int64_t k = 0; k < x.width(block) * kPanel; ++k) value[k] *= value[k];
    }
  };
  for_blocks(runner, x.count(), 0.55, square);
  return column_products(runner, x, args.squares, 1);
}

}  // namespace

Status column_moments(const ColumnMomentsArgs& args, Runner& runner) {
  return args.is_float64 ? typed<double>(args, runner) : typed<float>(args, runner);
}

}  // namespace likeness::LIKENESS_ISA
