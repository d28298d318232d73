#include "searchlight/searchlight-rdms.h"

#include "native/workspaces.h"
#include "searchlight/sphere-rdm.h"

namespace likeness::LIKENESS_ISA {

template <class T>
static Status typed(const Searchlight& s, T* out, Runner& runner) {
  constexpr std::int64_t together = 32;
  const auto blocks = (s.centers + together - 1) / together, largest = largest_neighbourhood(s), pairs = s.pairs();
  if (blocks == 0 || pairs == 0) return Status::ok;
  Workspaces workspaces;
  if (!workspaces.allocate(runner, blocks, SphereWork<T>::bytes(s, largest))) return Status::out_of_memory;
  PatternVolume<T> volume;
  const auto status = prepare_volume(runner, s, 0.05, volume);
  if (status != Status::ok) return status;
  auto block = [&](std::int64_t b) {
    const Workspaces::Lease lease(workspaces);
    SphereWork<T> work;
    work.use(lease.memory(), s, largest);
    for (auto c = b * together; c < (b + 1) * together && c < s.centers && !runner.cancelled(); ++c) {
      sphere_rdm(s, volume, c, work);
      __builtin_memcpy(out + c * pairs, work.values, static_cast<std::size_t>(pairs) * sizeof(T));
    }
  };
  for_blocks(runner, blocks, 1, block);
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

Status searchlight_rdms(const SearchlightRdmsArgs& args, Runner& runner) {
  const auto& s = args.searchlight;
  return s.is_float64 ? typed(s, static_cast<double*>(args.out), runner)
                      : typed(s, static_cast<float*>(args.out), runner);
}

}  // namespace likeness::LIKENESS_ISA
