#include "searcher/phrases.h"

#include <algorithm>

#include "searcher/matcher.h"

namespace labtrail::searcher {

using format::Bitmap;
using format::PackedCounts;
using format::TextField;
using format::TokenId;

namespace {

constexpr std::uint8_t kAllFields = (1U << format::kTextFields) - 1;
/// Skipping through a posting list costs about as much as reading this many postings of it.
constexpr std::uint64_t kSkipCost = 24;

std::uint8_t fields_of(PackedCounts counts) {
  std::uint8_t fields = 0;
  for (std::size_t f = 0; f < format::kTextFields; ++f)
    fields |= static_cast<std::uint8_t>((counts.count(static_cast<TextField>(f)) > 0 ? 1U : 0U) << f);
  return fields;
}

std::uint8_t bit(std::optional<TextField> field) {
  return field ? static_cast<std::uint8_t>(1U << static_cast<unsigned>(*field)) : kAllFields;
}

/// Words by which candidates are found: neighbouring ideographs as bigrams.
std::vector<WordPattern> units(const std::vector<Pattern>& patterns) {
  std::vector<WordPattern> out;
  for (const Pattern& pattern : patterns) {
    const std::vector<WordPattern>& words = pattern.words;
    for (std::size_t i = 0; i < words.size(); ++i) {
      const bool joined = pattern.slop == 0 && words[i].ideograph;
      const bool after = joined && i > 0 && words[i - 1].ideograph;
      const bool before = joined && i + 1 < words.size() && words[i + 1].ideograph;
      if (before) {
        out.push_back(bigram(words[i], words[i + 1]));
      } else if (!after) {
        out.push_back(words[i]);
      }
    }
  }
  return out;
}

std::vector<std::string> terms_of(const Lookup::Word& word) {
  std::vector<std::string> terms = word.whole;
  terms.insert(terms.end(), word.partial.begin(), word.partial.end());
  return terms;
}

/// Candidates of the first word: all its papers.
std::vector<Candidate> first_candidates(const std::vector<std::string>& terms, std::uint8_t wanted,
                                        Lookup& lookup, const Bitmap& within) {
  std::vector<Candidate> out;
  const auto take = [&](const PostingList& list) {
    for (const format::Posting& posting : list) {
      if (!within.test(posting.doc)) continue;
      const auto fields = static_cast<std::uint8_t>(fields_of(posting.counts) & wanted);
      if (fields != 0) out.push_back({posting.doc, fields});
    }
  };
  for (const std::string& term : terms) take(lookup.postings(term));
  if (terms.size() < 2) return out;
  std::sort(out.begin(), out.end(), [](const Candidate& a, const Candidate& b) { return a.doc < b.doc; });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (kept > 0 && out[kept - 1].doc == out[i].doc) {
      out[kept - 1].fields |= out[i].fields;
    } else {
      out[kept++] = out[i];
    }
  }
  out.resize(kept);
  return out;
}

/// Keeps the candidates that hold the next word too, in the same field.
void keep_with(const std::vector<std::string>& terms, Lookup& lookup, std::vector<Candidate>& docs) {
  std::vector<std::uint8_t> fields(docs.size(), 0);
  std::vector<std::uint32_t> numbers;
  for (const std::string& term : terms) {
    if (!lookup.is_read(term) && docs.size() * kSkipCost < lookup.document_count(term)) {
      if (numbers.empty()) {
        for (const Candidate& candidate : docs) numbers.push_back(candidate.doc);
      }
      lookup.each_of(term, numbers,
                     [&](std::size_t i, PackedCounts counts) { fields[i] |= fields_of(counts); });
      continue;
    }
    const PostingList& list = lookup.postings(term);
    auto at = list.begin();
    for (std::size_t i = 0; i < docs.size(); ++i) {
      while (at != list.end() && at->doc < docs[i].doc) ++at;
      if (at == list.end()) break;
      if (at->doc == docs[i].doc) fields[i] |= fields_of(at->counts);
    }
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < docs.size(); ++i) {
    const auto both = static_cast<std::uint8_t>(docs[i].fields & fields[i]);
    if (both != 0) docs[kept++] = {docs[i].doc, both};
  }
  docs.resize(kept);
}

/// Calls `visit(value)` for each value of a field, until it returns true; an empty value counts too.
template <typename Visit>
bool each_value(std::span<const TokenId> tokens, Visit&& visit) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= tokens.size(); ++i) {
    if (i < tokens.size() && tokens[i] != format::kGap) continue;
    if (visit(tokens.subspan(begin, i - begin))) return true;
    begin = i + 1;
  }
  return false;
}

/// Is there a value that holds all parts near each other?
bool has_near(std::vector<TokenPattern>& parts, unsigned distance, std::span<const TokenId> tokens) {
  std::vector<std::vector<std::uint32_t>> begins(parts.size());
  std::vector<std::uint32_t> lengths;
  for (const TokenPattern& part : parts) lengths.push_back(part.words());
  return each_value(tokens, [&](std::span<const TokenId> value) {
    for (std::size_t p = 0; p < parts.size(); ++p) {
      parts[p].begins(value, begins[p]);
      if (begins[p].empty()) return false;
    }
    return matcher::each_near(begins, lengths, distance, [](std::uint32_t) { return true; });
  });
}

Bitmap one_word(const WordPattern& word, std::uint8_t wanted, Lookup& lookup, const Bitmap& within) {
  Bitmap out(within.size());
  const bool any_field = wanted == kAllFields;
  for (const format::Posting& posting : lookup.papers(word)) {
    if (any_field || (fields_of(posting.counts) & wanted) != 0) out.set(posting.doc);
  }
  out &= within;
  return out;
}

}  // namespace

TokenPattern::TokenPattern(const Pattern& pattern, Lookup& lookup)
    : words_(static_cast<std::uint32_t>(pattern.words.size())),
      slop_(pattern.slop),
      maps_(matcher::pieces(pattern.words.size())) {
  for (std::size_t w = 0; w < pattern.words.size(); ++w) {
    maps_[w / matcher::kPieceWords].add(lookup.word(pattern.words[w]).tokens,
                                        std::uint64_t{1} << w % matcher::kPieceWords);
  }
}

std::span<const std::uint64_t> TokenPattern::masks(std::size_t piece, std::span<const TokenId> tokens) {
  masks_.clear();
  for (const TokenId token : tokens)
    masks_.push_back(token == format::kGap ? matcher::kGap : maps_[piece][token]);
  return masks_;
}

bool TokenPattern::in(std::span<const TokenId> tokens) {
  if (slop_ != 0) {
    return matcher::each_loose(masks(0, tokens), words_, slop_,
                               [](std::size_t, std::size_t) { return true; });
  }
  if (maps_.size() == 1) return matcher::has_phrase(masks(0, tokens), words_);
  std::vector<std::uint32_t> found;
  begins(tokens, found);
  return !found.empty();
}

void TokenPattern::begins(std::span<const TokenId> tokens, std::vector<std::uint32_t>& out) {
  matcher::phrase_begins(
      words_, [&](std::size_t piece) { return masks(piece, tokens); }, out);
}

std::vector<Candidate> candidates(const std::vector<Pattern>& patterns, std::optional<TextField> field,
                                  Lookup& lookup, const Bitmap& within) {
  struct Unit {
    std::vector<std::string> terms;
    std::uint64_t postings;
  };
  std::vector<Unit> wanted;
  for (const WordPattern& unit : units(patterns)) {
    const Lookup::Word& word = lookup.word(unit);
    if (word.postings == 0) return {};
    wanted.push_back({terms_of(word), word.postings});
  }
  std::stable_sort(wanted.begin(), wanted.end(),
                   [](const Unit& a, const Unit& b) { return a.postings < b.postings; });
  std::vector<Candidate> docs = first_candidates(wanted.front().terms, bit(field), lookup, within);
  for (std::size_t i = 1; i < wanted.size() && !docs.empty(); ++i) keep_with(wanted[i].terms, lookup, docs);
  return docs;
}

Bitmap match_words(const Plan& plan, Lookup& lookup, const Bitmap& within) {
  const Pattern& first = plan.patterns.front();
  const bool near = plan.kind == Plan::Kind::near;
  if (!near && first.words.size() == 1) return one_word(first.words.front(), bit(plan.field), lookup, within);

  Bitmap out(within.size());
  const std::vector<Candidate> docs = candidates(plan.patterns, plan.field, lookup, within);
  const bool is_bigram = !near && first.words.size() == 2 && first.slop == 0 && first.words[0].ideograph &&
                         first.words[1].ideograph;
  if (is_bigram) {
    for (const Candidate& candidate : docs) out.set(candidate.doc);
    return out;
  }
  if (docs.empty()) return out;
  std::vector<TokenPattern> parts;
  for (const Pattern& pattern : plan.patterns) parts.emplace_back(pattern, lookup);
  std::vector<TokenId> tokens;
  for (const Candidate& candidate : docs) {
    lookup.deadline().spend(16);
    for (std::size_t f = 0; f < format::kTextFields; ++f) {
      if ((candidate.fields >> f & 1) == 0) continue;
      lookup.segment().forward().read(candidate.doc, static_cast<TextField>(f), tokens);
      const bool found = near ? has_near(parts, plan.distance, tokens) : parts.front().in(tokens);
      if (!found) continue;
      out.set(candidate.doc);
      break;
    }
  }
  return out;
}

SameMatch match_same(const Plan& plan, Lookup& lookup, const Bitmap& within) {
  SameMatch out{Bitmap(within.size()), Bitmap(within.size())};
  const std::vector<Candidate> docs = candidates(plan.patterns, TextField::affiliation, lookup, within);
  if (docs.empty()) return out;
  std::vector<TokenPattern> parts;
  for (const Pattern& pattern : plan.patterns) parts.emplace_back(pattern, lookup);
  std::vector<TokenId> tokens;
  std::vector<std::vector<std::uint32_t>> authors;
  std::vector<std::vector<std::uint8_t>> holds(parts.size());  // [part][affiliation]
  for (const Candidate& candidate : docs) {
    lookup.deadline().spend(32);
    lookup.segment().forward().read(candidate.doc, TextField::affiliation, tokens);
    bool all = true;
    for (std::size_t p = 0; all && p < parts.size(); ++p) {
      holds[p].clear();
      bool any = false;
      each_value(tokens, [&](std::span<const TokenId> value) {
        holds[p].push_back(parts[p].in(value) ? 1 : 0);
        any = any || holds[p].back() != 0;
        return false;
      });
      all = any;
    }
    if (!all) continue;
    if (lookup.segment().authors().unpaired(candidate.doc)) {
      out.undecided.set(candidate.doc);
      continue;
    }
    lookup.segment().authors().read(candidate.doc, authors);
    for (const std::vector<std::uint32_t>& author : authors) {
      const bool together = std::all_of(holds.begin(), holds.end(), [&](const auto& part) {
        return std::any_of(author.begin(), author.end(),
                           [&](std::uint32_t value) { return value < part.size() && part[value] != 0; });
      });
      if (!together) continue;
      out.together.set(candidate.doc);
      break;
    }
  }
  return out;
}

}  // namespace labtrail::searcher
