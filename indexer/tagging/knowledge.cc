#include "indexer/tagging/knowledge.h"

#include <fmt/format.h>

#include <chrono>
#include <fstream>

#include "corpus/base/file.h"
#include "corpus/base/hash.h"
#include "corpus/registry/ror.h"

namespace labtrail::tagging {
namespace {

namespace fs = std::filesystem;

/// Raised whenever the resolver, the words or the topics may answer differently with the same data.
constexpr unsigned kResolverVersion = 4;

fs::path dump_of(const fs::path& registry) {
  return registry / "ror.dump";
}

std::string hash_of_file(const fs::path& path) {
  const base::MappedFile file(path);
  return base::hex(base::hash128(file.bytes())).substr(0, 16);
}

base::Result<std::vector<corpus::RorOrganisation>> read_dump(const fs::path& path) {
  std::vector<corpus::RorOrganisation> out;
  const auto read =
      corpus::read_ror(path, [&](corpus::RorOrganisation&& one) { out.push_back(std::move(one)); });
  if (!read) return tl::unexpected(read.error());
  return out;
}

base::Result<std::shared_ptr<const affiliation::Vocabulary>> vocabulary_for(const corpus::Registry& registry,
                                                                            const fs::path& folder,
                                                                            const std::string& made_from,
                                                                            bool keep) {
  const fs::path file = folder / "vocabulary";
  const fs::path of = folder / "vocabulary.of";
  if (keep && fs::exists(file) && fs::exists(of) && base::read_file(of) == made_from) {
    try {
      return affiliation::Vocabulary::open(file);
    } catch (const base::Failure&) {
      // Damaged or of another version: it is made again below.
    }
  }
  auto dump = read_dump(dump_of(folder));
  if (!dump) return tl::unexpected(dump.error());
  auto made = affiliation::Vocabulary::compile(registry, *dump);
  if (keep) {
    try {
      fs::remove(of);
      made->write(file);
      base::write_file_atomically(of, made_from);
    } catch (const std::exception&) {
      // A folder that cannot be written to costs the compilation each time, nothing else.
    }
  }
  return made;
}

}  // namespace

base::Result<std::shared_ptr<const Knowledge>> load_knowledge(const KnowledgeSource& source) {
  auto registry = corpus::load_registry(source.registry);
  if (!registry) return tl::unexpected(registry.error());
  auto decisions = read_decisions(source.data);
  if (!decisions) return tl::unexpected(decisions.error());
  std::vector<Decision> all = std::move(*decisions);
  all.insert(all.end(), source.further.begin(), source.further.end());
  auto knowledge = std::make_shared<Knowledge>();
  knowledge->decisions = in_force(all);

  std::string decided;
  std::string aliases;
  for (const Decision& decision : knowledge->decisions) {
    decided += to_json(decision) + "\n";
    if (decision.action == Action::alias) aliases += to_json(decision) + "\n";
  }
  if (auto applied = apply_aliases(knowledge->decisions, *registry); !applied)
    return tl::unexpected(applied.error());

  std::string made_from = fmt::format("resolver {} registry {}", kResolverVersion, registry->version);
  if (!aliases.empty()) made_from += " aliases " + base::hex(base::hash128(aliases)).substr(0, 16);
  const bool has_dump = !source.registry.empty() && fs::exists(dump_of(source.registry));
  if (has_dump) {
    made_from += " ror " + hash_of_file(dump_of(source.registry));
    auto made = vocabulary_for(*registry, source.registry, made_from, source.further.empty());
    if (!made) return tl::unexpected(made.error());
    knowledge->vocabulary = std::move(*made);
  } else {
    knowledge->vocabulary = affiliation::Vocabulary::compile(*registry, {});
  }
  knowledge->version = made_from;
  if (!decided.empty()) knowledge->version += " decisions " + base::hex(base::hash128(decided)).substr(0, 16);
  knowledge->registry = std::make_shared<const corpus::Registry>(std::move(*registry));
  return knowledge;
}

base::Result<RorImport> import_ror(const fs::path& dump, const fs::path& registry) {
  const auto begun = std::chrono::steady_clock::now();
  RorImport result;
  const auto read = corpus::read_ror(dump, [&](corpus::RorOrganisation&& one) {
    ++result.organisations;
    result.active += one.status == "active" ? 1 : 0;
    result.names += one.names.size();
  });
  if (!read) return tl::unexpected(read.error());
  if (result.organisations == 0)
    return base::fail(base::ErrorCode::bad_record, fmt::format("{} holds no organisation", dump.string()));
  fs::create_directories(registry);
  const fs::path fresh = registry / "ror.dump.new";
  fs::copy_file(dump, fresh, fs::copy_options::overwrite_existing);
  base::sync_file(fresh);
  fs::rename(fresh, dump_of(registry));
  base::sync_folder(registry);
  auto knowledge = load_knowledge({registry, {}, {}});
  if (!knowledge) return tl::unexpected(knowledge.error());
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  return result;
}

}  // namespace labtrail::tagging
