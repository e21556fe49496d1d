#include "searcher/highlights.h"

#include <algorithm>
#include <unordered_set>

#include "corpus/base/text.h"
#include "searcher/matcher.h"

namespace labtrail::searcher {

using format::TextField;
using Kind = WordPattern::Kind;

namespace {

bool is_met(const WordPattern& word, const format::Token& token, const std::string& term) {
  switch (word.kind) {
    case Kind::stemmed:
      return std::binary_search(word.terms.begin(), word.terms.end(), term);
    case Kind::exact:
      return token.word == word.word;
    case Kind::prefix:
      return token.word.substr(0, word.word.size()) == word.word;
    case Kind::fuzzy:
      return !token.ideograph &&
             base::edit_distance(base::to_u32(word.word), base::to_u32(token.word), word.edits) <= word.edits;
  }
  return false;
}

/// Sorted, and joined where they touch or overlap.
std::vector<Span> tidy(std::vector<Span> spans) {
  std::erase_if(spans, [](const Span& span) { return span.begin >= span.end; });
  std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) { return a.begin < b.begin; });
  std::vector<Span> out;
  for (const Span& span : spans) {
    if (!out.empty() && span.begin <= out.back().end) {
      out.back().end = std::max(out.back().end, span.end);
    } else {
      out.push_back(span);
    }
  }
  return out;
}

}  // namespace

Highlighter::Highlighter(const Plan& plan, format::Analyzer& analyzer) : analyzer_(analyzer) {
  collect(plan, true);
}

void Highlighter::collect(const Plan& plan, bool positive) {
  if (plan.kind == Plan::Kind::none_of) positive = !positive;
  if (positive && !plan.patterns.empty()) {
    Leaf leaf{&plan, {}};
    for (const Pattern& pattern : plan.patterns) leaf.parts.push_back({&pattern, {}});
    leaves_.push_back(std::move(leaf));
  }
  for (const Plan& child : plan.children) collect(child, positive);
}

const std::vector<Highlighter::Met>& Highlighter::met(const format::Token& token) {
  std::string name(1, static_cast<char>(token.stemmer));
  name += token.word;
  const auto [at, fresh] = met_.try_emplace(std::move(name));
  if (!fresh) return at->second;
  const std::string term = format::posting_term(token.stemmer, analyzer_.stem(token.word, token.stemmer));
  for (std::uint32_t l = 0; l < leaves_.size(); ++l) {
    for (std::uint32_t p = 0; p < leaves_[l].parts.size(); ++p) {
      const std::vector<WordPattern>& words = leaves_[l].parts[p].pattern->words;
      for (std::uint32_t w = 0; w < words.size(); ++w) {
        if (is_met(words[w], token, term)) at->second.push_back({l, p, w});
      }
    }
  }
  return at->second;
}

Span Highlighter::span(std::size_t first, std::size_t last) const {
  return {tokens_[first].begin, std::max(tokens_[first].end, tokens_[last].end)};
}

void Highlighter::mark_near(Leaf& leaf, std::vector<Span>& spans) const {
  std::vector<std::vector<std::uint32_t>> begins(leaf.parts.size());
  std::vector<std::uint32_t> lengths;
  for (std::size_t p = 0; p < leaf.parts.size(); ++p) {
    const Part& part = leaf.parts[p];
    lengths.push_back(static_cast<std::uint32_t>(part.pattern->words.size()));
    matcher::phrase_begins(
        lengths.back(), [&](std::size_t) { return std::span<const std::uint64_t>(part.masks); }, begins[p]);
  }
  std::uint32_t allowed = leaf.plan->distance;
  for (const std::uint32_t length : lengths) allowed += length - 1;
  matcher::each_near(begins, lengths, leaf.plan->distance, [&](std::uint32_t first) {
    for (std::size_t p = 0; p < begins.size(); ++p) {
      for (const std::uint32_t begin : begins[p]) {
        const std::uint32_t last = begin + lengths[p] - 1;
        if (begin >= first && last - first <= allowed) spans.push_back(span(begin, last));
      }
    }
    return false;
  });
}

void Highlighter::mark(Leaf& leaf, std::vector<std::uint8_t>& marked, std::vector<Span>& spans) const {
  if (leaf.plan->kind == Plan::Kind::near) return mark_near(leaf, spans);
  for (const Part& part : leaf.parts) {
    const std::size_t words = part.pattern->words.size();
    if (part.pattern->slop > 0) {
      matcher::each_loose(part.masks, words, part.pattern->slop, [&](std::size_t first, std::size_t last) {
        for (std::size_t i = first; i <= last; ++i) marked[i] |= part.masks[i] != 0 ? 1 : 0;
        return false;
      });
      continue;
    }
    std::vector<std::uint32_t> begins;
    matcher::phrase_begins(
        words,
        [&](std::size_t piece) {
          return std::span<const std::uint64_t>(part.masks).subspan(piece * tokens_.size(), tokens_.size());
        },
        begins);
    if (part.pattern->whole && tokens_.size() != words) continue;
    for (const std::uint32_t begin : begins) spans.push_back(span(begin, begin + words - 1));
  }
}

std::vector<Span> Highlighter::spans(const Text& text, const std::string& language) {
  if (leaves_.empty() || text.text.empty()) return {};
  if (text.names) {
    analyzer_.analyze_names(text.text, tokens_);
  } else {
    analyzer_.analyze(text.text, language, tokens_);
  }
  std::vector<std::uint8_t> touched(leaves_.size(), 0);
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    for (const Met& found : met(tokens_[i])) {
      Leaf& leaf = leaves_[found.leaf];
      if (leaf.plan->field && *leaf.plan->field != text.field) continue;
      if (touched[found.leaf] == 0) {
        touched[found.leaf] = 1;
        for (Part& part : leaf.parts)
          part.masks.assign(tokens_.size() * matcher::pieces(part.pattern->words.size()), 0);
      }
      leaf.parts[found.part].masks[found.word / matcher::kPieceWords * tokens_.size() + i] |=
          std::uint64_t{1} << found.word % matcher::kPieceWords;
    }
  }
  std::vector<Span> out;
  std::vector<std::uint8_t> marked(tokens_.size(), 0);
  for (std::size_t l = 0; l < leaves_.size(); ++l) {
    if (touched[l] != 0) mark(leaves_[l], marked, out);
  }
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    if (marked[i] != 0) out.push_back(span(i, i));
  }
  return tidy(std::move(out));
}

/// Cuts a long text to the stretch where most spans are, at the borders of words. Uses tokens_ of this text.
void Highlighter::excerpt(Highlight& highlight) const {
  // Characters before each byte.
  std::vector<std::uint32_t> characters(highlight.text.size() + 1, 0);
  for (std::size_t i = 0; i < highlight.text.size(); ++i) {
    const bool begins = (static_cast<unsigned char>(highlight.text[i]) & 0xC0) != 0x80;
    characters[i + 1] = characters[i] + (begins ? 1 : 0);
  }
  constexpr std::size_t kWhole = kExcerptCharacters + kExcerptCharacters / 5;
  if (characters.back() <= kWhole || highlight.spans.empty()) return;
  std::size_t first = 0;
  std::size_t most = 0;
  for (std::size_t i = 0; i < highlight.spans.size(); ++i) {
    std::size_t j = i;
    while (j < highlight.spans.size() &&
           characters[highlight.spans[j].end] - characters[highlight.spans[i].begin] <= kExcerptCharacters)
      ++j;
    if (j - i <= most) continue;
    most = j - i;
    first = i;
  }
  const std::size_t last = first + std::max<std::size_t>(most, 1) - 1;
  const std::size_t begin = highlight.spans[first].begin;
  const std::size_t end = highlight.spans[last].end;
  const std::size_t length = characters[end] - characters[begin];
  const std::size_t spare = length < kExcerptCharacters ? kExcerptCharacters - length : 0;
  std::size_t from = begin;
  std::size_t to = end;
  for (std::size_t i = tokens_.size(); i-- > 0;) {
    if (tokens_[i].begin >= begin) continue;
    if (characters[begin] - characters[tokens_[i].begin] > spare / 3) break;
    from = tokens_[i].begin;
  }
  if (!tokens_.empty() && from <= tokens_.front().begin) from = 0;
  const std::size_t rest = spare - std::min<std::size_t>(spare, characters[begin] - characters[from]);
  for (const format::Token& token : tokens_) {
    if (token.end <= end) continue;
    if (characters[token.end] - characters[end] > rest) break;
    to = token.end;
  }
  if (!tokens_.empty() && to >= tokens_.back().end) to = highlight.text.size();
  highlight.cut_before = from > 0;
  highlight.cut_after = to < highlight.text.size();
  highlight.text = highlight.text.substr(from, to - from);
  std::vector<Span> inside;
  for (const Span& span : highlight.spans) {
    if (span.begin >= from && span.end <= to) inside.push_back({span.begin - from, span.end - from});
  }
  highlight.spans = std::move(inside);
}

std::vector<Highlight> Highlighter::highlights(const corpus::Paper& paper) {
  std::vector<Highlight> out;
  const auto add = [&](TextField field, const std::string& text, bool names, bool always = false) {
    Highlight highlight;
    highlight.spans = spans({field, text, names}, paper.language);
    if (highlight.spans.empty() && !always) return;
    highlight.field = format::name(field);
    highlight.text = text;
    if (field == TextField::abstract) excerpt(highlight);
    out.push_back(std::move(highlight));
  };
  // Authors of one place repeat its name.
  std::unordered_set<std::string_view> seen;
  const auto add_affiliation = [&](const corpus::Affiliation& affiliation) {
    if (seen.insert(affiliation.raw).second) add(TextField::affiliation, affiliation.raw, false);
  };
  add(TextField::title, paper.title, false, true);
  if (leaves_.empty()) return out;
  add(TextField::abstract, paper.abstract, false);
  for (const corpus::Author& author : paper.authors) {
    for (const corpus::Affiliation& affiliation : author.affiliations) add_affiliation(affiliation);
  }
  for (const corpus::Affiliation& affiliation : paper.affiliations) add_affiliation(affiliation);
  for (const corpus::Author& author : paper.authors) add(TextField::author, author.name, true);
  for (const std::string& keyword : paper.keywords) add(TextField::keyword, keyword, false);
  add(TextField::funding, paper.funding_text, false);
  add(TextField::venue, paper.venue, true);
  return out;
}

}  // namespace labtrail::searcher
