#include "distance/finish-totals.h"

#include "distance/condensed.h"
#include "distance/finish.h"

namespace likeness::LIKENESS_ISA {
namespace {

/** Σ(x'-m')² of each row for correlation, Σx'² for cosine, with its root; NaN for a constant row. */
struct Variation {
  double *squares, *norms;
  const double* sums;

  bool fill(const FinishTotalsArgs& args, const double* all, std::int64_t rows, Runner& runner) {
    const bool centred = args.metric == Metric::correlation;
    squares = static_cast<double*>(runner.allocate(static_cast<std::size_t>(2 * rows) * sizeof(double)));
    if (!squares) return false;
    norms = squares + rows;
    sums = all + kSum * rows;
    for (std::int64_t i = 0; i < rows; ++i) {
      const double own = centred ? sums[i] * sums[i] / static_cast<double>(args.cols) : 0;
      const bool constant = centred && all[kLeast * rows + i] == all[kMost * rows + i];
      squares[i] = constant ? __builtin_nan("") : all[kSquares * rows + i] - own;
      norms[i] = __builtin_sqrt(squares[i]);
    }
    return true;
  }
};

template <class T>
Status typed(const FinishTotalsArgs& args, Runner& runner) {
  const bool normalised = is_normalised(args.metric), centred = args.metric == Metric::correlation;
  Variation x{}, y{};
  if (normalised && !(x.fill(args, args.x_sums, args.x_rows, runner) && y.fill(args, args.y_sums, args.y_rows, runner)))
    return Status::out_of_memory;
  T* out = static_cast<T*>(args.out);
  auto row = [&](std::int64_t i) {
    if (runner.cancelled()) return;
    const auto first = args.symmetric ? i + 1 : 0;
    const auto at = args.symmetric ? condensed_index(i, first, args.x_rows) : i * args.y_rows;
    for (auto j = first; j < args.y_rows; ++j) {
      double d = args.totals[at + j - first];
      if (centred) d -= x.sums[i] * y.sums[j] / static_cast<double>(args.cols);
      if (normalised)
        d = from_product(d, x.squares[i], x.norms[i], y.squares[j], y.norms[j]);
      else if (args.metric == Metric::euclidean)
        d = __builtin_sqrt(d);
      out[at + j - first] = static_cast<T>(one_nan(d));
    }
  };
  for_blocks(runner, args.x_rows, 1, row);
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

}  // namespace

Status finish_totals(const FinishTotalsArgs& args, Runner& runner) {
  return args.is_float64 ? typed<double>(args, runner) : typed<float>(args, runner);
}

}  // namespace likeness::LIKENESS_ISA
