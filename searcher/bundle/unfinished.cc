#include "searcher/bundle/unfinished.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "corpus/base/error.h"
#include "corpus/base/file.h"

namespace labtrail::bundle {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void throw_io(std::string_view what, const fs::path& path) {
  throw base::Failure(base::ErrorCode::io,
                      fmt::format("cannot {} {}: {}", what, path.string(), std::strerror(errno)));
}

/// A hidden name in the same folder.
fs::path beside(const fs::path& target) {
  return target.parent_path() / ("." + target.filename().string());
}

}  // namespace

Unfinished::Unfinished(const fs::path& target) : target_(target) {
  const fs::path folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
  fd_ = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0666);
  if (fd_ >= 0) {
    path_ = fmt::format("/proc/self/fd/{}", fd_);
    if (::access(path_.c_str(), W_OK) == 0) return;
    ::close(fd_);
    fd_ = -1;
  }
  std::string name = beside(target).string() + ".XXXXXX";
  const int fd = ::mkstemp(name.data());
  if (fd < 0) throw_io("create", target);
  const mode_t mask = ::umask(0);
  ::umask(mask);
  (void)::fchmod(fd, 0666 & ~mask);
  ::close(fd);
  path_ = name;
}

Unfinished::~Unfinished() {
  if (fd_ >= 0) {
    ::close(fd_);
  } else if (!path_.empty()) {
    ::unlink(path_.c_str());
  }
}

bool Unfinished::link_as(const fs::path& name) const {
  if (::linkat(AT_FDCWD, path_.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0) return true;
  if (errno != EEXIST) throw_io("give its name to", name);
  return false;
}

bool Unfinished::publish(bool replace) {
  if (fd_ >= 0) {
    if (!link_as(target_)) {
      if (!replace) return false;
      fs::path other = beside(target_);
      for (int i = 0; !link_as(other); ++i) other = fmt::format("{}.{}", beside(target_).string(), i);
      if (::rename(other.c_str(), target_.c_str()) != 0) {
        ::unlink(other.c_str());
        throw_io("replace", target_);
      }
    }
  } else {
    int failed = replace ? ::rename(path_.c_str(), target_.c_str())
                         : ::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, target_.c_str(), RENAME_NOREPLACE);
    if (failed != 0 && !replace && errno == EINVAL) {
      // A file system that does not know the flag: a moment lies between looking and renaming.
      if (fs::exists(fs::symlink_status(target_))) return false;
      failed = ::rename(path_.c_str(), target_.c_str());
    }
    if (failed != 0 && errno == EEXIST && !replace) return false;
    if (failed != 0) throw_io("give its name to", target_);
    path_.clear();
  }
  base::sync_folder(target_.parent_path());
  return true;
}

}  // namespace labtrail::bundle
