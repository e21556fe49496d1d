// Where a vocabulary's arrays live: in memory of its own, or in a mapped file. Internal to this folder.
#pragma once

#include <functional>
#include <optional>

#include "indexer/affiliation/vocabulary.h"

namespace labtrail::affiliation {

struct Vocabulary::Storage {
  std::optional<format::SectionFile> file;
  std::vector<char> blob;
  std::vector<std::uint32_t> string_offsets;
  std::vector<std::uint32_t> lists;
  std::vector<OrganisationRow> organisations;
  std::vector<std::uint32_t> by_id;
  std::vector<char> word_blob;
  std::vector<std::uint32_t> word_offsets;
  std::vector<std::uint32_t> word_slots;
  std::vector<std::uint32_t> node_children;
  std::vector<std::uint32_t> edge_words;
  std::vector<std::uint32_t> node_entries;
  std::vector<Entry> entries;
  std::vector<std::uint64_t> deletes;

  /// An interned string, while it is being compiled.
  [[nodiscard]] std::string text(std::uint32_t number) const {
    return {blob.begin() + string_offsets[number], blob.begin() + string_offsets[number + 1]};
  }
};

/// 32-bit hashes of a word and of the word with each of its characters left out.
void for_each_deletion(std::string_view word, const std::function<void(std::uint32_t)>& visit);

}  // namespace labtrail::affiliation
