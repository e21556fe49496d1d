// Everything that the resolver can recognise, compiled: organisations of the registry and of ROR, places, and
// one trie over the canonical words of all their names, so that a string is read once against the whole
// vocabulary.
//
// The shipped registry alone is compiled in memory in milliseconds. With ROR, the compiled form is a file
// that is memory-mapped (sections of indexer/format/bytes.h; names of sections in vocabulary.cc). Nodes of
// the trie are numbered breadth first; the children of a node lie together, ordered by word. A word that is
// no word of the vocabulary is looked up among the words with one letter left out, on both sides (the
// "symmetric delete" idea of W. Garbe's SymSpell), which finds every single edit and swap of neighbours.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/registry/registry.h"
#include "corpus/registry/ror.h"
#include "indexer/format/bytes.h"

namespace labtrail::affiliation {

/// A two-letter country code as a number; 0 = none.
using Country = std::uint16_t;
constexpr Country country_of(std::string_view code) {
  return code.size() == 2 ? static_cast<Country>(static_cast<unsigned char>(code[0]) << 8 |
                                                 static_cast<unsigned char>(code[1]))
                          : Country{0};
}
std::string country_text(Country country);

enum class EntryKind : std::uint8_t {
  name,     ///< a name that stands for itself
  acronym,  ///< capitals that need support from the string
  unit,     ///< a unit whose own name makes it part of the organisation
  decoy,    ///< looks like the organisation and is not
  country,  ///< places: `organisation` is the country code
  region,
  city,
};

inline constexpr std::uint8_t kWholePart = 1;  ///< asserted without context where it is a whole part
inline constexpr std::uint8_t kMatchCase = 2;
inline constexpr std::uint8_t kCommon = 4;      ///< made of words that fit hundreds of institutions
inline constexpr std::uint8_t kRegistry = 8;    ///< from the registry, not from ROR
inline constexpr std::uint8_t kReordered = 16;  ///< made by us: "X University" of "University of X"
inline constexpr std::uint8_t kLabel = 32;      ///< ROR's display name or label, not an alias
inline constexpr std::uint8_t kCut = 64;  ///< made by us: without what stood in brackets, or a legal form
inline constexpr std::uint8_t kOrdinary = 128;  ///< no word of it is rare among the names of organisations

/// One name, as stored. Strings are numbers into strings().
struct Entry {
  std::uint32_t organisation = 0;
  std::uint32_t text = 0;    ///< as the source writes it
  std::uint32_t source = 0;  ///< citation
  std::uint32_t needs = 0;   ///< into lists(); 0 = none
  std::uint32_t excludes = 0;
  std::uint16_t words = 0;  ///< canonical words
  EntryKind kind = EntryKind::name;
  std::uint8_t flags = 0;
};

struct OrganisationRow {
  std::uint32_t id = 0;   ///< slug, or "ror:..."
  std::uint32_t ror = 0;  ///< bare, or 0
  std::uint32_t name = 0;
  std::uint32_t parents = 0;    ///< list of organisations' ids (strings); 0 = none
  std::uint32_t cities = 0;     ///< list of canonical city names
  std::uint32_t countries = 0;  ///< list of further country codes
  std::uint32_t successor = 0;  ///< organisation number + 1; 0 = none
  Country country = 0;
  corpus::OrganisationKind kind = corpus::OrganisationKind::institution;
  std::uint8_t status = 0;  ///< 0 active, 1 inactive, 2 withdrawn
  std::uint8_t type =
      0;  ///< bits: 1 education, 2 company, 4 healthcare, 8 funder, 16 government, 32 facility
  std::uint8_t registry = 0;
  std::uint16_t reserved = 0;
};

class Vocabulary {
 public:
  /// Compiles the registry and, when given, ROR organisations. Deterministic.
  static std::shared_ptr<const Vocabulary> compile(const corpus::Registry& registry,
                                                   const std::vector<corpus::RorOrganisation>& ror);
  /// Opens a compiled file. Throws base::Failure (corrupt, unsupported, io).
  static std::shared_ptr<const Vocabulary> open(const std::filesystem::path& file);
  /// Writes the compiled form, atomically. Throws base::Failure (io).
  void write(const std::filesystem::path& file) const;

  /// Names the registry and the ROR dump that it was made from; part of what an index says of its tags.
  [[nodiscard]] std::string_view version() const { return string(version_); }

  [[nodiscard]] std::uint32_t organisations() const {
    return static_cast<std::uint32_t>(organisations_.size());
  }
  [[nodiscard]] const OrganisationRow& organisation(std::uint32_t number) const {
    return organisations_[number];
  }
  /// By slug, "ror:...", "https://ror.org/..."; withdrawn ids lead to their successors.
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view id) const;
  /// The value under which an organisation is counted: "ror:..." where it has one, else its slug.
  [[nodiscard]] std::string value(std::uint32_t number) const;

  [[nodiscard]] std::string_view string(std::uint32_t number) const {
    return std::string_view(blob_.data(), blob_.size())
        .substr(string_offsets_[number], string_offsets_[number + 1] - string_offsets_[number]);
  }
  /// The strings of a list; none for 0.
  [[nodiscard]] std::span<const std::uint32_t> list(std::uint32_t number) const {
    return number == 0 ? std::span<const std::uint32_t>{} : lists_.subspan(number, lists_[number - 1]);
  }

  // The trie. Node 0 is the root.
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  [[nodiscard]] std::uint32_t word(std::string_view canonical) const;  ///< kNone = no word of any name
  [[nodiscard]] std::string_view word_text(std::uint32_t word) const {
    return std::string_view(word_blob_.data(), word_blob_.size())
        .substr(word_offsets_[word], word_offsets_[word + 1] - word_offsets_[word]);
  }
  [[nodiscard]] std::uint32_t child(std::uint32_t node, std::uint32_t word) const;
  struct Children {
    std::span<const std::uint32_t> words;
    std::uint32_t first = 0;  ///< node of words[0]; the others follow
  };
  [[nodiscard]] Children children(std::uint32_t node) const {
    const std::uint32_t begin = node_children_[node];
    const std::uint32_t end = node_children_[node + 1];
    return {edge_words_.subspan(begin, end - begin), begin + 1};
  }
  /// Names that end at a node.
  [[nodiscard]] std::span<const Entry> entries(std::uint32_t node) const {
    return entries_.subspan(node_entries_[node], node_entries_[node + 1] - node_entries_[node]);
  }
  /// All names, those of one node together.
  [[nodiscard]] std::span<const Entry> entries() const { return entries_; }
  /// Words at one edit from `text` (a swap of neighbours counts as one), in order of number; of long words
  /// those at two edits as well, as far as one letter left out on each side makes them equal.
  void near_words(std::string_view text, std::vector<std::uint32_t>& out) const;

 private:
  struct Storage;
  friend class NameTrie;
  friend class VocabularyBuilder;
  Vocabulary() = default;
  void index_ids();

  std::shared_ptr<const Storage> storage_;
  std::uint32_t version_ = 0;
  std::span<const char> blob_;
  std::span<const std::uint32_t> string_offsets_;
  std::span<const std::uint32_t> lists_;
  std::span<const OrganisationRow> organisations_;
  std::span<const std::uint32_t> by_id_;  ///< organisations ordered by id; then, in a second half, by ROR id
  std::span<const char> word_blob_;
  std::span<const std::uint32_t> word_offsets_;
  std::span<const std::uint32_t> word_slots_;
  std::span<const std::uint32_t> node_children_;
  std::span<const std::uint32_t> edge_words_;
  std::span<const std::uint32_t> node_entries_;
  std::span<const Entry> entries_;
  std::span<const std::uint64_t> deletes_;  ///< hash of a word with a letter left out << 32 | word, rising
};

}  // namespace labtrail::affiliation
