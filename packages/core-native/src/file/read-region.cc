#if !defined(_WIN32)

#include "file/read-region.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "file/regular-file.h"

namespace likeness {
namespace {

static_assert(std::endian::native == std::endian::little, "values are copied as they lie in the file");

// Between two looks at cancellation: some milliseconds of a slow disk.
constexpr std::int64_t kChunk = std::int64_t{4} << 20;
// Between two hints to the cache, each of which costs a walk over its pages.
constexpr std::int64_t kDropEvery = std::int64_t{16} << 20;

class RegionReader {
 public:
  RegionReader(const ReadRegionArgs& args, Runner& runner) : args_(args), runner_(runner), file_(args.path) {
    file_.expect(args.bytes, args.modified);
    file_.will_read_forward();
  }

  Status run() {
    char* gapped = nullptr;
    if (args_.per_read > 1 && !(gapped = static_cast<char*>(runner_.allocate(span(args_.per_read)))))
      return Status::out_of_memory;
    for (std::int64_t s = 0; s < args_.segments; s += args_.per_read) {
      const auto count = std::min(args_.per_read, args_.segments - s);
      char* out = args_.out + s * args_.segment;
      if (!read(gapped ? gapped : out, args_.start + s * args_.stride, span(count))) return Status::cancelled;
      for (std::int64_t k = 0; gapped && k < count; ++k)
        std::memcpy(out + k * args_.segment, gapped + k * args_.stride, args_.segment);
    }
    drop(args_.start + (args_.segments - 1) * args_.stride + args_.segment);
    *args_.read_out = static_cast<double>(total_);
    return Status::ok;
  }

 private:
  std::int64_t span(std::int64_t count) const { return (count - 1) * args_.stride + args_.segment; }

  bool read(char* to, std::int64_t at, std::int64_t bytes) {
    for (std::int64_t done = 0; done < bytes; done += kChunk) {
      if (runner_.cancelled()) return false;
      const auto chunk = std::min(kChunk, bytes - done);
      file_.read(to + done, at + done, chunk);
      total_ += chunk;
      if (at + done + chunk - dropped_ >= kDropEvery) drop(at + done + chunk);
    }
    return true;
  }

  // From a little before, since the cache keeps a large page of which only a part is dropped.
  void drop(std::int64_t until) {
    if (args_.drop) file_.drop(std::max<std::int64_t>(0, dropped_ - kChunk), until);
    dropped_ = until;
  }

  const ReadRegionArgs& args_;
  Runner& runner_;
  RegularFile file_;
  std::int64_t dropped_ = args_.start;
  std::int64_t total_ = 0;
};

}  // namespace

Status read_region(const ReadRegionArgs& args, Runner& runner) { return RegionReader(args, runner).run(); }

}  // namespace likeness

#endif
