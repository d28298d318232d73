#pragma once
// Models as Kendall's tau reads them. For kernel sources only.

#include "native/carver.h"
#include "rdm/concordance.h"
#include "rdm/similarity.h"

namespace likeness::LIKENESS_ISA {

/** Of every model, the places of its cells in their own order. */
class ModelPlaces {
 public:
  Status prepare(Runner& runner, const double* rdms, std::int64_t models, std::int64_t pairs) {
    const auto cells = static_cast<std::size_t>(3 * models * pairs);
    auto* lists = static_cast<std::int32_t*>(runner.allocate(cells * sizeof(std::int32_t)));
    places_ = static_cast<Places*>(runner.allocate(static_cast<std::size_t>(models) * sizeof(Places)));
    auto* memory = runner.allocate(SortWork::bytes(pairs));
    if (!lists || !places_ || !memory) return Status::out_of_memory;
    SortWork work;
    work.use(memory, pairs);
    for (std::int64_t m = 0; m < models && !runner.cancelled(); ++m) {
      auto* list = lists + 3 * m * pairs;
      places_[m] = {list, list + pairs, list + 2 * pairs, 0};
      find_places(rdms + m * pairs, pairs, work, places_[m]);
    }
    return Status::ok;
  }
  const Places& operator[](std::int64_t model) const { return places_[model]; }

 private:
  Places* places_ = nullptr;
};

/** Where one RDM is put in order. */
struct TauWork {
  SortWork sort;
  Order order;
  PlaceCounter counter;

  void use(Carver& carve, std::int64_t pairs) {
    sort.use(carve.take(SortWork::bytes(pairs)), pairs);
    order.order = carve.take<std::int32_t>(pairs);
    order.end = carve.take<std::int32_t>(pairs);
    counter.use(carve.take(PlaceCounter::bytes(pairs)), pairs);
  }
};

}  // namespace likeness::LIKENESS_ISA
