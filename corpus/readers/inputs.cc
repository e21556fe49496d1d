// Which files an ingest reads, in which order. OpenAlex snapshots say so in a manifest: since 2026 one
// manifest.json for all kinds of entities beside works/, before that a file "manifest" inside works/. Both
// hold objects with a `url` and, in `meta`, the size; where they nest differs, so they are looked for
// wherever they are.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <system_error>

#include "corpus/base/file.h"
#include "corpus/base/text.h"
#include "corpus/json_tree.h"
#include "corpus/reader.h"

namespace labtrail::corpus {
namespace {

namespace fs = std::filesystem;
using Kind = JsonValue::Kind;

struct Listed {
  std::string url;
  std::optional<std::int64_t> bytes;
};

void collect(const JsonValue& value, std::vector<Listed>& out) {
  if (value.is(Kind::object) && value["url"].is(Kind::string)) {
    auto bytes = value["meta"]["content_length"].integer();
    if (!bytes) bytes = value["content_length"].integer();
    out.push_back({std::string(value["url"].string()), bytes});
    return;
  }
  for (const JsonValue item : value) collect(item, out);
}

/// Path of a listed file below the folder of works: what follows "/works/" in its url. Nothing for other
/// entities and for other encodings of the same data.
std::optional<fs::path> below_works(std::string_view url) {
  constexpr std::string_view kWorks = "/works/";
  const std::size_t at = url.rfind(kWorks);
  if (at == std::string_view::npos || url.size() < 3 || url.substr(url.size() - 3) != ".gz")
    return std::nullopt;
  fs::path path(url.substr(at + kWorks.size()));
  for (const fs::path& part : path) {
    if (part == "..") return std::nullopt;
  }
  return path.is_absolute() ? std::nullopt : std::optional(path);
}

bool is_file(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}
bool is_folder(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}
std::uint64_t size_of(const fs::path& path) {
  std::error_code error;
  const auto size = fs::file_size(path, error);
  return error ? 0 : size;
}

class Listing {
 public:
  explicit Listing(Format format) : format_(format) {}

  base::Result<std::vector<Input>> run(const std::vector<fs::path>& paths) {
    for (const fs::path& path : paths) {
      if (path == "-") {
        inputs_.push_back({path, format_, 0, false});
      } else if (is_folder(path)) {
        const std::size_t before = inputs_.size();
        add_folder(path);
        if (!error_ && inputs_.size() == before) {
          fail(base::ErrorCode::not_found, fmt::format("no file to read in {}", path.string()));
        }
      } else if (std::error_code ignored; !fs::exists(path, ignored)) {
        fail(base::ErrorCode::not_found, fmt::format("no file or folder {}", path.string()));
      } else if (is_manifest_name(path) && read_manifest(path)) {
        add_snapshot(path);
      } else {
        add_file(path, false);
      }
      if (error_) return tl::unexpected<base::Error>(*error_);
    }
    inputs_.insert(inputs_.end(), deletions_.begin(), deletions_.end());
    return std::move(inputs_);
  }

 private:
  void fail(base::ErrorCode code, std::string message, std::string hint = {}) {
    if (!error_) error_ = base::Error{code, std::move(message), std::move(hint), 0, 0};
  }

  static bool is_manifest_name(const fs::path& path) {
    return path.filename() == "manifest.json" || path.filename() == "manifest";
  }

  void add_file(const fs::path& path, bool found_in_folder) {
    const std::string name = path.filename().string();
    const bool deletions = name == "deleted_ids.csv" || name == "deleted_ids.csv.gz";
    (deletions ? deletions_ : inputs_).push_back({path, format_, size_of(path), found_in_folder});
  }

  void add_folder(const fs::path& given) {
    const fs::path folder =
        given.filename().empty() ? given.parent_path() : given;  // without a slash at its end
    std::vector<fs::path> manifests{folder / "manifest.json", folder / "manifest",
                                    folder / "works" / "manifest"};
    // The folder of works is read by the manifest above it, which covers all kinds of entities.
    if (folder.filename() == "works") manifests.push_back(folder.parent_path() / "manifest.json");
    for (const fs::path& manifest : manifests) {
      if (is_file(manifest) && read_manifest(manifest)) return add_snapshot(manifest);
    }
    std::vector<fs::path> entries;
    std::error_code error;
    for (fs::directory_iterator i(folder, error), end; !error && i != end; i.increment(error)) {
      entries.push_back(i->path());
    }
    if (error)
      return fail(base::ErrorCode::io, fmt::format("cannot list {}: {}", folder.string(), error.message()));
    std::sort(entries.begin(), entries.end(),
              [](const fs::path& a, const fs::path& b) { return a.native() < b.native(); });
    for (const fs::path& entry : entries) {
      if (entry.filename().native().front() == '.') continue;
      if (is_folder(entry) && !fs::is_symlink(entry)) {
        add_folder(entry);
      } else if (is_file(entry)) {
        add_file(entry, true);
      }
      if (error_) return;
    }
  }

  /// Reads the list of works into `listed_`; false if this is no manifest of an OpenAlex snapshot.
  bool read_manifest(const fs::path& path) {
    listed_.clear();
    if (size_of(path) > kMaxManifestBytes) return false;
    std::string text;
    try {
      text = base::read_file(path);
    } catch (const base::Failure&) {
      return false;
    }
    JsonTree tree;
    const auto value = tree.parse(text);
    if (!value) return false;
    std::vector<Listed> all;
    collect(*value, all);
    for (Listed& listed : all) {
      if (below_works(listed.url)) listed_.push_back(std::move(listed));
    }
    return !listed_.empty();
  }

  void add_snapshot(const fs::path& manifest) {
    const fs::path folder = manifest.parent_path();
    const fs::path works = is_folder(folder / "works") ? folder / "works" : folder;
    std::vector<Input> inputs;
    for (const Listed& listed : listed_) {
      const fs::path path = works / *below_works(listed.url);
      if (!is_file(path)) {
        return fail(base::ErrorCode::not_found,
                    fmt::format("{} lists {}, which is missing", manifest.string(), path.string()),
                    "complete the download, or name the files to read");
      }
      const std::uint64_t bytes = size_of(path);
      if (listed.bytes && static_cast<std::uint64_t>(*listed.bytes) != bytes) {
        return fail(base::ErrorCode::corrupt,
                    fmt::format("{} has {} bytes, {} says {}", path.string(), bytes, manifest.string(),
                                *listed.bytes),
                    "download the file again");
      }
      inputs.push_back({path, format_, bytes, false});
    }
    std::sort(inputs.begin(), inputs.end(),
              [](const Input& a, const Input& b) { return a.path.native() < b.path.native(); });
    inputs_.insert(inputs_.end(), inputs.begin(), inputs.end());
    for (const char* name : {"deleted_ids.csv.gz", "deleted_ids.csv"}) {
      if (is_file(works / name)) {
        add_file(works / name, false);
        break;
      }
    }
    // Before 2026: works that were merged into others, one list a day.
    const fs::path merged = works.parent_path() / "merged_ids" / "works";
    std::vector<Input> lists;
    std::error_code error;
    for (fs::directory_iterator i(merged, error), end; !error && i != end; i.increment(error)) {
      if (is_file(i->path()) && i->path().filename() != "manifest") {
        lists.push_back({i->path(), format_, size_of(i->path()), false});
      }
    }
    std::sort(lists.begin(), lists.end(),
              [](const Input& a, const Input& b) { return a.path.native() < b.path.native(); });
    deletions_.insert(deletions_.end(), lists.begin(), lists.end());
  }

  static constexpr std::uint64_t kMaxManifestBytes = std::uint64_t{256} << 20;

  Format format_;
  std::vector<Input> inputs_;
  std::vector<Input> deletions_;
  std::vector<Listed> listed_;
  std::optional<base::Error> error_;
};

}  // namespace

base::Result<std::vector<Input>> list_inputs(const std::vector<std::filesystem::path>& paths, Format format) {
  return Listing(format).run(paths);
}

}  // namespace labtrail::corpus
