// Papers -> one sealed segment. Papers are added one by one (from a source, or token by token from an older
// segment when segments are merged); `seal` writes every file, syncs it and writes the manifest last. Nothing
// of a segment is ever visible before a generation names it, so a crash leaves only rubbish that the next run
// sweeps away.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "corpus/base/hash.h"
#include "corpus/paper.h"
#include "indexer/format/analyzer.h"
#include "indexer/format/facet_column_builder.h"
#include "indexer/format/manifest.h"
#include "indexer/format/segment.h"
#include "indexer/tagging/tagger.h"
#include "indexer/tagging/tags_builder.h"
#include "indexer/word_table.h"

namespace labtrail::indexer {

/// Posting lists on their way to disk: small Xapian databases, filled one after the other and compacted into
/// one file at the end (the fast way, measured; see decisions/postings.md).
class PostingsWriter {
 public:
  explicit PostingsWriter(std::filesystem::path folder);
  ~PostingsWriter();
  PostingsWriter(const PostingsWriter&) = delete;
  PostingsWriter& operator=(const PostingsWriter&) = delete;
  /// One document; terms in any order, none twice.
  void add(const std::vector<std::pair<std::string_view, format::PackedCounts>>& terms);
  /// Compacts everything into `file` and syncs it.
  void seal(const std::filesystem::path& file);

 private:
  void finish_shard();
  std::filesystem::path folder_;
  std::vector<std::filesystem::path> shards_;
  struct Open;
  std::unique_ptr<Open> open_;
};

class SegmentBuilder {
 public:
  /// Builds in `folder` (made here; must not exist). `tags_version` names the knowledge behind the tags.
  SegmentBuilder(std::filesystem::path folder, format::Analyzer& analyzer, std::string tags_version);
  ~SegmentBuilder();
  SegmentBuilder(const SegmentBuilder&) = delete;
  SegmentBuilder& operator=(const SegmentBuilder&) = delete;

  /// `json` is the paper's canonical form, `hash` its content hash; the paper is tagged here. Returns the
  /// local document.
  std::uint32_t add(const corpus::Paper& paper, std::string_view json, base::Hash128 hash,
                    tagging::Tagger& tagger);
  /// Takes over a paper of a sealed segment without reading its record, analysing or tagging it again: its
  /// tags must be of the builder's version. `json` as stored.
  std::uint32_t add(const format::Segment& source, std::uint32_t doc, std::string_view json);

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(hashes_.size()); }
  /// Bytes held in memory, roughly.
  [[nodiscard]] std::size_t memory() const;
  /// Other names of the values that the tags hold.
  void add_synonyms(const std::unordered_map<std::string, std::string>& synonyms) {
    tags_.add_synonyms(synonyms);
  }
  /// What is known of the organisations that the tags count.
  void add_profiles(const tagging::Profiles& profiles) { tags_.add_profiles(profiles); }
  /// Writes and syncs all files. The builder is finished afterwards. Returns the manifest's entry for a
  /// generation.
  format::GenerationSegment seal();

 private:
  std::uint32_t word(std::string_view text, format::Stemmer stemmer, bool ideograph);
  void begin_field();
  void add_text(std::string_view text, std::string_view language, bool names);
  void add_token(std::uint32_t word);
  void end_field(format::TextField field);
  void count_terms(format::TextField field, std::size_t first_token);
  void finish_document(std::string_view id, base::Hash128 hash, std::uint32_t date, std::string_view json);
  void end_block();
  void train();
  void write_block(std::string_view block);
  void write_text(const std::filesystem::path& path);
  [[nodiscard]] std::vector<std::uint32_t> number_words() const;
  void write_vocabulary(format::SectionWriter& file, const std::vector<std::uint32_t>& new_id) const;
  void write_forward(format::SectionWriter& file, const std::vector<std::uint32_t>& new_id) const;

  std::filesystem::path folder_;
  format::Analyzer& analyzer_;
  std::vector<format::Token> tokens_;

  // Vocabulary: words (token numbers here are provisional) and the posting terms that they and bigrams map
  // to.
  WordTable words_;
  WordTable terms_;
  struct WordInfo {
    std::uint32_t term = 0;
    std::uint32_t occurrences = 0;
    std::uint32_t papers = 0;
    std::uint32_t last_paper = 0xFFFFFFFF;
    bool ideograph = false;
  };
  std::vector<WordInfo> word_info_;
  std::unordered_map<std::uint64_t, std::uint32_t> bigram_terms_;  ///< two word numbers -> term

  // Forward column, provisional numbers; kGapMark between values.
  static constexpr std::uint32_t kGapMark = 0xFFFFFFFF;
  std::vector<std::uint32_t> forward_;
  std::vector<std::uint64_t> field_ends_;  ///< [doc][field] index into forward_
  std::vector<std::uint16_t> lengths_;     ///< [doc][field]
  std::array<std::uint16_t, format::kTextFields> document_lengths_{};
  std::size_t field_start_ = 0;

  // The document being added.
  std::vector<format::PackedCounts> term_counts_;  ///< [term], zero between documents
  std::vector<std::uint32_t> touched_terms_;
  std::vector<std::pair<std::string_view, format::PackedCounts>> document_terms_;
  /// Token numbers of a segment that is being merged -> ours; 0xFFFFFFFF = not met yet.
  const format::Segment* merge_source_ = nullptr;
  std::vector<std::uint32_t> merge_words_;
  std::multimap<std::uint32_t, std::string_view> merge_identifiers_;  ///< document of that segment
  std::vector<format::TokenId> merge_tokens_;

  std::string authors_;
  std::vector<std::uint32_t> author_offsets_{0};
  std::array<format::FacetColumnBuilder, format::kFacetFields> columns_;  ///< of the text layer
  tagging::TagsBuilder tags_;
  std::vector<std::uint32_t> dates_;
  std::vector<base::Hash128> hashes_;
  std::vector<std::string> ids_;
  std::vector<std::pair<std::string, std::uint32_t>> identifiers_;  ///< identifier, document

  std::string block_;
  std::vector<std::string> waiting_;  ///< blocks held back until there are enough to train the dictionary on
  std::size_t waiting_bytes_ = 0;
  bool trained_ = false;
  std::string dictionary_;  ///< may stay empty: too few papers
  std::string packed_;
  std::vector<std::uint64_t> block_offsets_{0};
  std::vector<std::uint32_t> block_first_{0};
  std::vector<std::uint32_t> record_offsets_;
  struct Compressor;
  std::unique_ptr<Compressor> compressor_;
  std::unique_ptr<format::SectionWriter> records_;
  PostingsWriter postings_;
};

}  // namespace labtrail::indexer
