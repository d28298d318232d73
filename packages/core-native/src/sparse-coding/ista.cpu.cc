#include "sparse-coding/ista.h"

#include "sparse-coding/ista-batch.h"

namespace likeness::LIKENESS_ISA {

template <class T>
static void write_codes(Runner& runner, const IstaBatch<T>& batch, std::int64_t samples, std::int64_t atoms, T* out,
                        double until) {
  auto block = [&](std::int64_t p) {
    const T* from = batch.codes().at(p);
    for (std::int64_t s = 0; s < kSamples && p * kSamples + s < samples; ++s)
      for (std::int64_t j = 0; j < atoms; ++j) out[(p * kSamples + s) * atoms + j] = from[j * kSamples + s];
  };
  for_blocks(runner, batch.panels(), until, block);
}

template <class T>
static void encode(const IstaArgs& args, std::int64_t b, const IstaDictionary<T>& dictionary, IstaBatch<T>& batch,
                   Runner& runner, double until) {
  const auto first = b * args.batch_size, samples = smaller(args.batch_size, args.rows - first);
  const T* x = static_cast<const T*>(args.x) + first * args.features;
  batch.take(runner, samples, args.constants.centred, until, [&](auto i) { return x + i * args.features; });
  double* trace = args.trace ? args.trace + b * args.constants.max_iterations : nullptr;
  const auto outcome = batch.iterate(runner, dictionary, args.constants, until, trace);
  args.iterations[b] = static_cast<std::int32_t>(outcome.iterations);
  args.ratios[b] = outcome.ratio;
  args.status[b] = static_cast<std::int32_t>(outcome.status);
  const auto errors = [&](const SamplePanels<T>& codes, double* out) {
    batch.residuals(runner, dictionary, codes, until, [](auto, auto, auto) {});
    for (std::int64_t i = 0; i < samples; ++i) out[first + i] = batch.squares(i) / static_cast<double>(args.features);
  };
  errors(batch.previous(), args.errors);
  errors(batch.codes(), args.final_errors);
  write_codes(runner, batch, samples, args.atoms, static_cast<T*>(args.codes) + first * args.atoms, until);
}

template <class T>
static Status typed(const IstaArgs& args, Runner& runner) {
  if (args.rows == 0) return Status::ok;
  IstaDictionary<T> dictionary;
  IstaBatch<T> batch;
  if (!dictionary.allocate(runner, args.features, args.atoms) ||
      !batch.allocate(runner, smaller(args.batch_size, args.rows), args.features, args.atoms))
    return Status::out_of_memory;
  dictionary.use(runner, static_cast<const T*>(args.dictionary), 0);
  const auto batches = divide_up(args.rows, args.batch_size);
  for (std::int64_t b = 0; b < batches && !runner.cancelled(); ++b)
    encode(args, b, dictionary, batch, runner, static_cast<double>(b + 1) / static_cast<double>(batches));
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

Status ista(const IstaArgs& args, Runner& runner) {
  return args.is_float64 ? typed<double>(args, runner) : typed<float>(args, runner);
}

}  // namespace likeness::LIKENESS_ISA
