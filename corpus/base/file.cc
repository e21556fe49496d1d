#include "corpus/base/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "corpus/base/error.h"

namespace labtrail::base {
namespace {

[[noreturn]] void throw_io(std::string_view what, const std::filesystem::path& path) {
  const int reason = errno;
  throw Failure(
      ErrorCode::io, fmt::format("cannot {} {}: {}", what, path.string(), std::strerror(reason)),
      reason == ENOSPC ? "free some space on that disk and run again; nothing published is lost" : "");
}

class Descriptor {
 public:
  Descriptor(const std::filesystem::path& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC)) {
    if (fd_ < 0) throw_io("open", path);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { ::close(fd_); }
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

}  // namespace

MappedFile::MappedFile(const std::filesystem::path& path) {
  const Descriptor file(path, O_RDONLY);
  struct stat info {};
  if (::fstat(file.get(), &info) != 0) throw_io("inspect", path);
  size_ = static_cast<std::size_t>(info.st_size);
  if (size_ == 0) return;
  void* map = ::mmap(nullptr, size_, PROT_READ, MAP_SHARED, file.get(), 0);
  if (map == MAP_FAILED) throw_io("map", path);
  data_ = static_cast<const char*>(map);
}
MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}
MappedFile::~MappedFile() {
  if (data_ != nullptr) ::munmap(const_cast<char*>(data_), size_);
}

OutputFile::OutputFile(const std::filesystem::path& path)
    : file_(std::fopen(path.c_str(), "wbe")), path_(path) {
  if (file_ == nullptr) throw_io("create", path_);
  std::setvbuf(file_, nullptr, _IOFBF, std::size_t{1} << 18);
}
OutputFile::OutputFile(OutputFile&& other) noexcept
    : file_(std::exchange(other.file_, nullptr)), path_(std::move(other.path_)), size_(other.size_) {}
OutputFile::~OutputFile() {
  if (file_ != nullptr) std::fclose(file_);
}
void OutputFile::write(std::string_view bytes) {
  if (bytes.empty()) return;  // may have no address
  if (std::fwrite(bytes.data(), 1, bytes.size(), file_) != bytes.size()) throw_io("write", path_);
  size_ += bytes.size();
}
void OutputFile::close() {
  if (std::fflush(file_) != 0) throw_io("write", path_);
  if (::fsync(::fileno(file_)) != 0) throw_io("sync", path_);
  if (std::fclose(std::exchange(file_, nullptr)) != 0) throw_io("close", path_);
}

std::string read_file(const std::filesystem::path& path) {
  return std::string(MappedFile(path).bytes());
}

void write_file_atomically(const std::filesystem::path& path, std::string_view bytes) {
  std::filesystem::path temporary = path;
  temporary += ".new";
  OutputFile out(temporary);
  out.write(bytes);
  out.close();
  if (::rename(temporary.c_str(), path.c_str()) != 0) throw_io("rename over", path);
  sync_folder(path.parent_path());
}

void sync_folder(const std::filesystem::path& folder) {
  const Descriptor file(folder.empty() ? std::filesystem::path(".") : folder, O_RDONLY | O_DIRECTORY);
  if (::fsync(file.get()) != 0) throw_io("sync", folder);
}

void sync_file(const std::filesystem::path& path) {
  const Descriptor file(path, O_RDONLY);
  if (::fsync(file.get()) != 0) throw_io("sync", path);
}

}  // namespace labtrail::base
