#include "volume-problems.h"

#include <algorithm>

#include "resampling/label-clusters.h"
#include "resampling/tfce.h"
#include "resampling/volume-inference.h"

namespace likeness::stress {
namespace {

using Index = std::int64_t;

/** A volume of random sides, of which some nine tenths are in the mask, and a map of it. */
struct Made {
  Made(std::mt19937& random, Index most) {
    for (auto& side : args.shape) side = 1 + random() % most;
    const auto all = args.shape[0] * args.shape[1] * args.shape[2];
    std::normal_distribution<double> normal;
    for (Index v = 0; v < all; ++v)
      if (v == 0 || random() % 10 > 0) {
        voxels.push_back(static_cast<std::int32_t>(v));
        values.push_back(normal(random));
      }
    args.count = static_cast<Index>(voxels.size());
    args.axes_apart = 1 + random() % 3;
  }

  VolumeArgs volume() const {
    auto made = args;
    made.voxels = voxels.data();
    return made;
  }
  std::string text() const {
    return std::to_string(args.shape[0]) + " x " + std::to_string(args.shape[1]) + " x " +
           std::to_string(args.shape[2]);
  }

  VolumeArgs args{};
  std::vector<std::int32_t> voxels;
  std::vector<double> values;
};

class Tfce final : public Problem {
 public:
  Tfce(std::mt19937& random, Index most, double extent, double step)
      : made_(random, most), extent_(extent), step_(step) {}

  Status solve(Runner& runner, Level level, void* out) const override {
    TfceArgs args{};
    args.volume = made_.volume();
    args.values = made_.values.data();
    args.tail = Tail::both;
    args.height = 2;
    args.extent = extent_;
    args.step = step_;
    args.most = 10;
    args.out = static_cast<double*>(out);
    std::fill_n(args.out, made_.args.count, 0.0);
    return tfce_levels[static_cast<int>(level)](args, runner);
  }
  std::size_t size() const override { return made_.values.size() * sizeof(double); }
  std::string name() const override { return "tfce " + made_.text(); }

 private:
  Made made_;
  double extent_, step_;
};

class LabelClusters final : public Problem {
 public:
  LabelClusters(std::mt19937& random, Index most) : made_(random, most) {}

  Status solve(Runner& runner, Level level, void* out) const override {
    LabelClustersArgs args{};
    args.volume = made_.volume();
    args.values = made_.values.data();
    args.tail = Tail::both;
    args.threshold = 0.5;
    args.labels = static_cast<std::int32_t*>(out);
    args.counts = args.labels + made_.args.count;
    std::fill_n(args.labels, made_.args.count + 2, 0);
    return label_clusters_levels[static_cast<int>(level)](args, runner);
  }
  std::size_t size() const override { return (made_.values.size() + 2) * sizeof(std::int32_t); }
  std::string name() const override { return "label_clusters " + made_.text(); }

 private:
  Made made_;
};

class Inference final : public Problem {
 public:
  Inference(std::mt19937& random, Index most, VolumeStatistic statistic, Index flips)
      : made_(random, most), statistic_(statistic), flips_(static_cast<std::size_t>(flips)) {
    std::normal_distribution<double> normal;
    maps_.resize(static_cast<std::size_t>(kSubjects * made_.args.count));
    for (auto& value : maps_) value = normal(random);
    for (auto& flip : flips_) flip = static_cast<std::int32_t>(random());
    for (std::int32_t c = 0; c < made_.args.count; ++c) columns_.push_back(c);
  }

  Status solve(Runner& runner, Level level, void* out) const override {
    VolumeInferenceArgs args{};
    args.volume = made_.volume();
    args.maps = maps_.data();
    args.subjects = kSubjects;
    args.cols = made_.args.count;
    args.is_float64 = true;
    args.columns = columns_.data();
    args.flips = flips_.data();
    args.flip_count = static_cast<Index>(flips_.size());
    args.statistic = statistic_;
    args.tail = Tail::both;
    args.threshold = 1;
    args.height = 2;
    args.extent = 0.5;
    args.t = static_cast<double*>(out);
    args.scores = args.t + made_.args.count;
    args.maxima = args.scores + made_.args.count;
    std::fill_n(args.t, 2 * made_.args.count + args.flip_count, 0.0);
    return volume_inference_levels[static_cast<int>(level)](args, runner);
  }
  std::size_t size() const override { return (2 * made_.values.size() + flips_.size()) * sizeof(double); }
  std::string name() const override {
    return "volume_inference statistic " + std::to_string(static_cast<int>(statistic_)) + " " + made_.text();
  }

 private:
  static constexpr Index kSubjects = 9;

  Made made_;
  VolumeStatistic statistic_;
  std::vector<std::int32_t> flips_, columns_;
  std::vector<double> maps_;
};

}  // namespace

void add_volume_problems(std::mt19937& random, std::vector<std::unique_ptr<Problem>>& problems) {
  problems.push_back(std::make_unique<Tfce>(random, 12, 0.5, 0));
  problems.push_back(std::make_unique<Tfce>(random, 12, 0.7, 0));
  problems.push_back(std::make_unique<Tfce>(random, 12, 1, 0.01));
  problems.push_back(std::make_unique<LabelClusters>(random, 12));
  for (const auto statistic :
       {VolumeStatistic::voxel, VolumeStatistic::cluster_size, VolumeStatistic::cluster_mass, VolumeStatistic::tfce})
    problems.push_back(std::make_unique<Inference>(random, 8, statistic, 30));
  // Long enough to be cancelled in the middle.
  problems.push_back(std::make_unique<Inference>(random, 14, VolumeStatistic::tfce, 300));
}

}  // namespace likeness::stress
