// The names of a vocabulary while it is being compiled: one trie over canonical words. Packing numbers its
// nodes breadth first, so that the children of a node lie together (vocabulary.h). Internal to this folder.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "indexer/affiliation/vocabulary_storage.h"

namespace labtrail::affiliation {

/// Two letters or more, and none of them small.
bool is_capitals(std::string_view text);

class NameTrie {
 public:
  NameTrie() { nodes_.emplace_back(); }

  /// The names that consist of these words; the place for them is made.
  std::vector<Entry>& entries(const std::vector<std::string>& words) {
    return nodes_[node_of(words)].entries;
  }
  /// Marks names without any word that is rare among organisations: they fit many bodies.
  void mark_ordinary(const Vocabulary::Storage& store);
  /// Writes words, nodes and entries into the arrays of the compiled form.
  void pack(Vocabulary::Storage& store) const;

 private:
  struct Node {
    std::map<std::uint32_t, std::uint32_t> children;
    std::vector<Entry> entries;
  };
  std::uint32_t word(std::string_view text);
  std::uint32_t node_of(const std::vector<std::string>& words);
  /// Calls `visit(entry, numbers of its words)` for every name.
  template <typename Visit>
  void each_name(Visit&& visit);

  std::unordered_map<std::string, std::uint32_t> words_;
  std::vector<std::string> word_texts_;
  std::vector<Node> nodes_;
};

}  // namespace labtrail::affiliation
