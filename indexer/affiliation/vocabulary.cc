#include "indexer/affiliation/vocabulary.h"

#include <algorithm>
#include <map>

#include "corpus/base/error.h"
#include "corpus/base/hash.h"
#include "corpus/base/text.h"
#include "indexer/affiliation/vocabulary_storage.h"

namespace labtrail::affiliation {
namespace {

constexpr std::uint32_t kFileVersion = 1;
/// Words of so many letters may be misspelt twice.
constexpr std::size_t kLongWord = 11;

}  // namespace

std::string country_text(Country country) {
  if (country == 0) return {};
  return {static_cast<char>(country >> 8), static_cast<char>(country & 0xFF)};
}

void for_each_deletion(std::string_view word, const std::function<void(std::uint32_t)>& visit) {
  const auto short_hash = [](std::string_view text) {
    return static_cast<std::uint32_t>(base::hash64(text));
  };
  visit(short_hash(word));
  std::string shorter;
  for (std::size_t at = 0; at < word.size();) {
    const std::size_t begin = at;
    base::next_code_point(word, at);
    shorter.assign(word.substr(0, begin)).append(word.substr(at));
    visit(short_hash(shorter));
  }
}

std::shared_ptr<const Vocabulary> Vocabulary::open(const std::filesystem::path& path) {
  auto storage = std::make_shared<Storage>();
  storage->file.emplace(path);
  const format::SectionFile& file = *storage->file;
  const auto header = file.array<std::uint32_t>("header");
  if (header.size() != 2 || header[0] != kFileVersion) {
    throw base::Failure(base::ErrorCode::unsupported,
                        "the compiled registry is of another version: " + path.string(),
                        "import the ROR dump again: labtrail-index registry import-ror FILE --registry DIR");
  }
  const auto checks = file.array<std::uint64_t>("check");
  std::shared_ptr<Vocabulary> made(new Vocabulary);
  made->version_ = header[1];
  made->blob_ = file.array<char>("strings");
  made->string_offsets_ = file.array<std::uint32_t>("strings.offsets");
  made->lists_ = file.array<std::uint32_t>("lists");
  made->organisations_ = file.array<OrganisationRow>("organisations");
  made->by_id_ = file.array<std::uint32_t>("by_id");
  made->word_blob_ = file.array<char>("words");
  made->word_offsets_ = file.array<std::uint32_t>("words.offsets");
  made->word_slots_ = file.array<std::uint32_t>("words.slots");
  made->node_children_ = file.array<std::uint32_t>("node.children");
  made->edge_words_ = file.array<std::uint32_t>("edge.words");
  made->node_entries_ = file.array<std::uint32_t>("node.entries");
  made->entries_ = file.array<Entry>("entries");
  made->deletes_ = file.array<std::uint64_t>("deletes");
  if (checks.size() != 1 ||
      checks[0] != made->edge_words_.size() + made->entries_.size() + made->organisations_.size())
    throw base::Failure(base::ErrorCode::corrupt, "the compiled registry is damaged: " + path.string());
  made->storage_ = std::move(storage);
  return made;
}

void Vocabulary::write(const std::filesystem::path& path) const {
  const std::filesystem::path temporary = path.string() + ".new";
  {
    format::SectionWriter file(temporary);
    const auto add = [&](std::string_view name, const auto& span) {
      file.add(name, {reinterpret_cast<const char*>(span.data()), span.size_bytes()});
    };
    file.add_array("header", std::vector<std::uint32_t>{kFileVersion, version_});
    file.add_array("check",
                   std::vector<std::uint64_t>{edge_words_.size() + entries_.size() + organisations_.size()});
    add("strings", blob_);
    add("strings.offsets", string_offsets_);
    add("lists", lists_);
    add("organisations", organisations_);
    add("by_id", by_id_);
    add("words", word_blob_);
    add("words.offsets", word_offsets_);
    add("words.slots", word_slots_);
    add("node.children", node_children_);
    add("edge.words", edge_words_);
    add("node.entries", node_entries_);
    add("entries", entries_);
    add("deletes", deletes_);
    file.close();
  }
  std::filesystem::rename(temporary, path);
  base::sync_folder(path.parent_path().empty() ? std::filesystem::path(".") : path.parent_path());
}

std::optional<std::uint32_t> Vocabulary::find(std::string_view id) const {
  constexpr std::string_view kAddress = "https://ror.org/";
  std::string wanted(id);
  if (id.starts_with(kAddress)) wanted = "ror:" + std::string(id.substr(kAddress.size()));
  const auto search = [&](std::span<const std::uint32_t> order, auto text_of,
                          std::string_view key) -> std::optional<std::uint32_t> {
    const auto at =
        std::lower_bound(order.begin(), order.end(), key,
                         [&](std::uint32_t number, std::string_view k) { return text_of(number) < k; });
    if (at == order.end() || text_of(*at) != key) return std::nullopt;
    return *at;
  };
  const std::size_t half = organisations_.size();
  auto found = search(
      by_id_.subspan(0, half), [&](std::uint32_t n) { return string(organisations_[n].id); }, wanted);
  if (!found && wanted.starts_with("ror:")) {
    found = search(
        by_id_.subspan(half), [&](std::uint32_t n) { return string(organisations_[n].ror); },
        std::string_view(wanted).substr(4));
  }
  // A withdrawn id leads to its successor; a chain of them ends somewhere.
  for (int steps = 0;
       found && organisations_[*found].successor != 0 && organisations_[*found].status == 2 && steps < 8;
       ++steps)
    found = organisations_[*found].successor - 1;
  return found;
}

std::string Vocabulary::value(std::uint32_t number) const {
  const OrganisationRow& row = organisations_[number];
  if (row.ror != 0) return "ror:" + std::string(string(row.ror));
  return std::string(string(row.id));
}

std::uint32_t Vocabulary::word(std::string_view canonical) const {
  if (word_slots_.empty()) return kNone;
  const std::size_t mask = word_slots_.size() - 1;
  for (std::size_t slot = base::hash64(canonical) & mask; word_slots_[slot] != kNone;
       slot = (slot + 1) & mask) {
    if (word_text(word_slots_[slot]) == canonical) return word_slots_[slot];
  }
  return kNone;
}

std::uint32_t Vocabulary::child(std::uint32_t node, std::uint32_t word) const {
  const Children all = children(node);
  const auto at = std::lower_bound(all.words.begin(), all.words.end(), word);
  if (at == all.words.end() || *at != word) return kNone;
  return all.first + static_cast<std::uint32_t>(at - all.words.begin());
}

void Vocabulary::near_words(std::string_view text, std::vector<std::uint32_t>& out) const {
  out.clear();
  const std::u32string wanted = base::to_u32(text);
  const std::size_t limit = wanted.size() >= kLongWord ? 2 : 1;
  for_each_deletion(text, [&](std::uint32_t hash) {
    const std::uint64_t low = std::uint64_t{hash} << 32;
    for (auto at = std::lower_bound(deletes_.begin(), deletes_.end(), low);
         at != deletes_.end() && *at >> 32 == hash; ++at) {
      const auto word = static_cast<std::uint32_t>(*at);
      const std::size_t distance = base::edit_distance(wanted, base::to_u32(word_text(word)), limit);
      if (distance > 0 && distance <= limit) out.push_back(word);
    }
  });
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
}

}  // namespace labtrail::affiliation
