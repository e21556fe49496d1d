// What a bundle says of itself: what was asked, of which generation, what was found, and which bytes belong
// to it. It is a small JSON text that can be written in one way only, and its id is the SHA-256 of that very
// text with 64 zeros in the place of the id. Whoever quotes the id has pinned down every byte of the bundle:
//
//   unzip -p bundle.zip manifest.json | sed 's/"id":"[0-9a-f]*"/"id":"000...0"/' | sha256sum
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/base/error.h"
#include "searcher/search.h"

namespace labtrail::bundle {

/// Raised when a bundle written before can no longer be read as it is meant.
inline constexpr unsigned kFormat = 1;
inline constexpr std::string_view kManifestName = "manifest.json";
inline constexpr std::size_t kMostManifestBytes = std::size_t{1} << 20;

// The parts of a bundle, in their order behind the manifest.
inline constexpr std::string_view kPageName = "index.html";
inline constexpr std::string_view kRowsName = "papers.jsonl";
inline constexpr std::string_view kTableName = "papers.csv";
inline constexpr std::string_view kEvidenceName = "evidence.jsonl";
inline constexpr std::string_view kCountsName = "counts.json";

struct Part {
  std::string name;
  std::uint64_t size = 0;  ///< bytes
  std::string sha256;
  bool operator==(const Part&) const = default;
};

/// Years of the papers in a bundle; 0 = no paper has a year.
struct Period {
  int first = 0;
  int last = 0;
  std::uint64_t without = 0;  ///< papers that have none
  bool operator==(const Period&) const = default;
};

struct Manifest {
  std::string id;  ///< 64 hexadecimal digits
  std::string title;
  std::string note;
  std::string query;                        ///< canonical
  std::string filter;                       ///< canonical
  searcher::GenerationInfo generation;      ///< of the index that answered
  std::uint64_t count = 0;                  ///< papers
  std::optional<std::uint64_t> candidates;  ///< further papers if candidates counted too; not in the bundle
  Period period;
  std::vector<std::string>
      registries;       ///< versions of registry, topics and decisions; one, unless none or mixed
  std::string program;  ///< "Labtrail 0.1.0"
  std::vector<Part> parts;
};

/// The manifest's text, with the id worked out; `manifest.id` is not looked at.
std::string to_text(const Manifest& manifest);
/// The id that belongs to a manifest's text: its own id is left out of account.
std::string id_of_text(std::string_view text);
/// Errors: bad_record (no manifest of ours), unsupported (another format version), too_large. That the id and
/// the text belong together is for the caller to check.
base::Result<Manifest> parse_manifest(std::string_view text);

}  // namespace labtrail::bundle
