#pragma once
// Model RDMs under permutations of their conditions, in strips for null-tile.h. For kernel sources only.

#include "searchlight/profiles.h"
#include "searchlight/searchlight-null.h"

namespace likeness::LIKENESS_ISA {

template <class U>
class PermutedModels {
 public:
  /** At most `strips` strips of each model are there at a time. */
  void describe(const SearchlightNullArgs& args, std::int64_t strips) {
    args_ = &args;
    strips_ = strips;
    conditions_ = args.searchlight.conditions;
    pairs_ = args.searchlight.pairs();
  }

  bool allocate(Runner& runner) {
    auto take = [&](std::int64_t count) {
      return static_cast<U*>(runner.allocate(static_cast<std::size_t>(count) * sizeof(U)));
    };
    strip_data_ = take(args_->models * strips_ * kTileRows * pairs_);
    as_it_is_ = take(args_->models * kTileRows * pairs_);
    squares_ = take(args_->models * conditions_ * conditions_);
    return strip_data_ && as_it_is_ && squares_;
  }

  Status prepare(Runner& runner, double until) {
    const auto status =
        prepare_profiles(runner, args_->comparison, args_->model_rdms, args_->models, pairs_, until, models_);
    for (std::int64_t m = 0; m < args_->models && status == Status::ok; ++m) spread(m);
    return status;
  }

  const U* at(std::int64_t model, std::int64_t strip) const { return strip_at(model, strip); }
  /** The model without a permutation, in every row of a strip. */
  const U* as_it_is(std::int64_t model) const { return as_it_is_ + model * kTileRows * pairs_; }
  double norm(std::int64_t model) const { return models_.norms[model]; }

  /** Rows of a strip that are permutations, if `first` strips went before. */
  int rows(std::int64_t first, std::int64_t strip) const {
    return static_cast<int>(smaller(kTileRows, args_->permutations - (first + strip) * kTileRows));
  }

  void fill(std::int64_t model, std::int64_t first, std::int64_t strip) const {
    const U* square = squares_ + model * conditions_ * conditions_;
    U* to = strip_at(model, strip);
    const auto used = rows(first, strip);
    for (int r = 0; r < kTileRows; ++r) {
      const auto permutation = (first + strip) * kTileRows + (r < used ? r : used - 1);
      const auto* order = args_->orders + permutation * conditions_;
      for (std::int64_t i = 0, p = 0; i < conditions_; ++i) {
        const U* row = square + checked(order[i]) * conditions_;
        for (auto j = i + 1; j < conditions_; ++j, ++p) to[p * kTileRows + r] = row[checked(order[j])];
      }
    }
  }

 private:
  U* strip_at(std::int64_t model, std::int64_t strip) const {
    return strip_data_ + (model * strips_ + strip) * kTileRows * pairs_;
  }

  /** A condition, whatever the caller has written there since it was checked. */
  std::int64_t checked(std::int32_t condition) const {
    return static_cast<std::uint32_t>(condition) < static_cast<std::uint64_t>(conditions_) ? condition : 0;
  }

  /** Makes the square form of a model's profile, and its strip as it is. */
  void spread(std::int64_t m) {
    const auto n = conditions_;
    U *square = squares_ + m * n * n, *strip = as_it_is_ + m * kTileRows * pairs_;
    for (std::int64_t i = 0, p = 0; i < n; ++i) {
      square[i * n + i] = 0;
      for (auto j = i + 1; j < n; ++j, ++p) {
        const U value = models_.at(p / kSumBlock, m / kPanel)[p % kSumBlock * kPanel + m % kPanel];
        square[i * n + j] = square[j * n + i] = value;
        for (int r = 0; r < kTileRows; ++r) strip[p * kTileRows + r] = value;
      }
    }
  }

  const SearchlightNullArgs* args_ = nullptr;
  std::int64_t strips_ = 0, conditions_ = 0, pairs_ = 0;
  Panels<U> models_;
  U *strip_data_ = nullptr, *as_it_is_ = nullptr, *squares_ = nullptr;
};

}  // namespace likeness::LIKENESS_ISA
