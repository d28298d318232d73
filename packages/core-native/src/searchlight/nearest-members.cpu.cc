#include "searchlight/nearest-members.h"

#include "searchlight/centers.h"

namespace likeness::LIKENESS_ISA {

/** Members by their distance from one centre: `near` for sure, `tied` at the radius within the slack. */
struct Shells {
  double near_to, tied_to;
};

static Shells shells_of(const NearestMembersArgs& args, double radius) {
  const double tied_to = radius * (1 + kDistanceSlack);
  return {radius * (1 - kDistanceSlack), tied_to < args.limit ? tied_to : args.limit};
}

/** What is found around one centre. */
struct Found {
  std::int64_t count;
  double radius;
};

/** Calls f(distance, step) for each step that leads to a member, the nearest first, until it returns false. */
template <class F>
static void for_steps(const NearestMembersArgs& args, std::int64_t center, F f) {
  const auto& [nx, ny, nz] = args.volume.shape;
  const auto at = place_of(args.volume, center);
  for (std::int64_t s = 0; s < args.step_count; ++s) {
    const auto step = args.steps + 3 * s;
    if (!between(at.i + step[0], nx) || !between(at.j + step[1], ny) || !between(at.k + step[2], nz)) continue;
    const auto rank = args.volume.rank + center + args.shifts[args.places[s]];
    if (rank[0] < rank[1] && !f(args.distances[s], s)) return;
  }
}

/** Calls f(distance, member) for every member, in ascending order. */
template <class F>
static void for_members(const NearestMembersArgs& args, std::int64_t center, F f) {
  const auto at = place_of(args.volume, center);
  const auto a = args.axes;
  for (std::int64_t m = 0; m < args.member_count; ++m) {
    const auto place = place_of(args.volume, args.volume.members[m]);
    const auto dx = static_cast<double>(place.i - at.i);
    const auto dy = static_cast<double>(place.j - at.j);
    const auto dz = static_cast<double>(place.k - at.k);
    double squares = 0;
    for (int r = 0; r < 3; ++r) {
      const double along = a[3 * r] * dx + a[3 * r + 1] * dy + a[3 * r + 2] * dz;
      squares += along * along;
    }
    f(__builtin_sqrt(squares), args.volume.members[m]);
  }
}

/** The last of the wanted members, by the steps alone; count -1 where they do not reach far enough. */
static Found search_steps(const NearestMembersArgs& args, std::int64_t center) {
  Found found{0, 0};
  double tied_to = -1;
  for_steps(args, center, [&](double distance, std::int64_t) {
    if (distance > args.limit || (tied_to >= 0 && distance > tied_to)) return false;
    ++found.count;
    if (found.count <= args.wanted) found.radius = distance;
    if (found.count == args.wanted) tied_to = shells_of(args, distance).tied_to;
    return true;
  });
  const bool enough = tied_to >= 0 ? tied_to <= args.complete_to : args.limit <= args.complete_to;
  return enough ? found : Found{-1, 0};
}

static inline std::uint64_t key_of(double distance) { return __builtin_bit_cast(std::uint64_t, distance); }

/** The same from all members: the wanted distance digit by digit, for distances order as their bits do. */
static Found search_members(const NearestMembersArgs& args, std::int64_t center) {
  constexpr int kBits = 11;
  std::int64_t within = 0;
  for_members(args, center, [&](double distance, std::int32_t) { within += distance <= args.limit; });
  if (within == 0) return {0, 0};
  auto left = within < args.wanted ? within : args.wanted;
  std::uint64_t prefix = 0, known = 0;
  // The last digit overlaps the one before it, whose bits are known by then.
  for (int shift = 64 - kBits;; shift = shift < kBits ? 0 : shift - kBits) {
    std::int64_t counts[1 << kBits] = {};
    for_members(args, center, [&](double distance, std::int32_t) {
      const auto key = key_of(distance);
      if (distance <= args.limit && (key & known) == prefix) ++counts[key >> shift & ((1 << kBits) - 1)];
    });
    std::uint64_t digit = 0;
    while (left > counts[digit]) left -= counts[digit++];
    prefix |= digit << shift;
    known = ~0ull << shift;
    if (shift == 0) break;
  }
  Found found{0, __builtin_bit_cast(double, prefix)};
  const auto tied_to = shells_of(args, found.radius).tied_to;
  for_members(args, center, [&](double distance, std::int32_t) { found.count += distance <= tied_to; });
  return found;
}

static void count_nearest(const NearestMembersArgs& args, std::int64_t k) {
  auto found = search_steps(args, args.centers[k]);
  if (found.count < 0) found = search_members(args, args.centers[k]);
  if (args.cut && found.count > args.wanted) found.count = args.wanted;
  args.counts[k] = static_cast<std::int32_t>(found.count);
  args.radii[k] = found.radius;
}

/** Writes what is near and, in ascending order, what is tied, as long as there is room. */
struct Writer {
  std::int32_t* out;
  std::int64_t tied_left;

  void add(std::int32_t member, bool tied) {
    if (tied && tied_left-- <= 0) return;
    *out++ = member;
  }
};

/** By the steps: marks those that are wanted, then reads the marks in ascending order. */
static void write_by_steps(const NearestMembersArgs& args, std::int64_t k, const Shells& shells) {
  constexpr std::int64_t kWords = kNearestSteps / 64;
  std::uint64_t wanted[kWords], tied[kWords];
  const auto words = (args.step_count + 63) / 64;
  for (std::int64_t w = 0; w < words; ++w) wanted[w] = tied[w] = 0;
  std::int64_t near = 0;
  const auto center = args.centers[k];
  for_steps(args, center, [&](double distance, std::int64_t s) {
    if (distance > shells.tied_to) return false;
    const auto place = args.places[s];
    const auto bit = 1ull << (place & 63);
    wanted[place >> 6] |= bit;
    if (distance < shells.near_to) {
      ++near;
    } else {
      tied[place >> 6] |= bit;
    }
    return true;
  });
  Writer writer{args.indices + args.offsets[k], args.offsets[k + 1] - args.offsets[k] - near};
  for (std::int64_t w = 0; w < words; ++w)
    for (auto bits = wanted[w]; bits; bits &= bits - 1) {
      const auto b = __builtin_ctzll(bits);
      writer.add(static_cast<std::int32_t>(center + args.shifts[64 * w + b]), tied[w] >> b & 1);
    }
}

static void write_nearest(const NearestMembersArgs& args, std::int64_t k) {
  const auto shells = shells_of(args, args.radii[k]);
  if (shells.tied_to <= args.complete_to) return write_by_steps(args, k, shells);
  std::int64_t near = 0;
  for_members(args, args.centers[k], [&](double d, std::int32_t) { near += d < shells.near_to; });
  Writer writer{args.indices + args.offsets[k], args.offsets[k + 1] - args.offsets[k] - near};
  for_members(args, args.centers[k], [&](double distance, std::int32_t member) {
    if (distance <= shells.tied_to) writer.add(member, distance >= shells.near_to);
  });
}

Status nearest_members(const NearestMembersArgs& args, Runner& runner) {
  auto center = [&](std::int64_t k) {
    if (args.write) {
      write_nearest(args, k);
    } else {
      count_nearest(args, k);
    }
  };
  for_centers(runner, args.center_count, center);
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

}  // namespace likeness::LIKENESS_ISA
