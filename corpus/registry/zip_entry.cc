#include "corpus/registry/zip_entry.h"

#include <fmt/format.h>
#include <zip.h>

#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include "corpus/base/text.h"
#include "corpus/readers/byte_source.h"

namespace labtrail::corpus {
namespace {

struct Entry {
  zip_uint64_t index;
  std::string_view name;
};

bool is_json(std::string_view name) {
  // Archives packed on a Mac carry a shadow of every file in __MACOSX/.
  return name.substr(0, 9) != "__MACOSX/" && base::ascii_lower(name).ends_with(".json");
}

std::string in_words(int code) {
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  std::string text = zip_error_strerror(&error);
  zip_error_fini(&error);
  return text;
}

}  // namespace

struct ZipEntry::Handles {
  zip_t* archive = nullptr;
  zip_file_t* file = nullptr;

  Handles() = default;
  Handles(const Handles&) = delete;
  Handles& operator=(const Handles&) = delete;
  ~Handles() {
    if (file != nullptr) zip_fclose(file);
    if (archive != nullptr) zip_discard(archive);
  }
};

ZipEntry::ZipEntry(std::unique_ptr<Handles> handles) : handles_(std::move(handles)) {}
ZipEntry::ZipEntry(ZipEntry&&) noexcept = default;
ZipEntry& ZipEntry::operator=(ZipEntry&&) noexcept = default;
ZipEntry::~ZipEntry() = default;

bool starts_zip(std::string_view bytes) {
  // A local file header, or the end of an archive without entries.
  return bytes.substr(0, 4) == "PK\x03\x04" || bytes.substr(0, 4) == "PK\x05\x06";
}

base::Result<ZipEntry> ZipEntry::open_json(const std::filesystem::path& archive, std::string_view preferred) {
  using base::ErrorCode;
  const std::string path = archive.string();
  auto handles = std::make_unique<Handles>();
  int code = 0;
  handles->archive = zip_open(path.c_str(), ZIP_RDONLY, &code);
  if (handles->archive == nullptr) {
    const bool refused = code == ZIP_ER_NOENT || code == ZIP_ER_OPEN || code == ZIP_ER_READ;
    return base::fail(refused ? ErrorCode::io : ErrorCode::bad_record,
                      fmt::format("{}: the zip archive cannot be read: {}", path, in_words(code)));
  }

  std::vector<Entry> all;
  std::vector<Entry> wanted;
  const zip_int64_t count = zip_get_num_entries(handles->archive, 0);
  for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(count); ++i) {
    const char* name = zip_get_name(handles->archive, i, 0);
    if (name == nullptr || !is_json(name)) continue;
    all.push_back({i, name});
    if (std::string_view(name).find(preferred) != std::string_view::npos) wanted.push_back(all.back());
  }
  if (wanted.empty()) wanted = all;
  if (wanted.empty()) {
    return base::fail(ErrorCode::bad_record, fmt::format("{}: the zip archive holds no .json file", path));
  }
  if (wanted.size() > 1) {
    return base::fail(
        ErrorCode::bad_record,
        fmt::format("{}: the zip archive holds {} .json files that could be meant: '{}', '{}'{}", path,
                    wanted.size(), wanted[0].name, wanted[1].name, wanted.size() > 2 ? ", ..." : ""),
        "unpack it and give the file itself");
  }

  handles->file = zip_fopen_index(handles->archive, wanted.front().index, 0);
  if (handles->file == nullptr) {
    return base::fail(ErrorCode::bad_record,
                      fmt::format("{}: '{}' cannot be read: {}", path, wanted.front().name,
                                  zip_strerror(handles->archive)));
  }
  return ZipEntry(std::move(handles));
}

bool ZipEntry::read(std::string& out) {
  if (!fault_.empty()) return false;
  const std::size_t before = out.size();
  out.resize(before + ByteSource::kChunk);
  const zip_int64_t got = zip_fread(handles_->file, out.data() + before, ByteSource::kChunk);
  out.resize(before + static_cast<std::size_t>(got > 0 ? got : 0));
  if (got < 0) {
    // zip_fread sets the error of the file, a checksum that does not match included.
    fault_ = fmt::format("the zip data is damaged here: {}", zip_file_strerror(handles_->file));
  }
  return got > 0;
}

}  // namespace labtrail::corpus
