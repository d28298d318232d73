#include "random/draws.h"

#include "random/philox.h"

namespace likeness::LIKENESS_ISA {

Status philox_draws(const PhiloxDrawsArgs& args, Runner&) {
  Philox random(args.seed, args.stream);
  if (args.kind == DrawKind::permutation) random.permutation(args.out, args.count);
  for (std::int64_t i = 0; i < args.count; ++i) {
    if (args.kind == DrawKind::below)
      args.out[i] = static_cast<std::int32_t>(random.below(static_cast<std::uint32_t>(args.first)));
    if (args.kind != DrawKind::blocks) continue;
    const auto block = args.first + static_cast<std::uint64_t>(i);
    std::uint32_t words[4];
    philox_block({static_cast<std::uint32_t>(block), static_cast<std::uint32_t>(block >> 32),
                  static_cast<std::uint32_t>(args.stream), static_cast<std::uint32_t>(args.stream >> 32)},
                 {static_cast<std::uint32_t>(args.seed), static_cast<std::uint32_t>(args.seed >> 32)}, words);
    __builtin_memcpy(args.out + 4 * i, words, sizeof words);
  }
  return Status::ok;
}

}  // namespace likeness::LIKENESS_ISA
