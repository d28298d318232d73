#include "searchlight/sphere-members.h"

#include "native/job.h"
#include "native/registry.h"
#include "searchlight/member-volume.h"

namespace likeness {

static Napi::Value SphereMembers(const Napi::CallbackInfo& info) {
  const auto args = info[0].As<Napi::Object>();
  SphereMembersArgs a{};
  a.volume = borrow_volume(args);
  a.row_count = integer(args, "rowCount");
  a.rows = borrow_int32(args, "rows", 4 * a.row_count);
  a.center_count = integer(args, "centerCount");
  a.centers = borrow_int32(args, "centers", a.center_count);
  a.write = integer(args, "write") != 0;
  if (a.write) {
    a.offsets = borrow_int64(args, "offsets", a.center_count + 1);
    a.indices = borrow_int32(args, "indices", integer(args, "indexCount"));
  } else {
    a.counts = borrow_int32(args, "counts", a.center_count);
    a.inside = borrow_int32(args, "inside", a.center_count);
  }
  return start_kernel(args, sphere_members_levels, a);
}

LIKENESS_EXPORT(sphere_members, SphereMembers);

}  // namespace likeness
