#include "searcher/lookup.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "searcher/fuzzy.h"
#include "searcher/token_scan.h"

namespace labtrail::searcher {

using format::PackedCounts;
using format::TextField;
using format::TokenId;
using Kind = WordPattern::Kind;

namespace {

/// Shorter lists are read faster than they are found.
constexpr std::size_t kWorthKeeping = 512;

}  // namespace

Lookup::Lookup(const View& view, std::size_t number, Deadline& deadline)
    : view_(&view),
      live_(&view.segments()[number]),
      deadline_(&deadline),
      lease_(live_->segment->postings()) {}

std::uint32_t Lookup::document_count(const std::string& term) const {
  const auto known = lists_.find(term);
  return known != lists_.end() ? static_cast<std::uint32_t>(known->second->size())
                               : lease_.document_count(term);
}

Lookup::Word Lookup::resolve(const WordPattern& pattern) const {
  const format::Vocabulary& vocabulary = segment().vocabulary();
  Word out;
  if (pattern.kind == Kind::stemmed) {
    for (const std::string& term : pattern.terms) {
      const auto tokens = vocabulary.find_term(term);
      // Bigrams have postings but no token.
      if (tokens.empty() && term[0] != format::kBigramPrefix) continue;
      out.tokens.insert(out.tokens.end(), tokens.begin(), tokens.end());
      out.whole.push_back(term);
    }
  } else {
    if (pattern.kind == Kind::exact) {
      const auto tokens = vocabulary.find(pattern.word);
      out.tokens.assign(tokens.begin(), tokens.end());
    } else if (pattern.kind == Kind::prefix) {
      const auto tokens = vocabulary.find_prefix(pattern.word);
      out.tokens.assign(tokens.begin(), tokens.end());
    } else {
      for (const FuzzyWord& found : fuzzy_words(vocabulary, pattern.word, pattern.edits))
        out.tokens.push_back(found.token);
    }
    deadline_->spend(static_cast<std::int64_t>(out.tokens.size()) * 4);
    std::vector<std::uint32_t> numbers;
    for (const TokenId token : out.tokens) numbers.push_back(vocabulary.term_number(token));
    std::vector<std::pair<std::uint32_t, TokenId>> by_term;
    for (std::size_t i = 0; i < numbers.size(); ++i) by_term.emplace_back(numbers[i], out.tokens[i]);
    std::sort(by_term.begin(), by_term.end());
    for (std::size_t i = 0; i < by_term.size();) {
      std::size_t end = i;
      while (end < by_term.size() && by_term[end].first == by_term[i].first) ++end;
      const bool whole = vocabulary.same_term(by_term[i].second).size() == end - i;
      (whole ? out.whole : out.partial).emplace_back(vocabulary.term(by_term[i].second));
      i = end;
    }
  }
  std::sort(out.tokens.begin(), out.tokens.end());
  for (const std::string& term : out.whole) out.postings += document_count(term);
  for (const std::string& term : out.partial) out.postings += document_count(term);
  return out;
}

const Lookup::Word& Lookup::word(const WordPattern& pattern) {
  std::string name = key(pattern);
  const auto known = words_.find(name);
  if (known != words_.end()) return known->second;
  return words_.emplace(std::move(name), resolve(pattern)).first->second;
}

std::string Lookup::cache_key(const std::string& term) const {
  return segment().name() + '\n' + term;
}

const PostingList* Lookup::known(const std::string& term) {
  const auto at = lists_.find(term);
  if (at != lists_.end()) return at->second.get();
  auto kept = view_->postings().find(cache_key(term));
  if (kept == nullptr) return nullptr;
  return lists_.emplace(term, std::move(kept)).first->second.get();
}

const PostingList& Lookup::postings(const std::string& term) {
  if (const PostingList* list = known(term)) return *list;
  auto list = std::make_shared<PostingList>();
  list->reserve(lease_.document_count(term));
  lease_.each(term, [&](std::uint32_t doc, PackedCounts counts) {
    deadline_->spend();
    list->push_back({doc, counts});
    return true;
  });
  if (list->size() >= kWorthKeeping)
    view_->postings().insert(cache_key(term), list, list->size() * sizeof(format::Posting));
  return *lists_.emplace(term, std::move(list)).first->second;
}

namespace {

PackedCounts merged(PackedCounts a, PackedCounts b) {
  a.merge(b);
  return a;
}

void add_all(const PostingList& list, std::vector<std::uint32_t>& counts, format::Bitmap& touched) {
  for (const format::Posting& posting : list) {
    std::uint32_t& count = counts[posting.doc];
    count = count == 0 ? posting.counts.bits() : merged(PackedCounts(count), posting.counts).bits();
    touched.set(posting.doc);
  }
}

PostingList join(const PostingList& a, const PostingList& b) {
  PostingList out;
  out.reserve(a.size() + b.size());
  auto left = a.begin();
  auto right = b.begin();
  while (left != a.end() && right != b.end()) {
    if (left->doc < right->doc) {
      out.push_back(*left++);
    } else if (right->doc < left->doc) {
      out.push_back(*right++);
    } else {
      out.push_back({left->doc, merged(left->counts, right->counts)});
      ++left;
      ++right;
    }
  }
  out.insert(out.end(), left, a.end());
  out.insert(out.end(), right, b.end());
  return out;
}

}  // namespace

const PostingList& Lookup::papers(const WordPattern& pattern) {
  constexpr std::size_t kFewLists = 4;
  const Word& found = word(pattern);
  if (found.partial.empty() && found.whole.size() == 1) return postings(found.whole.front());
  const auto [at, fresh] = papers_.try_emplace(key(pattern));
  if (!fresh || (found.whole.empty() && found.partial.empty())) return at->second;
  PostingList list;
  if (found.partial.empty() && found.whole.size() <= kFewLists) {
    for (const std::string& term : found.whole) list = join(list, postings(term));
  } else {
    std::vector<std::uint32_t> counts(segment().size(), 0);
    format::Bitmap touched(segment().size());
    if (!found.partial.empty()) verify(found, counts, touched);
    for (const std::string& term : found.whole) add_all(postings(term), counts, touched);
    list.reserve(touched.count());
    touched.each([&](std::uint32_t doc) { list.push_back({doc, PackedCounts(counts[doc])}); });
  }
  at->second = std::move(list);
  return at->second;
}

/// Counts the wanted tokens of partial terms in the forward column, term by term: a paper on a term's list is
/// searched for the wanted ones of its few tokens.
void Lookup::verify(const Word& word, std::vector<std::uint32_t>& counts, format::Bitmap& touched) {
  const format::Vocabulary& vocabulary = segment().vocabulary();
  for (const std::string& term : word.partial) {
    std::vector<TokenId> tokens;
    for (const TokenId token : vocabulary.find_term(term)) {
      if (std::binary_search(word.tokens.begin(), word.tokens.end(), token)) tokens.push_back(token);
    }
    const TokenScan wanted(tokens);
    for (const format::Posting& posting : postings(term)) {
      deadline_->spend(4);
      if (!live().test(posting.doc)) continue;  // nobody asks for deleted papers
      const auto fields = segment().forward().fields(posting.doc);
      PackedCounts sum(counts[posting.doc]);
      for (std::size_t f = 0; f < format::kTextFields; ++f) {
        const auto field = static_cast<TextField>(f);
        if (posting.counts.count(field) == 0) continue;
        for (std::uint32_t found = wanted.count(fields[f]); found > 0; --found) sum.add(field);
      }
      if (sum.bits() == 0) continue;
      counts[posting.doc] = sum.bits();
      touched.set(posting.doc);
    }
  }
}

namespace {

void check_word(const WordPattern& word, const Plan& plan, std::vector<Lookup>& lookups) {
  if (word.kind != Kind::prefix && word.kind != Kind::fuzzy) return;
  std::set<std::string_view> words;
  for (Lookup& lookup : lookups) {
    const format::Vocabulary& vocabulary = lookup.segment().vocabulary();
    const std::vector<TokenId>& tokens = lookup.word(word).tokens;
    // One word has at most a handful of tokens (one for each stemmer); do not collect what is too much
    // anyway.
    if (lookups.size() == 1 && tokens.size() <= kMostExpansions) return;
    for (const TokenId token : tokens) words.insert(vocabulary.word(token));
  }
  if (words.size() <= kMostExpansions) return;
  const bool prefix = word.kind == Kind::prefix;
  throw Refusal{{base::ErrorCode::too_large,
                 fmt::format("'{}{}' stands for {} different words, more than {}", word.word,
                             prefix ? "*" : fmt::format("~{}", word.edits), words.size(), kMostExpansions),
                 prefix ? "type more letters before '*'" : "allow fewer edits or type a longer word",
                 plan.offset, plan.length}};
}

}  // namespace

void check_expansions(const Plan& plan, std::vector<Lookup>& lookups) {
  any_node(plan, [&](const Plan& node) {
    for (const Pattern& pattern : node.patterns) {
      for (const WordPattern& word : pattern.words) check_word(word, node, lookups);
    }
    return false;
  });
}

}  // namespace labtrail::searcher
