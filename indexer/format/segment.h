// A sealed segment, opened for reading: everything memory-mapped and immutable. Two layers: text (postings,
// forward column, records, ids; never changes) and tags (entity columns; rebuilt by `retag`). Local documents
// are numbered 0..size()-1 (Xapian's docid is one more). Files and their bytes: schema.md.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/base/hash.h"
#include "indexer/format/analyzer.h"
#include "indexer/format/brought.h"
#include "indexer/format/bytes.h"
#include "indexer/format/evidence.h"
#include "indexer/format/facet_column.h"
#include "indexer/format/postings.h"
#include "indexer/format/profiles.h"
#include "indexer/format/schema.h"

namespace labtrail::format {

/// A vocabulary entry: one folded surface word under one stemmer. 0 is the gap between the values of a field.
using TokenId = std::uint32_t;
inline constexpr TokenId kGap = 0;

/// The words of a segment. Ids 1..size() by falling number of occurrences.
class Vocabulary {
 public:
  Vocabulary() = default;
  explicit Vocabulary(const SectionFile& file);
  [[nodiscard]] std::uint32_t size() const { return words_.size() - 1; }
  [[nodiscard]] std::string_view word(TokenId id) const { return words_[id]; }
  [[nodiscard]] Stemmer stemmer(TokenId id) const { return static_cast<Stemmer>(stemmers_[id]); }
  [[nodiscard]] bool ideograph(TokenId id) const { return ideographs_[id] != 0; }
  /// The posting term under which this token's papers are found (many tokens share one).
  [[nodiscard]] std::string term(TokenId id) const;
  /// Number of the posting term in the sorted table of terms; equal numbers = equal terms.
  [[nodiscard]] std::uint32_t term_number(TokenId id) const { return term_of_[id]; }
  /// Papers of the segment with this very token (deleted ones included).
  [[nodiscard]] std::uint32_t document_count(TokenId id) const { return document_counts_[id]; }

  /// Ids of all entries of this word (one for each stemmer), ordered by stemmer.
  [[nodiscard]] std::span<const TokenId> find(std::string_view word) const;
  /// Ids of all entries whose word starts with the prefix, in word order.
  [[nodiscard]] std::span<const TokenId> find_prefix(std::string_view prefix) const;
  /// All ids in word order.
  [[nodiscard]] std::span<const TokenId> by_word() const { return by_word_; }
  /// Ids of all entries that share a posting term; empty when the term does not occur.
  [[nodiscard]] std::span<const TokenId> find_term(std::string_view term) const;
  /// Ids of all entries that share the posting term of this one, itself among them.
  [[nodiscard]] std::span<const TokenId> same_term(TokenId id) const {
    const std::uint32_t term = term_of_[id];
    return by_term_.subspan(term_start_[term], term_start_[term + std::size_t{1}] - term_start_[term]);
  }

 private:
  StringTable words_;                         // [id]; [0] empty
  StringTable suffixes_;                      // distinct ends of stems that are not a start of their word
  std::span<const std::uint8_t> kept_;        // [id] bytes of the word that its stem begins with
  std::span<const std::uint16_t> suffix_;     // [id] -> suffixes_
  std::span<const char> stemmers_;            // [id]
  std::span<const std::uint8_t> ideographs_;  // [id]
  std::span<const std::uint32_t> term_of_;    // [id] -> terms_
  std::span<const std::uint32_t> document_counts_;  // [id]
  std::span<const TokenId> by_word_;                // ids sorted by (word, stemmer)
  std::span<const TokenId> by_term_;                // ids grouped by term
  std::span<const std::uint32_t> term_start_;       // [term] -> by_term_, n+1
};

/// For every document the sequence of its token ids, field by field. Values of a field are parted by kGap:
/// author names, keywords, and the paper's distinct affiliation strings in order of first appearance.
class ForwardColumn {
 public:
  ForwardColumn() = default;
  explicit ForwardColumn(const SectionFile& file);
  /// Tokens of one field, written over `out`; a token's position is its index (a gap takes one).
  void read(std::uint32_t doc, TextField field, std::vector<TokenId>& out) const;
  /// The field's varints as stored.
  [[nodiscard]] std::string_view bytes(std::uint32_t doc, TextField field) const;
  /// The varints of all fields at once, by TextField.
  [[nodiscard]] std::array<std::string_view, kTextFields> fields(std::uint32_t doc) const;
  /// Tokens in the field without gaps, at most 65535.
  [[nodiscard]] std::uint32_t length(std::uint32_t doc, TextField field) const {
    return lengths_[std::size_t{doc} * kTextFields + static_cast<std::size_t>(field)];
  }

 private:
  std::string_view tokens_;
  std::span<const std::uint32_t> offsets_;  // [doc], n+1
  std::span<const std::uint16_t> lengths_;  // [doc][field]
};

/// Which author lists which affiliation: ordinals of the affiliation values in the forward column.
class AuthorColumn {
 public:
  AuthorColumn() = default;
  explicit AuthorColumn(const SectionFile& file);
  /// The source does not say who lists which affiliation.
  [[nodiscard]] bool unpaired(std::uint32_t doc) const;
  /// One list of affiliation ordinals an author, written over `out`; empty when unpaired.
  void read(std::uint32_t doc, std::vector<std::vector<std::uint32_t>>& out) const;

 private:
  std::string_view bytes_;
  std::span<const std::uint32_t> offsets_;
};

/// Paper ids, content hashes and further identifiers, by document and by id.
class IdTable {
 public:
  IdTable() = default;
  explicit IdTable(const SectionFile& file);
  [[nodiscard]] std::string_view id(std::uint32_t doc) const { return ids_[doc]; }
  [[nodiscard]] base::Hash128 hash(std::uint32_t doc) const { return hashes_[doc]; }
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view id) const;
  /// Documents in byte order of their ids.
  [[nodiscard]] std::span<const std::uint32_t> by_id() const { return by_id_; }

  /// Documents that bear an identifier other than their id (corpus/base/identifier.h), rising: versions of
  /// one work may share a DOI.
  [[nodiscard]] std::span<const std::uint32_t> identified(std::string_view identifier) const;
  /// All of these: identifiers in byte order, and the document of each.
  [[nodiscard]] std::uint32_t identifiers() const { return identifiers_.size(); }
  [[nodiscard]] std::pair<std::string_view, std::uint32_t> identifier(std::uint32_t index) const {
    return {identifiers_[index], identified_[index]};
  }

 private:
  StringTable ids_;
  std::span<const base::Hash128> hashes_;
  std::span<const std::uint32_t> by_id_;
  StringTable identifiers_;
  std::span<const std::uint32_t> identified_;
};

/// The papers themselves, canonical JSON in zstd blocks.
class RecordStore {
 public:
  RecordStore() = default;
  explicit RecordStore(const SectionFile& file);
  /// The canonical JSON of one paper. Thread-safe. Throws base::Failure (corrupt) when a block cannot be
  /// read.
  [[nodiscard]] std::string read(std::uint32_t doc) const;
  /// Calls `visit(doc, json)` for documents first..last-1 in order, unpacking each block once.
  void each(std::uint32_t first, std::uint32_t last,
            const std::function<void(std::uint32_t, std::string_view)>& visit) const;

 private:
  struct Dictionary;
  [[nodiscard]] std::string unpack(std::uint32_t block) const;
  std::shared_ptr<const Dictionary> dictionary_;  ///< null = none
  std::string_view blocks_;
  std::span<const std::uint64_t> block_offsets_;  // [block], n+1
  std::span<const std::uint32_t> block_first_;    // [block] first document, n+1
  std::span<const std::uint32_t> offsets_;        // [doc] offset in its unpacked block
};

class Segment {
 public:
  /// Opens a sealed segment folder; with `check`, every byte is read once against the manifest. Throws
  /// base::Failure (corrupt, unsupported, io).
  static std::shared_ptr<const Segment> open(const std::filesystem::path& folder, bool check);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::uint32_t size() const { return size_; }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
  [[nodiscard]] const IdTable& ids() const { return ids_; }
  [[nodiscard]] const Vocabulary& vocabulary() const { return vocabulary_; }
  [[nodiscard]] const ForwardColumn& forward() const { return forward_; }
  [[nodiscard]] const AuthorColumn& authors() const { return authors_; }
  [[nodiscard]] const RecordStore& records() const { return records_; }
  [[nodiscard]] const FacetColumn& facet(FacetField field) const {
    return facets_[static_cast<std::size_t>(field)];
  }
  /// Mentions of organisations in a state and role: which papers bear which values. For the combination that
  /// the field itself counts this is facet(field). `field` is institution, lab or funder.
  [[nodiscard]] const FacetColumn& mentions(FacetField field, State state, Role role) const;
  [[nodiscard]] const EvidenceStore& evidence() const { return evidence_; }
  /// Which institutions, labs, countries and lists each printed affiliation brings.
  [[nodiscard]] const BroughtColumn& brought() const { return brought_; }
  /// What ROR knows of the organisations that the segment counts and the registry does not have.
  [[nodiscard]] const ProfileStore& profiles() const { return profiles_; }
  /// yyyymmdd, 0 = unknown; a year alone is yyyy0000.
  [[nodiscard]] std::uint32_t date(std::uint32_t doc) const { return dates_[doc]; }
  /// Thread-safe.
  [[nodiscard]] PostingsLease postings() const { return postings_->lease(); }

 private:
  Segment() = default;
  std::string name_;
  std::uint32_t size_ = 0;
  std::uint64_t bytes_ = 0;
  SectionFile text_;
  SectionFile tags_;
  SectionFile records_file_;
  IdTable ids_;
  Vocabulary vocabulary_;
  ForwardColumn forward_;
  AuthorColumn authors_;
  RecordStore records_;
  std::array<FacetColumn, kFacetFields> facets_;
  std::array<FacetColumn, 3 * kStates * kRoles> mentions_;
  EvidenceStore evidence_;
  BroughtColumn brought_;
  ProfileStore profiles_;
  std::span<const std::uint32_t> dates_;
  std::unique_ptr<Postings> postings_;
};

}  // namespace labtrail::format
