#include "indexer/segment_builder.h"

#include <zdict.h>
#include <zstd.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

#include "corpus/base/error.h"
#include "corpus/base/identifier.h"
#include "corpus/base/text.h"

namespace labtrail::indexer {

using format::FacetField;
using format::kFacetFields;
using format::kTextFields;
using format::PackedCounts;
using format::Stemmer;
using format::TextField;

namespace {

/// The identifiers of a paper other than its id as it stands, each once.
std::vector<std::string> identifiers_of(const corpus::Paper& paper) {
  std::vector<std::string> out{base::pasted_identifier(paper.id)};
  for (const auto& [scheme, value] : paper.ids) {
    // An address is what some sources give for the bare value.
    const std::string pasted = base::pasted_identifier(value);
    out.push_back(pasted.starts_with(scheme + ':') ? pasted : base::identifier(scheme, value));
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  std::erase_if(out, [&](const std::string& one) { return one.empty() || one == paper.id; });
  return out;
}

/// Records are compressed in blocks of about this size: small enough to unpack one for each result shown.
constexpr std::size_t kBlockBytes = 16 * 1024;
constexpr int kCompressionLevel = 9;
/// The first records of a segment train its dictionary, which takes a fifth off the store
/// (decisions/records.md).
constexpr std::size_t kTrainingBytes = std::size_t{6} << 20;
constexpr std::size_t kDictionaryBytes = 110 * 1024;
/// Fewer records than this are stored without a dictionary.
constexpr std::size_t kTrainingRecords = 1000;
/// Tokens of one field beyond this are not indexed (the record keeps the text): a bound on hostile input.
constexpr std::size_t kMaxFieldTokens = 2'000'000;

std::uint32_t date_number(const corpus::Paper& paper) {
  std::uint32_t number = 0;
  if (paper.date.size() == 10) {
    for (const char c : paper.date) {
      if (c >= '0' && c <= '9') number = number * 10 + static_cast<std::uint32_t>(c - '0');
    }
    return number;
  }
  return paper.year > 0 ? static_cast<std::uint32_t>(paper.year) * 10000 : 0;
}

/// The paper's distinct affiliation strings in order of first appearance.
class Affiliations {
 public:
  std::uint32_t ordinal(const std::string& raw) {
    const auto [at, fresh] = ordinals_.try_emplace(raw, static_cast<std::uint32_t>(values_.size()));
    if (fresh) values_.push_back(&at->first);
    return at->second;
  }
  [[nodiscard]] const std::vector<const std::string*>& values() const { return values_; }

 private:
  std::unordered_map<std::string, std::uint32_t> ordinals_;
  std::vector<const std::string*> values_;
};

}  // namespace

namespace {

/// The value of a facet that is a property of the paper itself; empty = none.
std::string text_value(const corpus::Paper& paper, FacetField field) {
  switch (field) {
    case FacetField::year:
      return paper.year == 0 ? std::string() : std::to_string(paper.year);
    case FacetField::venue:
      return paper.venue;
    case FacetField::type:
      return paper.type;
    case FacetField::language:
      return paper.language;
    case FacetField::status:
      return paper.status;
    default:
      return {};
  }
}

bool is_text_layer(FacetField field) {
  return format::row(field).layer == format::Layer::text;
}

}  // namespace

struct SegmentBuilder::Compressor {
  Compressor() : context(ZSTD_createCCtx()) {}
  Compressor(const Compressor&) = delete;
  Compressor& operator=(const Compressor&) = delete;
  ~Compressor() {
    ZSTD_freeCDict(dictionary);
    ZSTD_freeCCtx(context);
  }
  ZSTD_CCtx* context;
  ZSTD_CDict* dictionary = nullptr;
};

SegmentBuilder::SegmentBuilder(std::filesystem::path folder, format::Analyzer& analyzer,
                               std::string tags_version)
    : folder_(std::move(folder)),
      analyzer_(analyzer),
      tags_(std::move(tags_version)),
      compressor_(std::make_unique<Compressor>()),
      postings_(folder_) {
  std::filesystem::create_directories(folder_);
  records_ = std::make_unique<format::SectionWriter>(folder_ / "records", format::Sections::packed);
  records_->begin("blocks");
}

SegmentBuilder::~SegmentBuilder() = default;

std::size_t SegmentBuilder::memory() const {
  return forward_.size() * 4 + word_info_.size() * 120 + terms_.size() * 60 + authors_.size() +
         ids_.size() * 200 + identifiers_.size() * 80;
}

std::uint32_t SegmentBuilder::word(std::string_view text, Stemmer stemmer, bool ideograph) {
  bool fresh = false;
  const std::uint32_t number = words_.insert(text, static_cast<char>(stemmer), fresh);
  if (fresh) {
    bool fresh_term = false;
    const std::string term = format::posting_term(stemmer, analyzer_.stem(text, stemmer));
    WordInfo info;
    info.term = terms_.insert(term, 0, fresh_term);
    info.ideograph = ideograph;
    word_info_.push_back(info);
    if (fresh_term) term_counts_.emplace_back();
  }
  return number;
}

void SegmentBuilder::begin_field() {
  field_start_ = forward_.size();
}

void SegmentBuilder::add_text(std::string_view text, std::string_view language, bool names) {
  if (text.empty()) return;
  if (names) {
    analyzer_.analyze_names(text, tokens_);
  } else {
    analyzer_.analyze(text, language, tokens_);
  }
  for (const format::Token& token : tokens_) {
    if (forward_.size() - field_start_ >= kMaxFieldTokens) return;
    add_token(word(token.word, token.stemmer, token.ideograph));
  }
}

void SegmentBuilder::add_token(std::uint32_t number) {
  forward_.push_back(number);
  WordInfo& info = word_info_[number];
  ++info.occurrences;
  if (info.last_paper != size()) {
    info.last_paper = size();
    ++info.papers;
  }
}

void SegmentBuilder::count_terms(TextField field, std::size_t first_token) {
  const auto count = [&](std::uint32_t term) {
    if (term_counts_[term].bits() == 0) touched_terms_.push_back(term);
    term_counts_[term].add(field);
  };
  std::uint32_t previous = kGapMark;
  for (std::size_t i = first_token; i < forward_.size(); ++i) {
    const std::uint32_t number = forward_[i];
    if (number == kGapMark) {
      previous = kGapMark;
      continue;
    }
    count(word_info_[number].term);
    if (!word_info_[number].ideograph) {
      previous = kGapMark;
      continue;
    }
    if (previous != kGapMark) {
      const std::uint64_t key = std::uint64_t{previous} << 32 | number;
      auto known = bigram_terms_.find(key);
      if (known == bigram_terms_.end()) {
        bool fresh = false;
        const std::uint32_t term =
            terms_.insert(format::bigram_term(words_.text(previous), words_.text(number)), 0, fresh);
        if (fresh) term_counts_.emplace_back();
        known = bigram_terms_.emplace(key, term).first;
      }
      count(known->second);
    }
    previous = number;
  }
}

void SegmentBuilder::end_field(TextField field) {
  // No gap at the end of a field: gaps part values.
  while (forward_.size() > field_start_ && forward_.back() == kGapMark) forward_.pop_back();
  std::size_t length = 0;
  for (std::size_t i = field_start_; i < forward_.size(); ++i) length += forward_[i] == kGapMark ? 0 : 1;
  document_lengths_[static_cast<std::size_t>(field)] =
      static_cast<std::uint16_t>(std::min<std::size_t>(length, 65535));
  count_terms(field, field_start_);
  field_ends_.push_back(forward_.size());
}

std::uint32_t SegmentBuilder::add(const corpus::Paper& paper, std::string_view json, base::Hash128 hash,
                                  tagging::Tagger& tagger) {
  const auto single = [&](TextField field, std::string_view text, bool names = false) {
    begin_field();
    add_text(text, paper.language, names);
    end_field(field);
  };
  single(TextField::title, paper.title);
  single(TextField::abstract, paper.abstract);

  Affiliations affiliations;
  authors_ += paper.unpaired ? '\1' : '\0';
  for (const corpus::Author& author : paper.authors) {
    if (!paper.unpaired)
      format::append_varint(authors_, static_cast<std::uint32_t>(author.affiliations.size()));
    for (const corpus::Affiliation& affiliation : author.affiliations) {
      const std::uint32_t ordinal = affiliations.ordinal(affiliation.raw);
      if (!paper.unpaired) format::append_varint(authors_, ordinal);
    }
  }
  for (const corpus::Affiliation& affiliation : paper.affiliations) affiliations.ordinal(affiliation.raw);
  author_offsets_.push_back(static_cast<std::uint32_t>(authors_.size()));

  const auto several = [&](TextField field, const auto& values, const auto& text_of, bool names) {
    begin_field();
    bool first = true;
    for (const auto& value : values) {
      // A gap before every value but the first, also when a value has no words: ordinals count values.
      if (!first) forward_.push_back(kGapMark);
      first = false;
      add_text(text_of(value), paper.language, names);
    }
    end_field(field);
  };
  several(
      TextField::affiliation, affiliations.values(),
      [](const std::string* raw) { return std::string_view(*raw); }, false);
  several(
      TextField::author, paper.authors,
      [](const corpus::Author& author) { return std::string_view(author.name); }, true);
  several(
      TextField::keyword, paper.keywords,
      [](const std::string& keyword) { return std::string_view(keyword); }, false);
  single(TextField::funding, paper.funding_text);
  single(TextField::venue, paper.venue, true);

  for (std::size_t f = 0; f < kFacetFields; ++f) {
    const auto field = static_cast<FacetField>(f);
    if (!is_text_layer(field)) continue;
    if (const std::string value = text_value(paper, field); !value.empty()) columns_[f].add(value, {});
    columns_[f].finish_document();
  }
  tags_.add(tagger.tag(paper), *tagger.knowledge().registry);
  for (std::string& identifier : identifiers_of(paper))
    identifiers_.emplace_back(std::move(identifier), size());
  finish_document(paper.id, hash, date_number(paper), json);
  return size() - 1;
}

std::uint32_t SegmentBuilder::add(const format::Segment& source, std::uint32_t doc, std::string_view json) {
  const format::Vocabulary& vocabulary = source.vocabulary();
  if (merge_source_ != &source) {
    merge_source_ = &source;
    merge_words_.assign(vocabulary.size() + std::size_t{1}, kGapMark);
    merge_identifiers_.clear();
    for (std::uint32_t i = 0; i < source.ids().identifiers(); ++i) {
      const auto [identifier, paper] = source.ids().identifier(i);
      merge_identifiers_.emplace(paper, identifier);
    }
  }
  for (std::size_t f = 0; f < kTextFields; ++f) {
    const auto field = static_cast<TextField>(f);
    begin_field();
    source.forward().read(doc, field, merge_tokens_);
    for (const format::TokenId id : merge_tokens_) {
      if (id == format::kGap) {
        forward_.push_back(kGapMark);
        continue;
      }
      std::uint32_t& number = merge_words_[id];
      if (number == kGapMark)
        number = word(vocabulary.word(id), vocabulary.stemmer(id), vocabulary.ideograph(id));
      add_token(number);
    }
    end_field(field);
  }
  std::vector<std::vector<std::uint32_t>> authors;
  source.authors().read(doc, authors);
  authors_ += source.authors().unpaired(doc) ? '\1' : '\0';
  for (const std::vector<std::uint32_t>& author : authors) {
    format::append_varint(authors_, static_cast<std::uint32_t>(author.size()));
    for (const std::uint32_t ordinal : author) format::append_varint(authors_, ordinal);
  }
  author_offsets_.push_back(static_cast<std::uint32_t>(authors_.size()));
  for (std::size_t f = 0; f < kFacetFields; ++f) {
    if (!is_text_layer(static_cast<FacetField>(f))) continue;
    const format::FacetColumn& column = source.facet(static_cast<FacetField>(f));
    for (const std::uint32_t ordinal : column.of(doc))
      columns_[f].add(column.value(ordinal), column.label(ordinal));
    columns_[f].finish_document();
  }
  tags_.add(source, doc);
  const auto [first, last] = merge_identifiers_.equal_range(doc);
  for (auto at = first; at != last; ++at) identifiers_.emplace_back(at->second, size());
  finish_document(source.ids().id(doc), source.ids().hash(doc), source.date(doc), json);
  return size() - 1;
}

void SegmentBuilder::finish_document(std::string_view id, base::Hash128 hash, std::uint32_t date,
                                     std::string_view json) {
  document_terms_.clear();
  for (const std::uint32_t term : touched_terms_) {
    document_terms_.emplace_back(terms_.text(term), term_counts_[term]);
    term_counts_[term] = {};
  }
  touched_terms_.clear();
  postings_.add(document_terms_);
  lengths_.insert(lengths_.end(), document_lengths_.begin(), document_lengths_.end());

  record_offsets_.push_back(static_cast<std::uint32_t>(block_.size()));
  block_ += json;
  ids_.emplace_back(id);
  dates_.push_back(date);
  hashes_.push_back(hash);
  if (block_.size() >= kBlockBytes) end_block();
}

void SegmentBuilder::end_block() {
  if (block_.empty()) return;
  block_first_.push_back(size());
  if (trained_) {
    write_block(block_);
    block_.clear();
    return;
  }
  waiting_bytes_ += block_.size();
  waiting_.push_back(std::exchange(block_, {}));
  if (waiting_bytes_ >= kTrainingBytes) train();
}

void SegmentBuilder::train() {
  trained_ = true;
  if (size() >= kTrainingRecords) {
    std::string samples;
    std::vector<std::size_t> sizes;
    for (std::size_t block = 0; block < waiting_.size(); ++block) {
      samples += waiting_[block];
      for (std::uint32_t doc = block_first_[block]; doc < block_first_[block + 1]; ++doc) {
        const bool last = doc + 1 == block_first_[block + 1];
        sizes.push_back((last ? waiting_[block].size() : record_offsets_[doc + 1]) - record_offsets_[doc]);
      }
    }
    dictionary_.resize(kDictionaryBytes);
    const std::size_t trained = ZDICT_trainFromBuffer(dictionary_.data(), dictionary_.size(), samples.data(),
                                                      sizes.data(), static_cast<unsigned>(sizes.size()));
    dictionary_.resize(ZDICT_isError(trained) != 0 ? 0 : trained);  // no dictionary is only a larger file
    if (!dictionary_.empty()) {
      compressor_->dictionary = ZSTD_createCDict(dictionary_.data(), dictionary_.size(), kCompressionLevel);
    }
  }
  for (const std::string& block : waiting_) write_block(block);
  waiting_.clear();
}

void SegmentBuilder::write_block(std::string_view block) {
  packed_.resize(ZSTD_compressBound(block.size()));
  const std::size_t size =
      compressor_->dictionary != nullptr
          ? ZSTD_compress_usingCDict(compressor_->context, packed_.data(), packed_.size(), block.data(),
                                     block.size(), compressor_->dictionary)
          : ZSTD_compressCCtx(compressor_->context, packed_.data(), packed_.size(), block.data(),
                              block.size(), kCompressionLevel);
  if (ZSTD_isError(size) != 0)
    throw base::Failure(base::ErrorCode::io, std::string("zstd: ") + ZSTD_getErrorName(size));
  records_->append(std::string_view(packed_).substr(0, size));
  block_offsets_.push_back(block_offsets_.back() + size);
}

std::vector<std::uint32_t> SegmentBuilder::number_words() const {
  std::vector<std::uint32_t> order(words_.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    if (word_info_[a].occurrences != word_info_[b].occurrences)
      return word_info_[a].occurrences > word_info_[b].occurrences;
    if (words_.text(a) != words_.text(b)) return words_.text(a) < words_.text(b);
    return words_.kind(a) < words_.kind(b);
  });
  std::vector<std::uint32_t> new_id(words_.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) new_id[order[i]] = i + 1;
  return new_id;
}

void SegmentBuilder::write_vocabulary(format::SectionWriter& file,
                                      const std::vector<std::uint32_t>& new_id) const {
  const std::size_t n = words_.size();
  std::vector<std::uint32_t> old_of(n + 1);
  for (std::uint32_t old = 0; old < n; ++old) old_of[new_id[old]] = old;

  // Terms that words use, sorted; bigrams need no entry here. A term is spelled by the words that share it:
  // its stem is almost always the beginning of the word, so only what differs is stored.
  std::vector<std::uint32_t> terms;
  terms.reserve(n);
  for (const WordInfo& info : word_info_) terms.push_back(info.term);
  std::sort(terms.begin(), terms.end());
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
  std::sort(terms.begin(), terms.end(), [&](auto a, auto b) { return terms_.text(a) < terms_.text(b); });
  std::vector<std::uint32_t> rank(terms_.size(), 0);
  for (std::uint32_t i = 0; i < terms.size(); ++i) rank[terms[i]] = i;

  format::StringTableWriter words;
  words.add("");
  std::vector<char> stemmers(n + 1, static_cast<char>(Stemmer::none));
  std::vector<std::uint8_t> ideographs(n + 1, 0);
  std::vector<std::uint32_t> term_of(n + 1, 0);
  std::vector<std::uint32_t> papers(n + 1, 0);
  std::vector<std::uint8_t> kept(n + 1, 0);
  std::vector<std::uint16_t> suffix(n + 1, 0);
  format::StringTableWriter suffixes;
  suffixes.add("");
  std::unordered_map<std::string, std::uint16_t> suffix_numbers{{"", 0}};
  for (std::uint32_t id = 1; id <= n; ++id) {
    const std::uint32_t old = old_of[id];
    words.add(words_.text(old));
    stemmers[id] = words_.kind(old);
    ideographs[id] = word_info_[old].ideograph ? 1 : 0;
    term_of[id] = rank[word_info_[old].term];
    papers[id] = word_info_[old].papers;
    const std::string_view text = words_.text(old);
    const std::string_view stem = terms_.text(word_info_[old].term).substr(1);
    const auto same = std::mismatch(text.begin(), text.end(), stem.begin(), stem.end()).first - text.begin();
    kept[id] = static_cast<std::uint8_t>(same);
    const auto [known, fresh] = suffix_numbers.try_emplace(std::string(stem.substr(kept[id])),
                                                           static_cast<std::uint16_t>(suffixes.size()));
    if (fresh) {
      if (suffixes.size() == 0xFFFF)
        throw base::Failure(base::ErrorCode::too_large, "more than 65,535 irregular stems in one segment");
      suffixes.add(known->first);
    }
    suffix[id] = known->second;
  }
  std::vector<std::uint32_t> sorted(n);
  std::iota(sorted.begin(), sorted.end(), 1U);
  std::vector<std::uint32_t> by_term = sorted;
  std::sort(sorted.begin(), sorted.end(), [&](std::uint32_t a, std::uint32_t b) {
    const std::string_view left = words_.text(old_of[a]);
    const std::string_view right = words_.text(old_of[b]);
    return left != right ? left < right : stemmers[a] < stemmers[b];
  });
  std::stable_sort(by_term.begin(), by_term.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return term_of[a] < term_of[b]; });
  std::vector<std::uint32_t> term_start(terms.size() + 1, 0);
  for (const std::uint32_t id : by_term) ++term_start[term_of[id] + std::size_t{1}];
  std::partial_sum(term_start.begin(), term_start.end(), term_start.begin());

  words.write(file, "words");
  suffixes.write(file, "suffixes");
  file.add_array("word.kept", kept);
  file.add_array("word.suffix", suffix);
  file.add_array("word.stemmer", stemmers);
  file.add_array("word.ideograph", ideographs);
  file.add_array("word.term", term_of);
  file.add_array("word.papers", papers);
  file.add_array("words.sorted", sorted);
  file.add_array("term.words", by_term);
  file.add_array("term.start", term_start);
}

void SegmentBuilder::write_forward(format::SectionWriter& file,
                                   const std::vector<std::uint32_t>& new_id) const {
  std::vector<std::uint32_t> offsets{0};
  offsets.reserve(size() + std::size_t{1});
  std::string encoded;
  std::array<std::string, kTextFields> fields;
  std::uint64_t written = 0;
  std::size_t token = 0;
  file.begin("forward");
  for (std::size_t doc = 0; doc < size(); ++doc) {
    for (std::size_t f = 0; f < kTextFields; ++f) {
      fields[f].clear();
      for (; token < field_ends_[doc * kTextFields + f]; ++token) {
        format::append_varint(fields[f],
                              forward_[token] == kGapMark ? format::kGap : new_id[forward_[token]]);
      }
    }
    for (const std::string& field : fields)
      format::append_varint(encoded, static_cast<std::uint32_t>(field.size()));
    for (const std::string& field : fields) encoded += field;
    if (written + encoded.size() > std::numeric_limits<std::uint32_t>::max()) {
      throw base::Failure(base::ErrorCode::too_large, "the forward column of one segment exceeds 4 GiB");
    }
    offsets.push_back(static_cast<std::uint32_t>(written + encoded.size()));
    if (encoded.size() > (std::size_t{1} << 20)) {
      file.append(encoded);
      written += encoded.size();
      encoded.clear();
    }
  }
  file.append(encoded);
  file.end();
  file.add_array("forward.offsets", offsets);
  file.add_array("forward.lengths", lengths_);
}

void SegmentBuilder::write_text(const std::filesystem::path& path) {
  format::SectionWriter file(path, format::Sections::packed);
  const std::vector<std::uint32_t> new_id = number_words();
  write_vocabulary(file, new_id);
  write_forward(file, new_id);
  file.add("authors", authors_);
  file.add_array("authors.offsets", author_offsets_);
  std::vector<std::uint32_t> by_id(ids_.size());
  std::iota(by_id.begin(), by_id.end(), 0U);
  std::sort(by_id.begin(), by_id.end(), [&](auto a, auto b) { return ids_[a] < ids_[b]; });
  format::StringTableWriter ids;
  for (const std::string& id : ids_) ids.add(id);
  ids.write(file, "ids");
  file.add_array("ids.sorted", by_id);
  file.add_array("id.hashes", hashes_);
  std::sort(identifiers_.begin(), identifiers_.end());
  format::StringTableWriter identifiers;
  std::vector<std::uint32_t> identified;
  for (const auto& [identifier, paper] : identifiers_) {
    identifiers.add(identifier);
    identified.push_back(paper);
  }
  identifiers.write(file, "identifiers");
  file.add_array("identifier.papers", identified);
  file.add_array("dates", dates_);
  for (std::size_t f = 0; f < kFacetFields; ++f) {
    const auto field = static_cast<FacetField>(f);
    if (is_text_layer(field)) columns_[f].write(file, format::column_prefix(field));
  }
  file.close();
}

format::GenerationSegment SegmentBuilder::seal() {
  end_block();
  if (!trained_) train();
  records_->end();
  records_->add("dictionary", dictionary_);
  records_->add_array("block.offsets", block_offsets_);
  records_->add_array("block.first", block_first_);
  records_->add_array("record.offsets", record_offsets_);
  records_->close();
  write_text(folder_ / "text");
  tags_.write(folder_ / "tags");
  postings_.seal(folder_ / "postings");

  format::SegmentManifest manifest;
  manifest.format = format::kFormatVersion;
  manifest.analyzer = format::analyzer_fingerprint();
  manifest.papers = size();
  for (const char* name : format::kSegmentFiles)
    manifest.files.push_back(format::describe_file(folder_, name));
  const std::string text = format::to_text(manifest);
  base::write_file_atomically(folder_ / "manifest.json", text);
  base::sync_folder(folder_.parent_path());
  return {folder_.filename().string(), size(), size(), base::hash128(text)};
}

}  // namespace labtrail::indexer
