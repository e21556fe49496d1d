#include "indexer/affiliation/name_trie.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "corpus/base/hash.h"
#include "indexer/affiliation/words.h"

namespace labtrail::affiliation {
namespace {

/// A word that more organisations bear than this is an ordinary one.
constexpr std::size_t kOrdinaryBearers = 40;
constexpr std::size_t kOneWordBearers = 3;

}  // namespace

bool is_capitals(std::string_view text) {
  int letters = 0;
  for (const char c : text) {
    if (c >= 'a' && c <= 'z') return false;
    letters += c >= 'A' && c <= 'Z' ? 1 : 0;
  }
  return letters >= 2;
}

std::uint32_t NameTrie::word(std::string_view text) {
  const auto [at, fresh] =
      words_.try_emplace(std::string(text), static_cast<std::uint32_t>(word_texts_.size()));
  if (fresh) word_texts_.emplace_back(text);
  return at->second;
}

std::uint32_t NameTrie::node_of(const std::vector<std::string>& words) {
  std::uint32_t node = 0;
  for (const std::string& text : words) {
    const std::uint32_t number = word(text);
    const auto at = nodes_[node].children.find(number);
    if (at != nodes_[node].children.end()) {
      node = at->second;
      continue;
    }
    const auto fresh = static_cast<std::uint32_t>(nodes_.size());
    nodes_[node].children.emplace(number, fresh);
    nodes_.emplace_back();
    node = fresh;
  }
  return node;
}

template <typename Visit>
void NameTrie::each_name(Visit&& visit) {
  std::vector<std::pair<std::uint32_t, std::vector<std::uint32_t>>> stack{{0, {}}};
  while (!stack.empty()) {
    auto [node, path] = std::move(stack.back());
    stack.pop_back();
    for (Entry& entry : nodes_[node].entries) visit(entry, path);
    for (const auto& [word, child] : nodes_[node].children) {
      std::vector<std::uint32_t> longer = path;
      longer.push_back(word);
      stack.emplace_back(child, std::move(longer));
    }
  }
}

void NameTrie::mark_ordinary(const Vocabulary::Storage& store) {
  std::vector<std::unordered_set<std::uint32_t>> bearers(word_texts_.size());
  each_name([&](const Entry& entry, const std::vector<std::uint32_t>& path) {
    if (entry.kind > EntryKind::unit) return;
    for (const std::uint32_t word : path) {
      if (bearers[word].size() <= kOrdinaryBearers) bearers[word].insert(entry.organisation);
    }
  });
  each_name([&](Entry& entry, const std::vector<std::uint32_t>& path) {
    // One word in small letters that others bear as well is a word of the language: Epigenomics, Impact.
    const std::size_t most =
        path.size() == 1 && !is_capitals(store.text(entry.text)) ? kOneWordBearers : kOrdinaryBearers;
    const bool rare = std::any_of(path.begin(), path.end(),
                                  [&](std::uint32_t word) { return bearers[word].size() <= most; });
    if (!rare) entry.flags |= kOrdinary;
  });
  // A common name stays common in every language: "Institut für Theoretische Physik".
  std::unordered_set<std::uint32_t> common_units;
  each_name([&](const Entry& entry, const std::vector<std::uint32_t>& path) {
    if (entry.kind == EntryKind::name && (entry.flags & kCommon) != 0 &&
        is_unit_word(word_texts_[path.front()]) && entry.text == store.organisations[entry.organisation].name)
      common_units.insert(entry.organisation);
  });
  each_name([&](Entry& entry, const std::vector<std::uint32_t>& path) {
    if (entry.kind == EntryKind::name && (entry.flags & kRegistry) == 0 &&
        common_units.contains(entry.organisation) && is_unit_word(word_texts_[path.front()]))
      entry.flags |= kOrdinary | kCommon;
  });
}

void NameTrie::pack(Vocabulary::Storage& store) const {
  // Breadth first: the children of a node get neighbouring numbers, and edge e leads to node e + 1.
  std::vector<std::uint32_t> order{0};
  order.reserve(nodes_.size());
  for (std::size_t at = 0; at < order.size(); ++at) {
    const Node& node = nodes_[order[at]];
    store.node_children.push_back(static_cast<std::uint32_t>(store.edge_words.size()));
    store.node_entries.push_back(static_cast<std::uint32_t>(store.entries.size()));
    for (const auto& [word, child] : node.children) {
      store.edge_words.push_back(word);
      order.push_back(child);
    }
    store.entries.insert(store.entries.end(), node.entries.begin(), node.entries.end());
  }
  store.node_children.push_back(static_cast<std::uint32_t>(store.edge_words.size()));
  store.node_entries.push_back(static_cast<std::uint32_t>(store.entries.size()));

  store.word_offsets.push_back(0);
  for (const std::string& one : word_texts_) {
    store.word_blob.insert(store.word_blob.end(), one.begin(), one.end());
    store.word_offsets.push_back(static_cast<std::uint32_t>(store.word_blob.size()));
  }
  std::size_t slots = 1024;
  while (slots < word_texts_.size() * 2) slots *= 2;
  store.word_slots.assign(slots, Vocabulary::kNone);
  for (std::uint32_t number = 0; number < word_texts_.size(); ++number) {
    std::size_t slot = base::hash64(word_texts_[number]) & (slots - 1);
    while (store.word_slots[slot] != Vocabulary::kNone) slot = (slot + 1) & (slots - 1);
    store.word_slots[slot] = number;
    // Short words are never taken for misspelt.
    if (word_texts_[number].size() < 5) continue;
    for_each_deletion(word_texts_[number], [&](std::uint32_t hash) {
      store.deletes.push_back(std::uint64_t{hash} << 32 | number);
    });
  }
  std::sort(store.deletes.begin(), store.deletes.end());
  store.deletes.erase(std::unique(store.deletes.begin(), store.deletes.end()), store.deletes.end());
}

}  // namespace labtrail::affiliation
