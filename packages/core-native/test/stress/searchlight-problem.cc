#include <algorithm>
#include <string>
#include <vector>

#include "problem.h"
#include "searchlight/searchlight-null.h"
#include "searchlight/searchlight-rdms.h"
#include "searchlight/searchlight-rsa.h"

namespace likeness::stress {
namespace {

using Index = std::int64_t;

/** Neighbourhoods of up to 20 voxels, more than a panel of them, and three models. */
class Sphere : public Problem {
 public:
  Sphere(std::mt19937& random, SearchlightMetric metric, Index conditions)
      : folds_(metric == SearchlightMetric::crossnobis ? 3 : 1), conditions_(conditions), metric_(metric) {
    std::normal_distribution<float> normal;
    betas_.resize(static_cast<std::size_t>(folds_ * conditions_ * kVoxels));
    for (auto& value : betas_) value = normal(random);
    models_.resize(static_cast<std::size_t>(kModels * conditions_ * (conditions_ - 1) / 2));
    for (auto& value : models_) value = static_cast<double>(normal(random));
    for (std::int32_t row = 0; row < folds_ * conditions_; ++row) places_.push_back(row);
    offsets_.push_back(0);
    for (Index center = 0; center < kCenters; ++center) {
      for (Index member = random() % 20; member > 0; --member)
        indices_.push_back(static_cast<std::int32_t>(random() % kVoxels));
      offsets_.push_back(static_cast<Index>(indices_.size()));
    }
  }

 protected:
  static constexpr Index kVoxels = 90, kCenters = 150, kModels = 3;

  likeness::Searchlight searchlight() const {
    likeness::Searchlight s{};
    s.patterns = betas_.data();
    s.rows = folds_ * conditions_;
    s.voxels = kVoxels;
    s.conditions = conditions_;
    s.folds = folds_;
    s.places = places_.data();
    s.centers = kCenters;
    s.offsets = offsets_.data();
    s.indices = indices_.data();
    s.metric = metric_;
    return s;
  }
  std::string described(const char* kernel) const {
    return std::string(kernel) + " metric " + std::to_string(static_cast<int>(metric_)) + " " +
           std::to_string(conditions_) + " conditions";
  }

  Index folds_, conditions_;
  SearchlightMetric metric_;
  std::vector<float> betas_;
  std::vector<double> models_;
  std::vector<std::int32_t> places_, indices_;
  std::vector<Index> offsets_;
};

class Rdms final : public Sphere {
 public:
  using Sphere::Sphere;

  Status solve(Runner& runner, Level level, void* out) const override {
    return searchlight_rdms_levels[static_cast<int>(level)]({searchlight(), out}, runner);
  }
  std::size_t size() const override {
    return static_cast<std::size_t>(kCenters * searchlight().pairs()) * sizeof(float);
  }
  std::string name() const override { return described("searchlight_rdms"); }
};

class Rsa final : public Sphere {
 public:
  Rsa(std::mt19937& random, SearchlightMetric metric, Index conditions, RsaComparison comparison)
      : Sphere(random, metric, conditions), comparison_(comparison), relations_(kModels * kModels) {
    for (Index m = 0; m < kModels; ++m) relations_[static_cast<std::size_t>(m * (kModels + 1))] = 1;
  }

  Status solve(Runner& runner, Level level, void* out) const override {
    SearchlightRsaArgs args{};
    args.searchlight = searchlight();
    args.comparison = comparison_;
    args.models = kModels;
    args.model_rdms = models_.data();
    args.relations = relations_.data();
    args.values = static_cast<double*>(out);
    args.best = reinterpret_cast<std::int32_t*>(args.values + kCenters * kModels);
    return searchlight_rsa_levels[static_cast<int>(level)](args, runner);
  }
  std::size_t size() const override { return kCenters * (kModels * sizeof(double) + sizeof(std::int32_t)); }
  std::string name() const override {
    return described("searchlight_rsa") + " comparison " + std::to_string(static_cast<int>(comparison_));
  }

 private:
  RsaComparison comparison_;
  std::vector<double> relations_;
};

/** More permutations than a group of strips, so that blocks of centres meet on the same maxima. */
class Null final : public Sphere {
 public:
  Null(std::mt19937& random, Index conditions, RsaComparison comparison)
      : Sphere(random, SearchlightMetric::correlation, conditions), comparison_(comparison) {
    std::vector<std::int32_t> order(static_cast<std::size_t>(conditions));
    for (std::size_t c = 0; c < order.size(); ++c) order[c] = static_cast<std::int32_t>(c);
    for (Index k = 0; k < kPermutations; ++k) {
      std::shuffle(order.begin(), order.end(), random);
      orders_.insert(orders_.end(), order.begin(), order.end());
    }
  }

  Status solve(Runner& runner, Level level, void* out) const override {
    SearchlightNullArgs args{};
    args.searchlight = searchlight();
    args.comparison = comparison_;
    args.models = kModels;
    args.model_rdms = models_.data();
    args.permutations = kPermutations;
    args.orders = orders_.data();
    args.two_sided = true;
    args.largest = static_cast<double*>(out);
    args.reaching = reinterpret_cast<std::int32_t*>(args.largest + kPermutations * kModels);
    args.largest_reaching = args.reaching + kCenters * kModels;
    std::fill_n(args.reaching, 2 * kCenters * kModels, 0);
    return searchlight_null_levels[static_cast<int>(level)](args, runner);
  }
  std::size_t size() const override {
    return static_cast<std::size_t>(kPermutations * kModels) * sizeof(double) +
           static_cast<std::size_t>(2 * kCenters * kModels) * sizeof(std::int32_t);
  }
  std::string name() const override {
    return described("searchlight_null") + " comparison " + std::to_string(static_cast<int>(comparison_));
  }

 private:
  static constexpr Index kPermutations = 300;
  RsaComparison comparison_;
  std::vector<std::int32_t> orders_;
};

}  // namespace

void add_searchlight_problems(std::mt19937& random, std::vector<std::unique_ptr<Problem>>& problems) {
  for (int metric = 0; metric < kSearchlightMetrics; ++metric)
    problems.push_back(std::make_unique<Rdms>(random, static_cast<SearchlightMetric>(metric), 3 + 5 * metric));
  for (const auto comparison : {RsaComparison::pearson, RsaComparison::spearman, RsaComparison::cosine,
                                RsaComparison::tau_a, RsaComparison::partial_spearman, RsaComparison::nnls})
    problems.push_back(std::make_unique<Rsa>(random, SearchlightMetric::correlation, 9, comparison));
  for (const Index conditions : {7, 25}) {
    problems.push_back(std::make_unique<Null>(random, conditions, RsaComparison::pearson));
    problems.push_back(std::make_unique<Null>(random, conditions, RsaComparison::spearman));
  }
}

}  // namespace likeness::stress
