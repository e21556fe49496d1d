// Everything that tags are made from: the registry (shipped, and a user's folder on top), the compiled
// vocabulary with the ROR dump of that folder, and the user's decisions. Loaded once, shared by all threads.
//
//   REGISTRY/*.toml, REGISTRY/lists/*.csv   a user's additions (corpus/registry/README.md)
//   REGISTRY/ror.dump                       the ROR dump as imported
//   REGISTRY/vocabulary, vocabulary.of      compiled from all that, and what it was compiled from; made anew
//   when
//                                           the registry, the dump or the program changed
//   DATA/decisions.jsonl                    decisions.h
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "corpus/base/error.h"
#include "corpus/registry/registry.h"
#include "indexer/affiliation/vocabulary.h"
#include "indexer/tagging/decisions.h"

namespace labtrail::tagging {

struct Knowledge {
  std::shared_ptr<const corpus::Registry> registry;
  std::shared_ptr<const affiliation::Vocabulary> vocabulary;
  std::vector<Decision> decisions;  ///< in force
  /// Names all of it, for the manifest of tags: equal versions give equal tags. Read by
  /// format::undecided.
  std::string version;
};

struct KnowledgeSource {
  std::filesystem::path registry;  ///< a user's folder, or empty
  std::filesystem::path data;      ///< or empty
  /// For previews: decisions that are not in the file yet.
  std::vector<Decision> further;
};

/// Errors: bad_record (a file cannot be read, with file and line), corrupt, io (thrown as base::Failure).
base::Result<std::shared_ptr<const Knowledge>> load_knowledge(const KnowledgeSource& source);

struct RorImport {
  std::size_t organisations = 0;
  std::size_t active = 0;
  std::size_t names = 0;
  double seconds = 0;
};
/// Checks a dump, copies it into the registry folder and compiles the vocabulary.
base::Result<RorImport> import_ror(const std::filesystem::path& dump, const std::filesystem::path& registry);

}  // namespace labtrail::tagging
