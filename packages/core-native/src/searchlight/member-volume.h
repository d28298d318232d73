#pragma once
// N-API values to what the kernels of this folder share.

#include "native/arguments.h"
#include "searchlight/sphere-members.h"

namespace likeness {

/** {nx, ny, nz, rank, members, memberCount} of args. */
inline MemberVolume borrow_volume(Napi::Object args) {
  MemberVolume volume{};
  volume.shape[0] = integer(args, "nx");
  volume.shape[1] = integer(args, "ny");
  volume.shape[2] = integer(args, "nz");
  volume.rank = borrow_int32(args, "rank", volume.shape[0] * volume.shape[1] * volume.shape[2] + 1);
  volume.members = borrow_int32(args, "members", integer(args, "memberCount"));
  return volume;
}

}  // namespace likeness
