// The dump is one JSON array of a hundred thousand objects, up to hundreds of megabytes. It is cut into
// objects where brackets balance, and each is parsed on its own, so that memory stays that of one record.
// Unlike a file of papers, a vocabulary of which a part is missing is not worth having: the first fault ends
// the reading (readers/record_stream.h goes on behind damage, which is not wanted here).
#include "corpus/registry/ror.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "corpus/base/text.h"
#include "corpus/json_tree.h"
#include "corpus/reader.h"
#include "corpus/readers/byte_source.h"
#include "corpus/readers/formats.h"
#include "corpus/registry/zip_entry.h"

namespace labtrail::corpus {
namespace {

using base::ErrorCode;
using Kind = JsonValue::Kind;

/// Plain, gzip, zstd or zip: bytes of JSON, whatever holds them.
class Bytes {
 public:
  static base::Result<Bytes> open(const std::filesystem::path& file) {
    Bytes bytes;
    bytes.source_ = std::make_unique<ByteSource>(file);
    bytes.source_->read(bytes.probe_);
    if (!bytes.source_->fault().empty() && bytes.probe_.empty()) {
      return base::fail(bytes.source_->consumed() == 0 ? ErrorCode::io : ErrorCode::bad_record,
                        fmt::format("{}: {}", file.string(), bytes.source_->fault()));
    }
    if (starts_zip(bytes.probe_)) {
      auto entry = ZipEntry::open_json(file, "schema_v2");
      if (!entry) return tl::unexpected(std::move(entry.error()));
      bytes.entry_ = std::move(*entry);
      bytes.source_.reset();
      bytes.probe_.clear();
    }
    return bytes;
  }

  bool read(std::string& out) {
    if (!probe_.empty()) {
      out += std::exchange(probe_, {});
      return true;
    }
    return entry_ ? entry_->read(out) : source_->read(out);
  }
  [[nodiscard]] const std::string& fault() const { return entry_ ? entry_->fault() : source_->fault(); }

 private:
  std::unique_ptr<ByteSource> source_;
  std::optional<ZipEntry> entry_;
  std::string probe_;
};

/// Cuts one JSON array of objects into its objects.
class ObjectList {
 public:
  explicit ObjectList(Bytes& bytes) : bytes_(bytes) {}

  /// The next object's text, valid until the next call; nothing at the end of the array. At a fault nothing
  /// too, and `fault` says what is wrong and in which record.
  std::optional<std::string_view> next() {
    if (count_ == 0 && !begin()) return std::nullopt;
    ++count_;
    char c = peek();
    if (c == ']') return end();
    if (count_ > 1) {
      if (c != ',') return fail(c == '\0' ? kCutOff : "a comma or ']' is missing before this record");
      ++head_;
      c = peek();
    }
    if (c != '{') return fail(c == '\0' ? kCutOff : "not an object");
    return object();
  }
  [[nodiscard]] const std::string& fault() const { return fault_; }

 private:
  static constexpr std::string_view kCutOff = "the file ends in the middle of the list";

  std::nullopt_t fail(std::string_view reason) {
    if (!bytes_.fault().empty()) reason = bytes_.fault();
    fault_ = count_ == 0 ? std::string(reason) : fmt::format("record {}: {}", count_, reason);
    return std::nullopt;
  }

  /// The next byte that is no white space, or NUL at the end of the input.
  char peek() {
    while (true) {
      for (; head_ < buffer_.size(); ++head_) {
        const char c = buffer_[head_];
        if (c != ' ' && c != '\t' && c != '\r' && c != '\n') return c;
      }
      buffer_.clear();
      head_ = 0;
      if (!bytes_.read(buffer_)) return '\0';
    }
  }

  bool begin() {
    while (buffer_.size() < 3 && bytes_.read(buffer_)) {
    }
    if (buffer_.compare(0, 3, "\xEF\xBB\xBF") == 0) head_ = 3;
    const char c = peek();
    if (c == '[') {
      ++head_;
      return true;
    }
    fail(c == '\0' ? "the file is empty" : "not a ROR dump: it does not begin with '['");
    return false;
  }

  std::nullopt_t end() {
    ++head_;
    count_ = 0;
    if (peek() != '\0') return fail("text follows the end of the list");
    return bytes_.fault().empty() ? std::nullopt : fail({});
  }

  std::optional<std::string_view> object() {
    buffer_.erase(0, head_);
    head_ = 0;
    int depth = 0;
    bool in_string = false;
    for (std::size_t i = 0;; ++i) {
      while (i >= buffer_.size()) {  // beyond, too: an escape may end a chunk
        if (!bytes_.read(buffer_)) return fail("the file ends in the middle of this record");
      }
      if (i > kMaxRecordBytes) return fail(fmt::format("longer than {} MB", kMaxRecordBytes >> 20));
      const char c = buffer_[i];
      if (in_string) {
        if (c == '"') in_string = false;
        if (c == '\\') ++i;
      } else if (c == '"') {
        in_string = true;
      } else if (c == '{' || c == '[') {
        ++depth;
      } else if ((c == '}' || c == ']') && --depth == 0) {
        head_ = i + 1;
        return std::string_view(buffer_).substr(0, head_);
      }
    }
  }

  Bytes& bytes_;
  std::string buffer_;
  std::size_t head_ = 0;   ///< start of what has not been returned
  std::size_t count_ = 0;  ///< of the record being read; 0 before the first and behind the last
  std::string fault_;
};

/// "https://ror.org/05A28rw58" -> "05a28rw58"; empty if it is no ROR id.
std::string bare_ror(std::string_view url) {
  std::string id = base::ascii_lower(last_segment(url));
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  const bool valid = id.size() == 9 && id.front() == '0' && std::all_of(id.begin(), id.end(), fits);
  return valid ? id : std::string{};
}

void read_names(const JsonValue& names, RorOrganisation& out) {
  for (const JsonValue item : names) {
    RorName name;
    name.text = base::squeeze_space(item["value"].string());
    if (name.text.empty()) continue;
    name.language = item["lang"].string();
    for (const JsonValue type : item["types"]) {
      const std::string kind = base::ascii_lower(type.string());
      if (kind == "ror_display") name.display = true;
      if (kind == "label") name.label = true;
      if (kind == "alias") name.alias = true;
      if (kind == "acronym") name.acronym = true;
    }
    out.names.push_back(std::move(name));
  }
}

void read_locations(const JsonValue& locations, RorOrganisation& out) {
  bool first = true;
  for (const JsonValue location : locations) {
    const JsonValue details = location["geonames_details"];
    const std::string country = base::ascii_upper(details["country_code"].string());
    if (first) {
      out.country = country;
      out.region = details["country_subdivision_name"].string();
    }
    first = false;
    add_distinct(out.cities, details["name"].string());
    add_distinct(out.countries, country);
  }
}

void read_relations(const JsonValue& relations, RorOrganisation& out) {
  for (const JsonValue relation : relations) {
    const std::string type = base::ascii_lower(relation["type"].string());
    const std::string id = bare_ror(relation["id"].string());
    if (type == "parent") add_distinct(out.parents, id);
    if (type == "child") add_distinct(out.children, id);
    if (type == "successor") add_distinct(out.successors, id);
  }
}

/// Schema v1 had one `name` and everything else around it.
bool is_schema_1(const JsonValue& record) {
  return !record["names"].is(Kind::array) && record["name"].is(Kind::string);
}

base::Result<RorOrganisation> to_organisation(const JsonValue& record) {
  RorOrganisation out;
  out.id = bare_ror(record["id"].string());
  if (out.id.empty()) return base::fail(ErrorCode::bad_record, "no ROR id in 'id'");
  read_names(record["names"], out);
  if (out.names.empty()) return base::fail(ErrorCode::bad_record, "no name in 'names'");
  out.status = base::ascii_lower(record["status"].string());
  if (out.status.empty()) return base::fail(ErrorCode::bad_record, "no 'status'");
  for (const JsonValue type : record["types"]) add_distinct(out.types, base::ascii_lower(type.string()));
  read_locations(record["locations"], out);
  read_relations(record["relationships"], out);
  return out;
}

}  // namespace

base::Result<std::size_t> read_ror(const std::filesystem::path& file,
                                   const std::function<void(RorOrganisation&&)>& visit) {
  auto bytes = Bytes::open(file);
  if (!bytes) return tl::unexpected(std::move(bytes.error()));
  ObjectList list(*bytes);
  JsonTree tree;
  std::size_t count = 0;
  const auto fail = [&](ErrorCode code, std::string_view reason) {
    return base::fail(code, fmt::format("{}: {}", file.string(), reason));
  };
  const auto fail_record = [&](const base::Error& error) {
    return fail(error.code, fmt::format("record {}: {}", count + 1, error.message));
  };
  while (const auto text = list.next()) {
    const auto value = tree.parse(*text);
    if (!value) return fail_record(value.error());
    if (is_schema_1(*value)) {
      return fail(ErrorCode::unsupported,
                  "this is a dump of schema v1; take the file named ..._schema_v2.json");
    }
    auto organisation = to_organisation(*value);
    if (!organisation) return fail_record(organisation.error());
    visit(std::move(*organisation));
    ++count;
  }
  if (!list.fault().empty()) return fail(ErrorCode::bad_record, list.fault());
  return count;
}

}  // namespace labtrail::corpus
