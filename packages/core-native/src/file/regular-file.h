#pragma once
// A regular file, open for reading. Everything that fails throws a JobError that names the path.

#include <cstdint>
#include <string>

namespace likeness {

class RegularFile {
 public:
  /** Opens the path without waiting for a writer, as a pipe would. FILE_NOT_FOUND, FILE_UNREADABLE, FILE_CHANGED. */
  explicit RegularFile(const std::string& path);
  ~RegularFile();
  RegularFile(const RegularFile&) = delete;
  RegularFile& operator=(const RegularFile&) = delete;

  /** FILE_CHANGED unless size and time of change (ns since 1970, modulo 2^64) are these. */
  void expect(std::int64_t bytes, std::int64_t modified) const;

  /** Reads exactly `bytes` from byte `at` on. FILE_TRUNCATED where the file ends before, FILE_UNREADABLE. */
  void read(char* to, std::int64_t at, std::int64_t bytes) const;

  /** Hints that change no result: reading goes forward; bytes [from, until) will not be wanted again soon. */
  void will_read_forward() const;
  void drop(std::int64_t from, std::int64_t until) const;

 private:
  std::string path_;
  int descriptor_;
  std::int64_t bytes_, modified_;
};

}  // namespace likeness
