#include "searchlight/nearest-members.h"

#include "native/job.h"
#include "native/registry.h"
#include "searchlight/member-volume.h"

namespace likeness {

static Napi::Value NearestMembers(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  NearestMembersArgs a{};
  a.volume = borrow_volume(args);
  a.member_count = integer(args, "memberCount");
  a.axes = static_cast<double*>(borrow(args, "axes", true, 9));
  a.step_count = integer(args, "stepCount");
  a.steps = borrow_int32(args, "steps", 3 * a.step_count);
  a.distances = static_cast<double*>(borrow(args, "distances", true, a.step_count));
  a.places = borrow_int32(args, "places", a.step_count);
  a.shifts = borrow_int32(args, "shifts", a.step_count);
  const auto* bounds = static_cast<double*>(borrow(args, "bounds", true, 2));
  if (bounds) {
    a.complete_to = bounds[0];
    a.limit = bounds[1];
  }
  a.wanted = integer(args, "wanted");
  a.cut = integer(args, "cut") != 0;
  a.center_count = integer(args, "centerCount");
  a.centers = borrow_int32(args, "centers", a.center_count);
  a.radii = static_cast<double*>(borrow(args, "radii", true, a.center_count));
  a.write = integer(args, "write") != 0;
  if (a.write) {
    a.offsets = borrow_int64(args, "offsets", a.center_count + 1);
    a.indices = borrow_int32(args, "indices", integer(args, "indexCount"));
  } else {
    a.counts = borrow_int32(args, "counts", a.center_count);
  }
  return start_kernel(args, nearest_members_levels, a);
}

LIKENESS_EXPORT(nearest_members, NearestMembers);

}  // namespace likeness
