#include "corpus/readers/byte_source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>

namespace labtrail::corpus {
namespace {

constexpr std::string_view kGzip = "\x1F\x8B";
constexpr std::string_view kZstd = "\x28\xB5\x2F\xFD";

}  // namespace

/// Turns input bytes into output bytes; knows one format.
struct ByteSource::Decoder {
  enum class Step { more, done, damaged };
  virtual ~Decoder() = default;
  /// Consumes from the front of `in`, appends to `out` up to `room` bytes. `done`: a member or frame is
  /// complete.
  virtual Step decode(std::string_view& in, std::string& out, std::size_t room) = 0;
  virtual bool starts(std::string_view in) = 0;
  [[nodiscard]] virtual std::string_view name() const = 0;
  /// The last `damaged` means that a checksum over all of it does not match.
  [[nodiscard]] virtual bool checksum_failed() const = 0;
  bool inside = true;  ///< within a member or frame
};

struct ByteSource::Gzip final : Decoder {
  Gzip() { ready = inflateInit2(&stream, 15 + 16) == Z_OK; }
  ~Gzip() override {
    if (ready) inflateEnd(&stream);
  }
  Step decode(std::string_view& in, std::string& out, std::size_t room) override {
    if (!ready) return Step::damaged;
    const std::size_t before = out.size();
    out.resize(before + room);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + before);
    stream.avail_out = static_cast<uInt>(room);
    const int result = inflate(&stream, Z_NO_FLUSH);
    out.resize(out.size() - stream.avail_out);
    in.remove_prefix(in.size() - stream.avail_in);
    if (result == Z_STREAM_END) {
      inflateReset(&stream);
      return Step::done;
    }
    return result == Z_OK || result == Z_BUF_ERROR ? Step::more : Step::damaged;
  }
  bool starts(std::string_view in) override { return in.substr(0, kGzip.size()) == kGzip; }
  [[nodiscard]] std::string_view name() const override { return "gzip"; }
  [[nodiscard]] bool checksum_failed() const override {
    return stream.msg != nullptr && std::string_view(stream.msg).find("check") != std::string_view::npos;
  }

  z_stream stream{};
  bool ready = false;
};

struct ByteSource::Zstd final : Decoder {
  Zstd() : stream(ZSTD_createDStream()) {}
  ~Zstd() override { ZSTD_freeDStream(stream); }
  Step decode(std::string_view& in, std::string& out, std::size_t room) override {
    if (stream == nullptr) return Step::damaged;
    const std::size_t before = out.size();
    out.resize(before + room);
    ZSTD_inBuffer from{in.data(), in.size(), 0};
    ZSTD_outBuffer to{out.data() + before, room, 0};
    const std::size_t result = ZSTD_decompressStream(stream, &to, &from);
    out.resize(before + to.pos);
    in.remove_prefix(from.pos);
    if (ZSTD_isError(result) != 0) {
      wrong_checksum = ZSTD_getErrorCode(result) == ZSTD_error_checksum_wrong;
      return Step::damaged;
    }
    return result == 0 ? Step::done : Step::more;
  }
  bool starts(std::string_view in) override { return in.substr(0, kZstd.size()) == kZstd; }
  [[nodiscard]] std::string_view name() const override { return "zstd"; }
  [[nodiscard]] bool checksum_failed() const override { return wrong_checksum; }

  ZSTD_DStream* stream;
  bool wrong_checksum = false;
};

ByteSource::ByteSource(const std::filesystem::path& path) {
  if (path == "-") {
    fd_ = STDIN_FILENO;
  } else {
    fd_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    owned_ = fd_ >= 0;
    struct stat info {};
    if (fd_ < 0) {
      fault_ = fmt::format("cannot be opened: {}", std::strerror(errno));
    } else if (::fstat(fd_, &info) == 0 && S_ISDIR(info.st_mode)) {
      fault_ = "is a folder, not a file";
    }
  }
  if (!fault_.empty()) return;
  while (input_.size() < kZstd.size() && refill()) {
  }
  if (input_.compare(0, kGzip.size(), kGzip) == 0) decoder_ = std::make_unique<Gzip>();
  if (input_.compare(0, kZstd.size(), kZstd) == 0) decoder_ = std::make_unique<Zstd>();
}

ByteSource::~ByteSource() {
  if (owned_) ::close(fd_);
}

/// Reads more bytes of the file behind those not yet decoded; false when there are none.
bool ByteSource::refill() {
  if (at_end_ || !fault_.empty()) return false;
  input_.erase(0, offset_);
  offset_ = 0;
  const std::size_t before = input_.size();
  input_.resize(before + kChunk);
  ssize_t got = 0;
  do {
    got = ::read(fd_, input_.data() + before, kChunk);
  } while (got < 0 && errno == EINTR);
  if (got < 0) fault_ = fmt::format("cannot be read: {}", std::strerror(errno));
  input_.resize(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  at_end_ = got <= 0;
  return got > 0;
}

bool ByteSource::read_plain(std::string& out) {
  if (offset_ == input_.size() && !refill()) return false;
  out.append(input_, offset_, std::string::npos);
  consumed_ += input_.size() - offset_;
  offset_ = input_.size();
  return true;
}

bool ByteSource::read(std::string& out) {
  if (!fault_.empty()) return false;
  if (decoder_ == nullptr) return read_plain(out);
  const std::size_t before = out.size();
  while (out.size() == before) {
    if (offset_ == input_.size() && !refill()) {
      if (decoder_->inside && fault_.empty()) {
        fault_ = fmt::format("the {} data is cut off here", decoder_->name());
      }
      return false;
    }
    if (!decoder_->inside) {
      // Between members: more of the same, or padding with zeros, or something that does not belong here.
      while (input_.size() - offset_ < kZstd.size() && refill()) {
      }
      const std::string_view rest = std::string_view(input_).substr(offset_);
      if (decoder_->starts(rest)) {
        decoder_->inside = true;
      } else {
        if (rest.find_first_not_of('\0') != std::string_view::npos) {
          fault_ = fmt::format("bytes that are no {} data follow the end", decoder_->name());
          return false;
        }
        consumed_ += rest.size();
        offset_ = input_.size();
        continue;
      }
    }
    std::string_view in = std::string_view(input_).substr(offset_);
    const std::size_t available = in.size();
    const Decoder::Step step = decoder_->decode(in, out, kChunk - (out.size() - before));
    consumed_ += available - in.size();
    offset_ += available - in.size();
    if (step == Decoder::Step::done) decoder_->inside = false;
    if (step == Decoder::Step::damaged) {
      // A checksum stands at the end, so it is known only now that something before was not right.
      fault_ = decoder_->checksum_failed()
                   ? fmt::format("the {} checksum does not match: records before this line may be wrong",
                                 decoder_->name())
                   : fmt::format("the {} data is damaged here", decoder_->name());
      return out.size() != before;
    }
  }
  return true;
}

}  // namespace labtrail::corpus
