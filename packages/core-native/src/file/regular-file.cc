#if !defined(_WIN32)

#include "file/regular-file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "native/job_error.h"

namespace likeness {
namespace {

static_assert(sizeof(off_t) == 8, "files beyond 2 GiB need 64-bit offsets");

struct State {
  bool regular;
  std::int64_t bytes;
  std::uint64_t modified;  // nanoseconds, modulo 2^64
};

std::uint64_t nanoseconds(std::int64_t seconds, std::int64_t rest) {
  return static_cast<std::uint64_t>(seconds) * 1'000'000'000u + static_cast<std::uint64_t>(rest);
}

// Linux: fstat is GLIBC_2.33 where glibc is that new; statx is GLIBC_2.28 everywhere.
bool state_of(int descriptor, State& state) {
#if defined(__linux__)
  struct statx s;
  if (statx(descriptor, "", AT_EMPTY_PATH, STATX_TYPE | STATX_SIZE | STATX_MTIME, &s) != 0) return false;
  state = {S_ISREG(s.stx_mode), static_cast<std::int64_t>(s.stx_size),
           nanoseconds(s.stx_mtime.tv_sec, s.stx_mtime.tv_nsec)};
#else
  struct stat s;
  if (fstat(descriptor, &s) != 0) return false;
#if defined(__APPLE__)
  state = {S_ISREG(s.st_mode), s.st_size, nanoseconds(s.st_mtimespec.tv_sec, s.st_mtimespec.tv_nsec)};
#else
  state = {S_ISREG(s.st_mode), s.st_size, nanoseconds(s.st_mtim.tv_sec, s.st_mtim.tv_nsec)};
#endif
#endif
  return true;
}

JobError unreadable(const std::string& path, int error) {
  const bool missing = error == ENOENT || error == ENOTDIR;
  return JobError(missing ? "FILE_NOT_FOUND" : "FILE_UNREADABLE",
                  "Expected a readable file for " + path + " but received " + std::system_category().message(error));
}

std::string describe(std::int64_t bytes, std::int64_t modified) {
  return std::to_string(bytes) + " bytes, changed at " + std::to_string(modified) + " ns";
}

int open_path(const std::string& path) {
  int descriptor;
  do descriptor = open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  while (descriptor < 0 && errno == EINTR);
  if (descriptor < 0) throw unreadable(path, errno);
  return descriptor;
}

}  // namespace

RegularFile::RegularFile(const std::string& path) : path_(path), descriptor_(open_path(path)) {
  State state{};
  const bool known = state_of(descriptor_, state);
  const int error = errno;
  if (known && state.regular) {
    bytes_ = state.bytes;
    modified_ = static_cast<std::int64_t>(state.modified);
    return;
  }
  close(descriptor_);
  if (!known) throw unreadable(path, error);
  throw JobError("FILE_CHANGED",
                 "Expected a regular file for " + path + " as when it was opened but received another kind");
}

RegularFile::~RegularFile() { close(descriptor_); }

void RegularFile::expect(std::int64_t bytes, std::int64_t modified) const {
  if (bytes == bytes_ && modified == modified_) return;
  throw JobError("FILE_CHANGED", "Expected " + describe(bytes, modified) + " for " + path_ +
                                     " as when it was opened but received " + describe(bytes_, modified_));
}

void RegularFile::read(char* to, std::int64_t at, std::int64_t bytes) const {
  for (std::int64_t done = 0; done < bytes;) {
    const auto got = pread(descriptor_, to + done, static_cast<std::size_t>(bytes - done), at + done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw unreadable(path_, errno);
    if (got == 0)
      throw JobError("FILE_TRUNCATED", "Expected " + std::to_string(bytes) + " bytes at byte " + std::to_string(at) +
                                           " for " + path_ + " but received " + std::to_string(done));
    done += got;
  }
}

void RegularFile::will_read_forward() const {
#if defined(POSIX_FADV_SEQUENTIAL)
  posix_fadvise(descriptor_, 0, 0, POSIX_FADV_SEQUENTIAL);
#endif
}

void RegularFile::drop([[maybe_unused]] std::int64_t from, [[maybe_unused]] std::int64_t until) const {
#if defined(POSIX_FADV_DONTNEED)
  if (until > from) posix_fadvise(descriptor_, from, until - from, POSIX_FADV_DONTNEED);
#endif
}

}  // namespace likeness

#endif
