// The shipped registry and a user's folder on top of it.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "corpus/base/file.h"
#include "corpus/registry/list_csv.h"
#include "corpus/registry/registry.h"
#include "corpus/registry/registry_version.h"

namespace labtrail::corpus {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;

/// Files of `folder` with that ending, at any depth, in order of name; hidden ones (an editor's) are passed
/// over.
std::vector<fs::path> files_below(const fs::path& folder, std::string_view ending) {
  std::vector<fs::path> out;
  if (!fs::is_directory(folder)) return out;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    const fs::path& path = entry.path();
    if (path.filename().string().front() == '.' || path.extension() != ending) continue;
    if (entry.is_regular_file()) out.push_back(path);
  }
  std::sort(out.begin(), out.end(),
            [](const fs::path& a, const fs::path& b) { return a.generic_string() < b.generic_string(); });
  return out;
}

std::vector<RegistryFile> read_files(const std::vector<fs::path>& paths) {
  std::vector<RegistryFile> out;
  for (const fs::path& path : paths) out.push_back({path.string(), base::read_file(path)});
  return out;
}

/// A file lists/x.csv holds entries of the list whose id is x.
base::Result<Registry> add_lists(Registry registry, const std::vector<RegistryFile>& files) {
  for (const RegistryFile& file : files) {
    const std::string id = fs::path(file.name).stem().string();
    const auto list = std::find_if(registry.lists.begin(), registry.lists.end(),
                                   [&](const PublicList& known) { return known.id == id; });
    if (list == registry.lists.end()) {
      return base::fail(ErrorCode::bad_record, fmt::format("{}:1: there is no list '{}'", file.name, id),
                        "a [[list]] with that id in a .toml file says what the list is");
    }
    auto filled = add_list_csv(file.text, file.name, *list, registry);
    if (!filled) return tl::unexpected(std::move(filled.error()));
    *list = std::move(*filled);
  }
  return registry;
}

}  // namespace

base::Result<Registry> load_registry(const fs::path& folder) {
  std::vector<RegistryFile> files = shipped_registry_files();
  if (folder.empty()) return parse_registry(files);
  try {
    if (!fs::is_directory(folder)) {
      return base::fail(ErrorCode::io, fmt::format("the registry folder {} is not there", folder.string()));
    }
    for (RegistryFile& file : read_files(files_below(folder, ".toml"))) files.push_back(std::move(file));
    std::vector<RegistryFile> lists = read_files(files_below(folder / "lists", ".csv"));
    auto registry = parse_registry(files);
    if (!registry) return registry;
    registry = add_lists(std::move(*registry), lists);
    if (!registry || lists.empty()) return registry;
    for (RegistryFile& list : lists) files.push_back(std::move(list));
    registry->version = registry_version(files);
    return registry;
  } catch (const base::Failure& failure) {
    return tl::unexpected(failure.error());
  } catch (const fs::filesystem_error& error) {
    return base::fail(ErrorCode::io, fmt::format("{}: {}", error.path1().string(), error.code().message()));
  }
}

}  // namespace labtrail::corpus
