// The registry as plain structs: organisations with their names in all scripts, public lists, technology
// topics. What each member means and how it is written in a file: README.md beside this header. Loading is
// strict: an unknown key, a missing source, an unknown id or a doubled one is an error with file and line.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "corpus/base/error.h"

namespace labtrail::corpus {

enum class OrganisationKind : std::uint8_t { lab, institution, funder };
/// "lab", "institution", "funder".
std::string_view name(OrganisationKind kind);

enum class NameKind : std::uint8_t { name, acronym, former, front, informal, unit };
std::string_view name(NameKind kind);

/// One name under which an organisation is found, and where the name comes from.
struct OrganisationName {
  std::string text;
  std::string language;  ///< ISO 639-1, or empty
  NameKind kind = NameKind::name;
  std::string source;                 ///< citation for a person, never empty
  std::vector<std::string> needs;     ///< one of these must stand elsewhere in the string; "@place", "@self"
  std::vector<std::string> excludes;  ///< none of these may stand elsewhere in the string
  bool whole_part = false;            ///< asserted without context where it is a whole part of the string
  bool match_case = false;            ///< letters must have this case
};

/// A string that looks like a name of the organisation and is not.
struct Decoy {
  std::string text;
  std::string why;
};

struct Organisation {
  std::string id;  ///< slug ("zhejiang-lab"), permanent
  OrganisationKind kind = OrganisationKind::institution;
  std::string name;
  std::string country;               ///< ISO 3166-1 alpha-2, or empty (international bodies)
  std::vector<std::string> cities;   ///< in any script
  std::string ror;                   ///< bare ROR id, or empty
  std::string wikidata;              ///< "Q123", or empty
  std::string crossref;              ///< Crossref Funder ID, or empty
  std::vector<std::string> parents;  ///< slugs or "ror:..."; never implied in a count
  int founded = 0;                   ///< year, 0 = not said
  std::string note;
  std::string note_source;
  std::vector<OrganisationName> names;  ///< units among them, with kind `unit`
  std::vector<Decoy> decoys;
  std::vector<std::string> awards;  ///< regular expressions of award numbers (funders)
};

struct ListEntry {
  std::string organisation;  ///< slug or "ror:..."
  std::string printed;       ///< the name as the list prints it
  std::string entered;       ///< YYYY-MM-DD
  std::string ended;         ///< YYYY-MM-DD, or empty = still on it in this edition
  std::string citation;
};

/// A public list as of one edition. Membership is what is printed; units and children never inherit it.
struct PublicList {
  std::string id;
  std::string name;
  std::string issuer;
  std::string edition;  ///< YYYY-MM-DD
  std::string url;
  std::string note;
  std::vector<ListEntry> entries;
};

enum class TermStrength : std::uint8_t {
  plain,  ///< counts wherever it stands
  weak,   ///< counts in a title; elsewhere only twice, or beside another term of the topic
  broad,  ///< counts only in a paper that has one of the topic's `with` phrases too
};

struct TopicTerm {
  std::string text;
  std::string language;
  TermStrength strength = TermStrength::plain;
  bool match_case = false;
};

struct TechnologyTopic {
  std::string id;
  std::string name;
  std::string chinese;
  std::vector<std::string> parents;  ///< broader topics; a paper of this one bears them too
  std::string note;                  ///< what counts
  std::vector<TopicTerm> terms;
  std::vector<std::string> with;      ///< context for broad terms
  std::vector<std::string> not_when;  ///< `not`: phrases inside which a term does not count
};

struct Registry {
  std::vector<Organisation> organisations;  ///< by id
  std::vector<PublicList> lists;            ///< by id
  std::vector<TechnologyTopic> topics;      ///< by id
  /// Changes whenever any byte of any file does: 16 hexadecimal digits.
  std::string version;

  /// nullptr when there is none.
  [[nodiscard]] const Organisation* organisation(std::string_view id) const;
  [[nodiscard]] const TechnologyTopic* topic(std::string_view id) const;
};

/// One registry file: its name (for messages) and its text.
struct RegistryFile {
  std::string name;
  std::string text;
};

/// The files that are compiled into the program, in order of name ("organisations/companies.toml", ...).
const std::vector<RegistryFile>& shipped_registry_files();

/// Reads and checks files together. Several `[[organisation]]` with one id in *different* files are one
/// organisation: the later one (a user's) adds names, units, decoys, cities and parents, and its scalar
/// members win where given; within one file an id may stand once only. Cross references (parents, list
/// entries, topic parents) must exist, parents of topics make no cycle, "ror:..." is taken on trust. Errors:
/// bad_record, message "organisations/x.toml:12: unknown key 'nme'", hint with the nearest known key.
base::Result<Registry> parse_registry(const std::vector<RegistryFile>& files);

/// The shipped registry with the `*.toml` files of a user's folder (any depth, in order of name) on top;
/// `folder` may be empty or lack such files. List membership from a user's CSV lies in `lists/*.csv` of the
/// folder (read_list_csv).
base::Result<Registry> load_registry(const std::filesystem::path& folder);

/// A list as CSV (RFC 4180, UTF-8) with a header row naming at least organisation, printed, entered, citation
/// and optionally ended; `list` gives id, name, issuer, edition and url. Organisations are slugs, "ror:..."
/// or exact names of the registry. Errors carry the line.
base::Result<PublicList> read_list_csv(std::string_view text, PublicList list, const Registry& registry);

}  // namespace labtrail::corpus
