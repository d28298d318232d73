#pragma once

#include <napi.h>

#include "resampling/volume-args.h"

namespace likeness {

/** Reads `count`, `voxels`, `shape` and `axesApart`; with an exception pending where an array is not as expected. */
VolumeArgs volume_args(Napi::Object args);

}  // namespace likeness
