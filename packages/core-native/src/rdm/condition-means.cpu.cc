#include "rdm/condition-means.h"

#include "native/simd.h"

namespace likeness::LIKENESS_ISA {
namespace {

constexpr std::int64_t kColumns = 1024;

template <class T, class U>
void mean_of(const ConditionMeansArgs& args, std::int64_t cell, std::int64_t first, std::int64_t width) {
  const std::int64_t from = args.offsets[cell], to = args.offsets[cell + 1];
  double sum[kColumns];
  for (std::int64_t c = 0; c < width; ++c) sum[c] = 0;
  for (auto k = from; k < to; ++k) {
    const T* row = static_cast<const T*>(args.x) + args.order[k] * args.cols + first;
    for (std::int64_t c = 0; c < width; ++c) sum[c] += static_cast<double>(row[c]);
  }
  U* out = static_cast<U*>(args.out) + cell * args.cols + first;
  const double count = to > from ? static_cast<double>(to - from) : 1;
  if (args.scales)
    for (std::int64_t c = 0; c < width; ++c) out[c] = static_cast<U>(sum[c] / count * args.scales[first + c]);
  else
    for (std::int64_t c = 0; c < width; ++c) out[c] = static_cast<U>(sum[c] / count);
}

template <class T, class U>
void all_means(const ConditionMeansArgs& args, Runner& runner) {
  const auto chunks = (args.cols + kColumns - 1) / kColumns;
  auto block = [&](std::int64_t b) {
    const auto first = b % chunks * kColumns, left = args.cols - first;
    mean_of<T, U>(args, b / chunks, first, left < kColumns ? left : kColumns);
  };
  for_blocks(runner, args.cells * chunks, 1, block);
}

}  // namespace

Status condition_means(const ConditionMeansArgs& args, Runner& runner) {
  if (args.is_float64)
    all_means<double, double>(args, runner);
  else if (args.out_float64)
    all_means<float, double>(args, runner);
  else
    all_means<float, float>(args, runner);
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

}  // namespace likeness::LIKENESS_ISA
