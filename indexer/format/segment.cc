#include "indexer/format/segment.h"

#include <fmt/format.h>
#include <zstd.h>

#include <algorithm>

#include "indexer/format/manifest.h"

namespace labtrail::format {
namespace {

[[noreturn]] void throw_corrupt(std::string what) {
  throw base::Failure(base::ErrorCode::corrupt, std::move(what), "run: labtrail-index verify");
}

void require(bool fits, std::string_view what) {
  if (!fits) throw_corrupt(fmt::format("the {} of a segment does not fit its size", what));
}

}  // namespace

Vocabulary::Vocabulary(const SectionFile& file)
    : words_(file, "words"),
      suffixes_(file, "suffixes"),
      kept_(file.array<std::uint8_t>("word.kept")),
      suffix_(file.array<std::uint16_t>("word.suffix")),
      stemmers_(file.array<char>("word.stemmer")),
      ideographs_(file.array<std::uint8_t>("word.ideograph")),
      term_of_(file.array<std::uint32_t>("word.term")),
      document_counts_(file.array<std::uint32_t>("word.papers")),
      by_word_(file.array<TokenId>("words.sorted")),
      by_term_(file.array<TokenId>("term.words")),
      term_start_(file.array<std::uint32_t>("term.start")) {
  const std::size_t n = words_.size();
  require(n > 0 && stemmers_.size() == n && ideographs_.size() == n && term_of_.size() == n &&
              document_counts_.size() == n && by_word_.size() == n - 1 && by_term_.size() == n - 1 &&
              kept_.size() == n && suffix_.size() == n && !term_start_.empty(),
          "vocabulary");
}

std::span<const TokenId> Vocabulary::find(std::string_view word) const {
  const auto less = [&](TokenId id, std::string_view key) { return words_[id] < key; };
  const auto greater = [&](std::string_view key, TokenId id) { return key < words_[id]; };
  const auto first = std::lower_bound(by_word_.begin(), by_word_.end(), word, less);
  const auto last = std::upper_bound(first, by_word_.end(), word, greater);
  return by_word_.subspan(static_cast<std::size_t>(first - by_word_.begin()),
                          static_cast<std::size_t>(last - first));
}

std::span<const TokenId> Vocabulary::find_prefix(std::string_view prefix) const {
  const auto less = [&](TokenId id, std::string_view key) { return words_[id] < key; };
  const auto behind = [&](std::string_view key, TokenId id) {
    return words_[id].substr(0, key.size()) > key;
  };
  const auto first = std::lower_bound(by_word_.begin(), by_word_.end(), prefix, less);
  const auto last = std::upper_bound(first, by_word_.end(), prefix, behind);
  return by_word_.subspan(static_cast<std::size_t>(first - by_word_.begin()),
                          static_cast<std::size_t>(last - first));
}

std::string Vocabulary::term(TokenId id) const {
  std::string stem(words_[id].substr(0, kept_[id]));
  stem += suffixes_[suffix_[id]];
  return posting_term(stemmer(id), stem);
}

std::span<const TokenId> Vocabulary::find_term(std::string_view term) const {
  // Terms are not stored: the first token of each group spells its own.
  std::size_t low = 0;
  std::size_t high = term_start_.size() - 1;
  const std::size_t terms = high;
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (this->term(by_term_[term_start_[middle]]) < term) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == terms || this->term(by_term_[term_start_[low]]) != term) return {};
  return by_term_.subspan(term_start_[low], term_start_[low + 1] - term_start_[low]);
}

ForwardColumn::ForwardColumn(const SectionFile& file)
    : tokens_(file.section("forward")),
      offsets_(file.array<std::uint32_t>("forward.offsets")),
      lengths_(file.array<std::uint16_t>("forward.lengths")) {
  require(!offsets_.empty() && offsets_.back() == tokens_.size() &&
              lengths_.size() == (offsets_.size() - 1) * kTextFields,
          "forward column");
}

std::string_view ForwardColumn::bytes(std::uint32_t doc, TextField field) const {
  const char* at = tokens_.data() + offsets_[doc];
  const char* const end = tokens_.data() + offsets_[doc + 1];
  std::size_t skip = 0;
  std::size_t size = 0;
  for (std::size_t f = 0; f < kTextFields; ++f) {
    const std::size_t bytes = read_varint(at, end);
    if (f < static_cast<std::size_t>(field)) skip += bytes;
    if (f == static_cast<std::size_t>(field)) size = bytes;
  }
  if (skip + size > static_cast<std::size_t>(end - at))
    throw_corrupt("a paper's tokens do not fit the forward column");
  return {at + skip, size};
}

std::array<std::string_view, kTextFields> ForwardColumn::fields(std::uint32_t doc) const {
  const char* at = tokens_.data() + offsets_[doc];
  const char* const end = tokens_.data() + offsets_[doc + 1];
  std::array<std::size_t, kTextFields> sizes;
  for (std::size_t& size : sizes) size = read_varint(at, end);
  std::array<std::string_view, kTextFields> out;
  for (std::size_t f = 0; f < kTextFields; ++f) {
    if (sizes[f] > static_cast<std::size_t>(end - at))
      throw_corrupt("a paper's tokens do not fit the forward column");
    out[f] = {at, sizes[f]};
    at += sizes[f];
  }
  return out;
}

void ForwardColumn::read(std::uint32_t doc, TextField field, std::vector<TokenId>& out) const {
  const std::string_view encoded = bytes(doc, field);
  out.clear();
  const char* at = encoded.data();
  const char* const end = at + encoded.size();
  while (at < end) out.push_back(read_varint(at, end));
}

AuthorColumn::AuthorColumn(const SectionFile& file)
    : bytes_(file.section("authors")), offsets_(file.array<std::uint32_t>("authors.offsets")) {
  require(!offsets_.empty() && offsets_.back() == bytes_.size(), "author column");
}

bool AuthorColumn::unpaired(std::uint32_t doc) const {
  return offsets_[doc] < offsets_[doc + 1] && bytes_[offsets_[doc]] == 1;
}

void AuthorColumn::read(std::uint32_t doc, std::vector<std::vector<std::uint32_t>>& out) const {
  out.clear();
  if (unpaired(doc) || offsets_[doc] == offsets_[doc + 1]) return;
  const char* at = bytes_.data() + offsets_[doc] + 1;
  const char* const end = bytes_.data() + offsets_[doc + 1];
  while (at < end) {
    std::vector<std::uint32_t>& author = out.emplace_back();
    for (std::uint32_t left = read_varint(at, end); left > 0 && at < end; --left)
      author.push_back(read_varint(at, end));
  }
}

IdTable::IdTable(const SectionFile& file)
    : ids_(file, "ids"),
      hashes_(file.array<base::Hash128>("id.hashes")),
      by_id_(file.array<std::uint32_t>("ids.sorted")),
      identifiers_(file, "identifiers"),
      identified_(file.array<std::uint32_t>("identifier.papers")) {
  require(hashes_.size() == ids_.size() && by_id_.size() == ids_.size(), "table of ids");
  require(identified_.size() == identifiers_.size(), "table of identifiers");
}

std::span<const std::uint32_t> IdTable::identified(std::string_view identifier) const {
  std::uint32_t first = 0;
  for (std::uint32_t end = identifiers_.size(); first < end;) {
    const std::uint32_t middle = first + (end - first) / 2;
    if (identifiers_[middle] < identifier) {
      first = middle + 1;
    } else {
      end = middle;
    }
  }
  std::uint32_t last = first;
  while (last < identifiers_.size() && identifiers_[last] == identifier) ++last;
  return identified_.subspan(first, last - first);
}

std::optional<std::uint32_t> IdTable::find(std::string_view id) const {
  const auto at = std::lower_bound(by_id_.begin(), by_id_.end(), id,
                                   [&](std::uint32_t doc, std::string_view key) { return ids_[doc] < key; });
  if (at == by_id_.end() || ids_[*at] != id) return std::nullopt;
  return *at;
}

struct RecordStore::Dictionary {
  explicit Dictionary(std::string_view bytes) : digested(ZSTD_createDDict(bytes.data(), bytes.size())) {}
  Dictionary(const Dictionary&) = delete;
  Dictionary& operator=(const Dictionary&) = delete;
  ~Dictionary() { ZSTD_freeDDict(digested); }
  ZSTD_DDict* digested;
};

namespace {

/// One decompression context a thread: making one costs more than unpacking a block.
ZSTD_DCtx* decompressor() {
  struct Context {
    Context() : context(ZSTD_createDCtx()) {}
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
    ~Context() { ZSTD_freeDCtx(context); }
    ZSTD_DCtx* context;
  };
  thread_local const Context context;
  return context.context;
}

}  // namespace

RecordStore::RecordStore(const SectionFile& file)
    : blocks_(file.section("blocks")),
      block_offsets_(file.array<std::uint64_t>("block.offsets")),
      block_first_(file.array<std::uint32_t>("block.first")),
      offsets_(file.array<std::uint32_t>("record.offsets")) {
  require(!block_offsets_.empty() && block_offsets_.size() == block_first_.size() &&
              block_offsets_.back() == blocks_.size() && block_first_.back() == offsets_.size(),
          "record store");
  const std::string_view dictionary = file.section("dictionary");
  if (!dictionary.empty()) dictionary_ = std::make_shared<const Dictionary>(dictionary);
}

std::string RecordStore::unpack(std::uint32_t block) const {
  const std::string_view packed =
      blocks_.substr(block_offsets_[block], block_offsets_[block + 1] - block_offsets_[block]);
  const unsigned long long size = ZSTD_getFrameContentSize(packed.data(), packed.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > (std::uint64_t{1} << 32)) {
    throw_corrupt("a block of the record store is damaged");
  }
  std::string out(size, '\0');
  const std::size_t got =
      dictionary_ != nullptr
          ? ZSTD_decompress_usingDDict(decompressor(), out.data(), out.size(), packed.data(), packed.size(),
                                       dictionary_->digested)
          : ZSTD_decompressDCtx(decompressor(), out.data(), out.size(), packed.data(), packed.size());
  if (ZSTD_isError(got) != 0 || got != size) throw_corrupt("a block of the record store is damaged");
  return out;
}

std::string RecordStore::read(std::uint32_t doc) const {
  const auto after = std::upper_bound(block_first_.begin(), block_first_.end(), doc);
  const auto block = static_cast<std::uint32_t>(after - block_first_.begin() - 1);
  const std::string text = unpack(block);
  const std::size_t end = doc + 1 == block_first_[block + 1] ? text.size() : offsets_[doc + 1];
  if (end > text.size() || offsets_[doc] > end) throw_corrupt("a block of the record store is damaged");
  return text.substr(offsets_[doc], end - offsets_[doc]);
}

void RecordStore::each(std::uint32_t first, std::uint32_t last,
                       const std::function<void(std::uint32_t, std::string_view)>& visit) const {
  const auto after = std::upper_bound(block_first_.begin(), block_first_.end(), first);
  auto block = static_cast<std::uint32_t>(after - block_first_.begin() - 1);
  for (std::uint32_t doc = first; doc < last; ++block) {
    const std::string text = unpack(block);
    for (; doc < last && doc < block_first_[block + 1]; ++doc) {
      const std::size_t end = doc + 1 == block_first_[block + 1] ? text.size() : offsets_[doc + 1];
      if (end > text.size() || offsets_[doc] > end) throw_corrupt("a block of the record store is damaged");
      visit(doc, std::string_view(text).substr(offsets_[doc], end - offsets_[doc]));
    }
  }
}

namespace {

constexpr FacetField kMentionFields[] = {FacetField::institution, FacetField::lab, FacetField::funder};

std::size_t mention_slot(FacetField field, State state, Role role) {
  const std::size_t which = field == FacetField::institution ? 0 : field == FacetField::lab ? 1 : 2;
  return (which * kStates + static_cast<std::size_t>(state)) * kRoles + static_cast<std::size_t>(role);
}

}  // namespace

const FacetColumn& Segment::mentions(FacetField field, State state, Role role) const {
  if (state == State::asserted && role == own_role(field)) return facet(field);
  return mentions_[mention_slot(field, state, role)];
}

std::shared_ptr<const Segment> Segment::open(const std::filesystem::path& folder, bool check) {
  const std::filesystem::path manifest_path = folder / "manifest.json";
  const SegmentManifest manifest = parse_segment_manifest(base::read_file(manifest_path), manifest_path);
  if (check) {
    const std::vector<std::string> faults = check_files(folder, manifest.files);
    if (!faults.empty()) throw_corrupt(faults.front());
  }
  if (manifest.analyzer != analyzer_fingerprint()) {
    throw base::Failure(base::ErrorCode::unsupported,
                        fmt::format("segment {} was made by another analyzer ({}; this program has {})",
                                    folder.filename().string(), manifest.analyzer, analyzer_fingerprint()),
                        "make the index again from the sources, or from `dump`");
  }
  std::shared_ptr<Segment> segment(new Segment());
  segment->name_ = folder.filename().string();
  segment->size_ = manifest.papers;
  for (const FileEntry& file : manifest.files) segment->bytes_ += file.size;
  segment->text_ = SectionFile(folder / "text");
  segment->tags_ = SectionFile(folder / "tags");
  segment->records_file_ = SectionFile(folder / "records");
  segment->ids_ = IdTable(segment->text_);
  segment->vocabulary_ = Vocabulary(segment->text_);
  segment->forward_ = ForwardColumn(segment->text_);
  segment->authors_ = AuthorColumn(segment->text_);
  segment->records_ = RecordStore(segment->records_file_);
  segment->dates_ = segment->text_.array<std::uint32_t>("dates");
  require(segment->dates_.size() == segment->size_, "table of dates");
  for (std::size_t f = 0; f < kFacetFields; ++f) {
    const auto field = static_cast<FacetField>(f);
    const bool tags = row(field).layer == Layer::tags;
    segment->facets_[f] = FacetColumn(tags ? segment->tags_ : segment->text_, field);
  }
  for (const FacetField field : kMentionFields) {
    for (std::size_t state = 0; state < kStates; ++state) {
      for (std::size_t role = 0; role < kRoles; ++role) {
        segment->mentions_[mention_slot(field, static_cast<State>(state), static_cast<Role>(role))] =
            FacetColumn(segment->tags_, field, static_cast<State>(state), static_cast<Role>(role));
      }
    }
  }
  segment->evidence_ = EvidenceStore(segment->tags_);
  segment->brought_ = BroughtColumn(segment->tags_);
  segment->profiles_ = ProfileStore(segment->tags_);
  segment->postings_ = std::make_unique<Postings>(folder / "postings");
  return segment;
}

}  // namespace labtrail::format
