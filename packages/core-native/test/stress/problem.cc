#include "problem.h"

#include <algorithm>
#include <limits>

#include "distance/cdist.h"
#include "distance/nearest-neighbors.h"
#include "distance/pdist.h"
#include "environment.h"
#include "rdm-problems.h"
#include "resampling-problems.h"
#include "searchlight/nearest-members.h"
#include "searchlight/sphere-members.h"
#include "volume-problems.h"

namespace likeness::stress {
namespace {

using Index = std::int64_t;

template <class T>
std::vector<T> made(std::mt19937& random, Index length) {
  std::normal_distribution<double> normal;
  std::vector<T> values(static_cast<std::size_t>(length));
  for (auto& value : values) value = static_cast<T>(normal(random));
  return values;
}

std::string described(const char* kernel, Metric metric, bool is_float64, Index rows, Index cols) {
  return std::string(kernel) + " metric " + std::to_string(static_cast<int>(metric)) +
         (is_float64 ? " float64 " : " float32 ") + std::to_string(rows) + " x " + std::to_string(cols);
}

template <class T>
class Pdist final : public Problem {
 public:
  Pdist(std::mt19937& random, Metric metric, Index rows, Index cols)
      : metric_(metric), rows_(rows), cols_(cols), x_(made<T>(random, rows * cols)) {}

  Status solve(Runner& runner, Level level, void* out) const override {
    PdistArgs args{};
    args.x = x_.data();
    args.rows = rows_;
    args.cols = cols_;
    args.metric = metric_;
    args.is_float64 = sizeof(T) == sizeof(double);
    args.out = out;
    return pdist_levels[static_cast<int>(level)](args, runner);
  }
  std::size_t size() const override { return static_cast<std::size_t>(rows_ * (rows_ - 1) / 2) * sizeof(T); }
  std::string name() const override { return described("pdist", metric_, sizeof(T) == 8, rows_, cols_); }

 private:
  Metric metric_;
  Index rows_, cols_;
  std::vector<T> x_;
};

template <class T>
class Cdist final : public Problem {
 public:
  Cdist(std::mt19937& random, Metric metric, Index rows, Index cols)
      : metric_(metric),
        rows_(rows),
        cols_(cols),
        x_(made<T>(random, rows * cols)),
        y_(made<T>(random, (rows / 2 + 1) * cols)) {}

  Status solve(Runner& runner, Level level, void* out) const override {
    CdistArgs args{};
    args.x = x_.data();
    args.y = y_.data();
    args.x_rows = rows_;
    args.y_rows = args.out_stride = rows_ / 2 + 1;
    args.cols = cols_;
    args.metric = metric_;
    args.is_float64 = sizeof(T) == sizeof(double);
    args.out = out;
    return cdist_levels[static_cast<int>(level)](args, runner);
  }
  std::size_t size() const override { return static_cast<std::size_t>(rows_ * (rows_ / 2 + 1)) * sizeof(T); }
  std::string name() const override { return described("cdist", metric_, sizeof(T) == 8, rows_, cols_); }

 private:
  Metric metric_;
  Index rows_, cols_;
  std::vector<T> x_, y_;
};

template <class T>
class Nearest final : public Problem {
 public:
  Nearest(std::mt19937& random, Metric metric, Index rows, Index cols)
      : metric_(metric), rows_(rows), cols_(cols), x_(made<T>(random, rows * cols)) {}

  Status solve(Runner& runner, Level level, void* out) const override {
    NearestNeighborsArgs args{};
    args.queries = args.base = x_.data();
    args.query_rows = args.base_rows = rows_;
    args.cols = cols_;
    args.metric = metric_;
    args.is_float64 = sizeof(T) == sizeof(double);
    args.k = 1;
    args.exclude = Exclude::self;
    args.keys = static_cast<double*>(out);
    args.indices = reinterpret_cast<std::int32_t*>(args.keys + rows_);
    std::fill_n(args.keys, rows_, std::numeric_limits<double>::infinity());
    std::fill_n(args.indices, rows_, -1);
    return nearest_neighbors_levels[static_cast<int>(level)](args, runner);
  }
  std::size_t size() const override {
    return static_cast<std::size_t>(rows_) * (sizeof(double) + sizeof(std::int32_t));
  }
  std::string name() const override { return described("nearest_neighbors", metric_, sizeof(T) == 8, rows_, cols_); }

 private:
  Metric metric_;
  Index rows_, cols_;
  std::vector<T> x_;
};

/** A volume of which some voxels are members; every voxel is a centre. */
class Searchlight : public Problem {
 public:
  Searchlight(std::mt19937& random, Index width) : width_(width), rank_{0} {
    for (std::int32_t voxel = 0; voxel < width * width * width; ++voxel) {
      centers_.push_back(voxel);
      if (voxel == 0 || random() % 3 > 0) members_.push_back(voxel);
      rank_.push_back(static_cast<std::int32_t>(members_.size()));
    }
  }

 protected:
  MemberVolume volume() const { return {{width_, width_, width_}, rank_.data(), members_.data()}; }

  Index width_;
  std::vector<std::int32_t> rank_, members_, centers_;
};

/** Spheres of seven voxels, counted. */
class SphereMembers final : public Searchlight {
 public:
  using Searchlight::Searchlight;

  Status solve(Runner& runner, Level level, void* out) const override {
    SphereMembersArgs args{};
    args.volume = volume();
    args.rows = rows_;
    args.row_count = 5;
    args.centers = centers_.data();
    args.center_count = static_cast<Index>(centers_.size());
    args.counts = static_cast<std::int32_t*>(out);
    args.inside = args.counts + centers_.size();
    return sphere_members_levels[static_cast<int>(level)](args, runner);
  }
  std::size_t size() const override { return centers_.size() * 2 * sizeof(std::int32_t); }
  std::string name() const override { return "sphere_members " + std::to_string(width_); }

 private:
  static constexpr std::int32_t rows_[] = {-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, -1, 1, 0, 1, 0, 0, 1, 0, 0, 0};
};

/** The nearest members: by steps that reach one voxel, else by all members. */
class NearestMembers final : public Searchlight {
 public:
  NearestMembers(std::mt19937& random, Index width, Index wanted) : Searchlight(random, width), wanted_(wanted) {
    for (Index p = 0; p < 7; ++p)
      shifts_.push_back(static_cast<std::int32_t>((sorted_[p][0] * width + sorted_[p][1]) * width + sorted_[p][2]));
  }

  Status solve(Runner& runner, Level level, void* out) const override {
    static constexpr std::int32_t steps[] = {0, 0, 0, -1, 0, 0, 0, -1, 0, 0, 0, -1, 0, 0, 1, 0, 1, 0, 1, 0, 0};
    static constexpr double distances[] = {0, 1, 1, 1, 1, 1, 1};
    static constexpr std::int32_t places[] = {3, 0, 1, 2, 4, 5, 6};
    static constexpr double axes[] = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    NearestMembersArgs args{};
    args.volume = volume();
    args.member_count = static_cast<Index>(members_.size());
    args.axes = axes;
    args.steps = steps;
    args.distances = distances;
    args.places = places;
    args.shifts = shifts_.data();
    args.step_count = 7;
    args.complete_to = 1.2;
    args.wanted = wanted_;
    args.limit = std::numeric_limits<double>::infinity();
    args.centers = centers_.data();
    args.center_count = static_cast<Index>(centers_.size());
    args.radii = static_cast<double*>(out);
    args.counts = reinterpret_cast<std::int32_t*>(args.radii + centers_.size());
    return nearest_members_levels[static_cast<int>(level)](args, runner);
  }
  std::size_t size() const override { return centers_.size() * (sizeof(double) + sizeof(std::int32_t)); }
  std::string name() const override { return "nearest_members " + std::to_string(width_); }

 private:
  static constexpr Index sorted_[7][3] = {{-1, 0, 0}, {0, -1, 0}, {0, 0, -1}, {0, 0, 0},
                                          {0, 0, 1},  {0, 1, 0},  {1, 0, 0}};
  Index wanted_;
  std::vector<std::int32_t> shifts_;
};

Bytes solved_alone(const Problem& problem) {
  Environment environment;
  Bytes out(problem.size());
  Job job(environment, 1, [&](Runner& runner) { return problem.solve(runner, Level::scalar, out.data()); });
  job.execute();
  return out;
}

}  // namespace

std::vector<std::unique_ptr<Problem>> make_problems(std::mt19937& random) {
  std::vector<std::unique_ptr<Problem>> problems;
  // Up to three panels of rows; a quarter crosses the edge of a block of features.
  const auto rows = [&] { return static_cast<Index>(2 + random() % 70); };
  const auto cols = [&] { return static_cast<Index>(random() % 4 == 0 ? 250 + random() % 20 : 1 + random() % 40); };
  for (int m = 0; m < kMetrics; ++m) {
    const auto metric = static_cast<Metric>(m);
    problems.push_back(std::make_unique<Pdist<float>>(random, metric, rows(), cols()));
    problems.push_back(std::make_unique<Pdist<double>>(random, metric, rows(), cols()));
    problems.push_back(std::make_unique<Cdist<float>>(random, metric, rows(), cols()));
    problems.push_back(std::make_unique<Cdist<double>>(random, metric, rows(), cols()));
    problems.push_back(std::make_unique<Nearest<float>>(random, metric, rows(), cols()));
    problems.push_back(std::make_unique<Nearest<double>>(random, metric, rows(), cols()));
  }
  for (const Index width : {1, 5, 9}) {
    problems.push_back(std::make_unique<SphereMembers>(random, width));
    problems.push_back(std::make_unique<NearestMembers>(random, width, 1));
    if (width > 1) problems.push_back(std::make_unique<NearestMembers>(random, width, 4));
  }
  add_searchlight_problems(random, problems);
  // Long enough to be cancelled in the middle.
  problems.push_back(std::make_unique<Pdist<float>>(random, Metric::correlation, 200, 300));
  problems.push_back(std::make_unique<Cdist<double>>(random, Metric::cityblock, 150, 300));
  add_rdm_problems(random, problems);
  add_volume_problems(random, problems);
  add_resampling_problems(random, problems);
  add_ista_problems(random, problems);
  add_lasso_problems(random, problems);
  for (auto& problem : problems) problem->answer = solved_alone(*problem);
  return problems;
}

std::vector<Level> available_levels() {
  std::vector<Level> levels;
  for (int level = 0; level < kLevels; ++level)
    if (level_available(static_cast<Level>(level))) levels.push_back(static_cast<Level>(level));
  return levels;
}

}  // namespace likeness::stress
