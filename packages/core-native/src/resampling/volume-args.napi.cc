#include "resampling/volume-args.napi.h"

#include "native/arguments.h"

namespace likeness {

VolumeArgs volume_args(Napi::Object args) {
  VolumeArgs a{};
  a.count = integer(args, "count");
  a.axes_apart = integer(args, "axesApart");
  a.voxels = borrow_int32(args, "voxels", a.count);
  if (const auto* shape = borrow_int32(args, "shape", 3))
    for (int axis = 0; axis < 3; ++axis) a.shape[axis] = shape[axis];
  return a;
}

}  // namespace likeness
