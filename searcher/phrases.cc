#include "searcher/phrases.h"

#include <algorithm>

#include "searcher/matcher.h"
#include "searcher/token_scan.h"

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
    if (lookup.known(term) == nullptr && docs.size() * kSkipCost < lookup.document_count(term)) {
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

/// Two ideographs in a row: the posting list of their bigram is the answer.
bool is_bigram(const std::vector<Pattern>& patterns) {
  const Pattern& first = patterns.front();
  return patterns.size() == 1 && !first.whole && first.words.size() == 2 && first.slop == 0 &&
         first.words[0].ideograph && first.words[1].ideograph;
}

/// Is it worth reading a list to be rid of the candidates that are not on it, against proving them?
bool pays(std::uint64_t postings, std::size_t docs, const Lookup& lookup) {
  constexpr double kProof = 10;  ///< a proof costs about as much as reading so many postings
  const double absent = 1.0 - static_cast<double>(postings) / (lookup.segment().size() + 1.0);
  const double cost = std::min(static_cast<double>(postings), static_cast<double>(docs) * kSkipCost);
  return cost < static_cast<double>(docs) * kProof * std::max(absent, 0.0);
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

/// The words of a plan node as tokens of a segment, ready to be proved in one field after the other.
class Proof {
 public:
  Proof(const Plan& plan, Lookup& lookup) : near_(plan.kind == Plan::Kind::near), distance_(plan.distance) {
    for (const Pattern& pattern : plan.patterns) {
      parts_.emplace_back(pattern, lookup);
      lengths_.push_back(parts_.back().words());
      reach_ += lengths_.back() - 1;
    }
    reach_ += near_ ? distance_ : plan.patterns.front().slop;
    if (plan.patterns.front().whole) ++reach_;  // so that a word more on either side is seen
    begins_.resize(parts_.size());
    choose_anchor(plan, lookup);
  }

  /// Does the field hold what the node asks for?
  bool in(std::string_view field) {
    if (anchored_) {
      return anchor_.each(field, [&](std::size_t place) {
        read_around(field, place, reach_, tokens_);
        return in_value(tokens_);
      });
    }
    tokens_.clear();
    const char* at = field.data();
    for (const char* const end = at + field.size(); at < end;)
      tokens_.push_back(format::read_varint(at, end));
    return each_value(tokens_, [&](std::span<const TokenId> value) { return in_value(value); });
  }

 private:
  bool in_value(std::span<const TokenId> value) {
    if (!near_) return parts_.front().in(value);
    for (std::size_t p = 0; p < parts_.size(); ++p) {
      parts_[p].begins(value, begins_[p]);
      if (begins_[p].empty()) return false;
    }
    return matcher::each_near(begins_, lengths_, distance_, [](std::uint32_t) { return true; });
  }

  /// Every match lies within reach_ of an occurrence of any of its words: only the surroundings of the rarest
  /// one are read. Words of many tokens (prefixes) would be searched for too often.
  void choose_anchor(const Plan& plan, Lookup& lookup) {
    constexpr std::size_t kMostTokens = 12;
    const format::Vocabulary& vocabulary = lookup.segment().vocabulary();
    std::uint64_t least = ~std::uint64_t{0};
    for (const Pattern& pattern : plan.patterns) {
      for (const WordPattern& word : pattern.words) {
        const std::vector<TokenId>& tokens = lookup.word(word).tokens;
        if (tokens.size() > kMostTokens) continue;
        std::uint64_t papers = tokens.size() * vocabulary.size() / 64;
        for (const TokenId token : tokens) papers += vocabulary.document_count(token);
        if (papers >= least) continue;
        least = papers;
        anchor_ = TokenScan(tokens);
        anchored_ = true;
      }
    }
  }

  bool near_;
  unsigned distance_;
  std::size_t reach_ = 0;
  std::vector<TokenPattern> parts_;
  std::vector<std::uint32_t> lengths_;
  TokenScan anchor_;
  bool anchored_ = false;
  std::vector<TokenId> tokens_;
  std::vector<std::vector<std::uint32_t>> begins_;
};

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
      whole_(pattern.whole),
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
  if (whole_ && tokens.size() != words_) return false;
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
  const bool must_prove = !is_bigram(patterns);
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
  for (std::size_t i = 1; i < wanted.size() && !docs.empty(); ++i) {
    if (!must_prove || pays(wanted[i].postings, docs.size(), lookup))
      keep_with(wanted[i].terms, lookup, docs);
  }
  return docs;
}

Bitmap match_words(const Plan& plan, Lookup& lookup, const Bitmap& within) {
  const Pattern& first = plan.patterns.front();
  const bool near = plan.kind == Plan::Kind::near;
  if (!near && !first.whole && first.words.size() == 1)
    return one_word(first.words.front(), bit(plan.field), lookup, within);

  Bitmap out(within.size());
  const std::vector<Candidate> docs = candidates(plan.patterns, plan.field, lookup, within);
  if (is_bigram(plan.patterns)) {
    for (const Candidate& candidate : docs) out.set(candidate.doc);
    return out;
  }
  if (docs.empty()) return out;
  Proof proof(plan, lookup);
  for (const Candidate& candidate : docs) {
    lookup.deadline().spend(8);
    const auto fields = lookup.segment().forward().fields(candidate.doc);
    for (std::size_t f = 0; f < format::kTextFields; ++f) {
      if ((candidate.fields >> f & 1) == 0 || !proof.in(fields[f])) continue;
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
