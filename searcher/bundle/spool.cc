#include "searcher/bundle/spool.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "corpus/base/error.h"
#include "searcher/bundle/container.h"

namespace labtrail::bundle {
namespace {

[[noreturn]] void throw_io(std::string_view what) {
  const int reason = errno;
  throw base::Failure(base::ErrorCode::io, fmt::format("cannot {}: {}", what, std::strerror(reason)),
                      reason == ENOSPC ? "free some space on that disk; nothing was written" : "");
}

}  // namespace

Spool::Spool(const std::filesystem::path& folder) {
  std::string name = (folder / ".labtrail-part-XXXXXX").string();
  const int fd = ::mkstemp(name.data());
  if (fd < 0) throw_io(fmt::format("make a file in {}", folder.empty() ? "." : folder.string()));
  ::unlink(name.c_str());
  file_ = ::fdopen(fd, "w+b");
  if (file_ == nullptr) {
    ::close(fd);
    throw_io("open a part of the bundle");
  }
}

Spool::~Spool() {
  if (file_ != nullptr) std::fclose(file_);
}

void Spool::add(std::string_view bytes) {
  if (bytes.empty()) return;
  if (std::fwrite(bytes.data(), 1, bytes.size(), file_) != bytes.size())
    throw_io("write a part of the bundle");
  size_ += bytes.size();
  crc_ = crc32(crc_, bytes);
  sha256_.add(bytes);
}

void Spool::add(Spool& other) {
  other.each([&](std::string_view bytes) { add(bytes); });
}

void Spool::each(const std::function<void(std::string_view)>& sink) {
  if (std::fseek(file_, 0, SEEK_SET) != 0) throw_io("read a part of the bundle");
  std::vector<char> buffer(std::size_t{1} << 16);
  std::uint64_t given = 0;
  for (std::size_t got; (got = std::fread(buffer.data(), 1, buffer.size(), file_)) > 0; given += got)
    sink({buffer.data(), got});
  if (given != size_) throw_io("read a part of the bundle");
}

}  // namespace labtrail::bundle
