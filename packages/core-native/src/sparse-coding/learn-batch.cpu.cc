#include "sparse-coding/learn-batch.h"

#include "sparse-coding/ista-batch.h"

namespace likeness::LIKENESS_ISA {

/** Columns at length 1; one shorter than 1e-8 is divided by that. */
template <class T>
static void normalise_atoms(Runner& runner, const LearnBatchArgs& args, double until) {
  const auto* from = static_cast<const T*>(args.dictionary);
  auto* to = static_cast<T*>(args.updated);
  auto block = [&](std::int64_t b) {
    const auto first = b * kSamples, used = smaller(kSamples, args.atoms - first);
    double chain[kSamples] = {}, total[kSamples] = {};
    for (std::int64_t f = 0; f < args.features; ++f)
      for (std::int64_t j = 0; j < used; ++j) {
        const double value = static_cast<double>(from[f * args.atoms + first + j]);
        chain[j] = __builtin_fma(value, value, chain[j]);
        if ((f + 1) % kSumBlock && f + 1 < args.features) continue;
        total[j] += chain[j];
        chain[j] = 0;
      }
    for (std::int64_t j = 0; j < used; ++j) {
      const double length = __builtin_sqrt(total[j]);
      total[j] = length < 1e-8 ? 1e-8 : length;
    }
    for (std::int64_t f = 0; f < args.features; ++f)
      for (std::int64_t j = 0; j < used; ++j) {
        const auto at = f * args.atoms + first + j;
        to[at] = static_cast<T>(static_cast<double>(from[at]) / total[j]);
      }
  };
  for_blocks(runner, divide_up(args.atoms, kSamples), until, block);
}

/** Phi + rate Eᵀr, from residuals that stand in x's panels. */
template <class T>
static Status add_update(Runner& runner, const LearnBatchArgs& args, const IstaBatch<T>& batch, double until) {
  const auto samples = batch.panels() * kSamples, blocks = divide_up(args.atoms, kSamples);
  RowTiles<T, kRows> residuals;
  SamplePanels<T> codes;
  if (!residuals.allocate(runner, args.features, samples) || !codes.allocate(runner, args.atoms, samples))
    return Status::out_of_memory;
  const auto sample = [](const SamplePanels<T>& of, std::int64_t feature, std::int64_t i) {
    return of.at(i / kSamples)[feature * kSamples + i % kSamples];
  };
  residuals.fill(runner, until, [&](auto f, auto i) { return sample(batch.x(), f, i); });
  const auto rate = static_cast<T>(args.learning_rate);
  auto* to = static_cast<T*>(args.updated);
  auto block = [&](std::int64_t b) {
    const auto first = b * kSamples, used = smaller(kSamples, args.atoms - first);
    T* panel = codes.at(b);
    for (std::int64_t i = 0; i < samples; ++i)
      for (std::int64_t s = 0; s < kSamples; ++s)
        panel[i * kSamples + s] = s < used ? sample(batch.codes(), first + s, i) : T(0);
    multiply(residuals, 0, residuals.tiles(), panel, [&](auto f, auto s, auto product) {
      constexpr int lanes = Simd<T>::lanes;
      T value[lanes];
      store(value, product);
      for (int l = 0; l < lanes && s + l < used; ++l) {
        T& element = to[f * args.atoms + first + s + l];
        element += rate * value[l];
      }
    });
  };
  for_blocks(runner, blocks, until, block);
  return Status::ok;
}

template <class T>
static Status typed(const LearnBatchArgs& args, Runner& runner) {
  IstaDictionary<T> dictionary;
  IstaBatch<T> batch;
  if (!dictionary.allocate(runner, args.features, args.atoms) ||
      !batch.allocate(runner, args.batch_size, args.features, args.atoms))
    return Status::out_of_memory;
  normalise_atoms<T>(runner, args, 0);
  dictionary.use(runner, static_cast<const T*>(args.updated), 0);
  const auto* x = static_cast<const T*>(args.x);
  batch.take(runner, args.batch_size, args.constants.centred, 0, [&](auto i) {
    // The caller may change the rows meanwhile: never read elsewhere.
    const auto row = static_cast<std::uint32_t>(args.rows[i]);
    return x + (row < args.row_count ? row : 0) * args.features;
  });
  const auto outcome = batch.iterate(runner, dictionary, args.constants, 0.9, nullptr);
  const bool learns = outcome.status == IstaStatus::converged || outcome.status == IstaStatus::converged_at_start;
  if (learns) batch.update(runner, dictionary, args.constants, 0.9);
  batch.residuals(runner, dictionary, learns ? batch.codes() : batch.previous(), 0.95,
                  [&](auto p, auto at, auto values) { store(batch.x().at(p) + at, values); });
  double sum = 0;
  for (std::int64_t i = 0; i < args.batch_size; ++i) sum += batch.squares(i) / static_cast<double>(args.features);
  *args.error = sum / static_cast<double>(args.batch_size);
  *args.ratio = outcome.ratio;
  args.outcome[0] = static_cast<std::int32_t>(outcome.iterations);
  args.outcome[1] = static_cast<std::int32_t>(outcome.status);
  const auto status = learns && !runner.cancelled() ? add_update(runner, args, batch, 1) : Status::ok;
  return runner.cancelled() ? Status::cancelled : status;
}

Status learn_batch(const LearnBatchArgs& args, Runner& runner) {
  return args.is_float64 ? typed<double>(args, runner) : typed<float>(args, runner);
}

}  // namespace likeness::LIKENESS_ISA
