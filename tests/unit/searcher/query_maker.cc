#include "tests/unit/searcher/query_maker.h"

#include <algorithm>
#include <set>

#include "corpus/base/text.h"
#include "searcher/query/characters.h"
#include "tests/support/oracle.h"

namespace labtrail::tests {

using format::FacetField;
using format::TextField;

namespace {

/// Quotation marks of every alphabet end a phrase, so each is escaped.
std::string in_quotes(const std::string& text) {
  constexpr std::u32string_view kMarks = U"\"\\«»“”„‟‘’‚‛「」『』〝〞〟＂";
  std::string out = "\"";
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    if (kMarks.find(base::next_code_point(text, at)) != std::u32string_view::npos) out += '\\';
    out += text.substr(begin, at - begin);
  }
  return out + '"';
}

/// Safe to type without quotes: letters, digits and what is inside words.
bool is_bare(const std::string& text) {
  if (text.empty() || text == "AND" || text == "OR" || text == "NOT" || text.rfind("NEAR", 0) == 0)
    return false;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!letter && static_cast<unsigned char>(c) < 0x80) return false;
  }
  // Full-width signs and ideographic punctuation are syntax, and typographic quotes too.
  for (const char* sign : {"：", "（", "）", "“", "”", "„", "«", "»", "＂", "「", "」", "。", "、", "，"}) {
    if (text.find(sign) != std::string::npos) return false;
  }
  return true;
}

std::string typed(const std::string& word) {
  return is_bare(word) ? word : in_quotes(word);
}

}  // namespace

QueryMaker::QueryMaker(const std::vector<corpus::Paper>& papers, std::uint64_t seed)
    : papers_(papers), random_(seed) {
  auto knowledge = tagging::load_knowledge({});
  if (!knowledge) throw base::Failure(knowledge.error());
  tagger_ = std::make_unique<tagging::Tagger>(*knowledge);
}

QueryMaker::Words QueryMaker::some_words() {
  for (;;) {
    const corpus::Paper& paper = papers_[below(papers_.size())];
    Words out;
    std::string text;
    switch (below(10)) {
      case 0:
        out.field = TextField::author;
        if (!paper.authors.empty()) text = paper.authors[below(paper.authors.size())].name;
        break;
      case 1:
      case 2: {
        out.field = TextField::affiliation;
        if (paper.unpaired && !paper.affiliations.empty()) {
          text = paper.affiliations[below(paper.affiliations.size())].raw;
        } else if (!paper.authors.empty()) {
          const auto& affiliations = paper.authors[below(paper.authors.size())].affiliations;
          if (!affiliations.empty()) text = affiliations[below(affiliations.size())].raw;
        }
        break;
      }
      case 3:
        out.field = TextField::venue;
        text = paper.venue;
        break;
      case 4:
        out.field = TextField::keyword;
        if (!paper.keywords.empty()) text = paper.keywords[below(paper.keywords.size())];
        break;
      case 5:
      case 6:
        text = paper.title;
        break;
      default:
        out.field = TextField::abstract;
        text = paper.abstract;
    }
    std::vector<format::Token> tokens;
    analyzer_.analyze_names(text, tokens);
    for (const format::Token& token : tokens) {
      if (token.begin == token.end) continue;
      out.words.push_back(text.substr(token.begin, token.end - token.begin));
      out.ideograph.push_back(token.ideograph);
    }
    if (!out.words.empty()) return out;
  }
}

std::vector<std::string> QueryMaker::stretch(std::size_t count, TextField* field) {
  const Words all = some_words();
  if (field != nullptr) *field = all.field;
  const std::size_t n = std::min(count, all.words.size());
  const std::size_t begin = below(all.words.size() - n + 1);
  return {all.words.begin() + static_cast<std::ptrdiff_t>(begin),
          all.words.begin() + static_cast<std::ptrdiff_t>(begin + n)};
}

std::string QueryMaker::word() {
  return stretch(1).front();
}

std::string QueryMaker::run_of_ideographs() {
  for (int attempt = 0; attempt < 200; ++attempt) {
    const Words all = some_words();
    const auto first = std::find(all.ideograph.begin(), all.ideograph.end(), true);
    if (first == all.ideograph.end()) continue;
    const auto begin = static_cast<std::size_t>(first - all.ideograph.begin());
    std::size_t end = begin;
    while (end < all.words.size() && all.ideograph[end]) ++end;
    const std::size_t from = begin + below(end - begin);
    const std::size_t to = std::min(end, from + 1 + below(8));
    std::string out;
    for (std::size_t i = from; i < to; ++i) out += all.words[i];
    return out;
  }
  return word();
}

std::string QueryMaker::phrase(std::vector<std::string> words, bool permute) {
  if (permute) {
    for (std::size_t i = words.size(); i > 1; --i) std::swap(words[i - 1], words[below(i)]);
  }
  std::string text;
  for (const std::string& one : words) text += (text.empty() ? "" : " ") + one;
  return in_quotes(text);
}

std::string QueryMaker::prefix() {
  for (;;) {
    const std::string one = word();
    if (!is_bare(one)) continue;
    const std::u32string letters = base::to_u32(one);
    if (letters.size() < 4) continue;
    std::string out;
    const std::size_t kept = 4 + below(letters.size() - 3);
    for (std::size_t i = 0; i < kept && i < letters.size(); ++i) base::append_utf8(out, letters[i]);
    return out + "*";
  }
}

std::string QueryMaker::fuzzy() {
  for (;;) {
    const std::string one = word();
    std::u32string letters = base::to_u32(one);
    if (!is_bare(one) || letters.size() < 4) continue;
    const std::size_t edits = 1 + below(2);
    for (std::size_t i = 0; i < 1 + below(edits + 1); ++i) {
      const std::size_t at = below(letters.size() - 1);
      switch (below(4)) {
        case 0:
          letters.erase(at, 1);
          break;
        case 1:
          letters.insert(at, 1, U'e');
          break;
        case 2:
          letters[at] = U'o';
          break;
        default:
          std::swap(letters[at], letters[at + 1]);
      }
    }
    std::string out;
    for (const char32_t c : letters) base::append_utf8(out, c);
    if (out.size() >= 4) return out + "~" + std::to_string(edits);
  }
}

std::string QueryMaker::near() {
  TextField field{};
  std::vector<std::string> words = stretch(3 + below(8), &field);
  const std::string operation = " NEAR/" + std::to_string(1 + below(8)) + " ";
  const std::string first =
      words.size() > 2 && below(3) == 0 ? phrase({words[0], words[1]}, false) : typed(words.front());
  std::string last = typed(words.back());
  if (below(6) == 0 && is_bare(words.back()) && base::to_u32(words.back()).size() > 4)
    last = words.back() + "*";
  if (below(8) == 0) last = "=" + typed(words.back());
  std::string out = below(2) == 0 ? first + operation + last : last + operation + first;
  if (below(3) == 0) out += operation + typed(words[words.size() / 2]);
  return below(4) == 0 ? with_field(field, "(" + out + ")") : out;
}

std::string QueryMaker::same() {
  for (int attempt = 0; attempt < 100; ++attempt) {
    const corpus::Paper& paper = papers_[below(papers_.size())];
    if (paper.authors.empty()) continue;
    const corpus::Author& one = paper.authors[below(paper.authors.size())];
    const corpus::Author& other = below(2) == 0 ? one : paper.authors[below(paper.authors.size())];
    if (one.affiliations.empty() || other.affiliations.empty()) continue;
    std::string parts;
    for (const std::string* raw : {&one.affiliations.front().raw, &other.affiliations.back().raw}) {
      std::vector<format::Token> tokens;
      analyzer_.analyze_names(*raw, tokens);
      if (tokens.empty()) continue;
      const std::size_t begin = below(tokens.size());
      const std::size_t end = std::min(tokens.size(), begin + 1 + below(2)) - 1;
      if (tokens[begin].begin >= tokens[end].end) continue;
      parts += " " + typed(raw->substr(tokens[begin].begin, tokens[end].end - tokens[begin].begin));
    }
    if (!parts.empty()) return "same(" + parts.substr(1) + ")";
  }
  return word();
}

std::string QueryMaker::printed() {
  for (int attempt = 0; attempt < 200; ++attempt) {
    const Words all = some_words();
    if (all.field != TextField::affiliation || all.words.size() > 60) continue;
    // The whole string, or all of it but one word: that is printed by few.
    std::vector<std::string> words = all.words;
    if (words.size() > 1 && below(3) == 0) words.erase(below(2) == 0 ? words.begin() : words.end() - 1);
    return "printed:" + phrase(words, false);
  }
  return word();
}

std::string QueryMaker::name_of_paper() {
  const corpus::Paper& paper = papers_[below(papers_.size())];
  if (paper.ids.empty() || below(3) == 0) return "id:" + in_quotes(paper.id);
  const auto& [scheme, value] = paper.ids[below(paper.ids.size())];
  const bool plain = value.find_first_of(" \"*~()") == std::string::npos;
  if (!plain || (scheme != "doi" && scheme != "arxiv")) return "id:" + in_quotes(scheme + ":" + value);
  const std::string upper = scheme == "doi" ? base::ascii_upper(value) : value;
  switch (below(4)) {
    case 0:
      return scheme == "doi" ? upper : "https://arxiv.org/abs/" + value + "v2";
    case 1:
      return scheme == "doi" ? "https://doi.org/" + value : "arXiv:" + value;
    case 2:
      return "id:" + (scheme == "doi" ? value : "arxiv:" + value);
    default:
      return scheme + ":" + upper;
  }
}

std::string QueryMaker::with_field(TextField field, const std::string& leaf) {
  if (below(4) == 0) field = static_cast<TextField>(below(format::kTextFields));
  return std::string(format::name(field)) + ":" + leaf;
}

std::string QueryMaker::years(const char* between) {
  const std::size_t from = 1990 + below(36);
  return std::to_string(from) + between + std::to_string(from + below(6));
}

std::string QueryMaker::leaf() {
  TextField field{};
  switch (below(16)) {
    case 0:
    case 1:
    case 2:
      return typed(word());
    case 15:
      return printed();
    case 3:
    case 4:
      return phrase(stretch(2 + below(4)), false);
    case 5:
      return phrase(stretch(2 + below(3)), true);
    case 6:
      return phrase(stretch(2 + below(4)), below(3) == 0) + "~" + std::to_string(1 + below(4));
    case 7: {
      // Words with gaps between them: only a loose phrase finds them.
      const std::vector<std::string> words = stretch(7);
      return phrase({words.front(), words[words.size() / 2], words.back()}, false) + "~" +
             std::to_string(1 + below(6));
    }
    case 8:
      return prefix();
    case 9:
      return fuzzy();
    case 10:
      return "=" + (below(2) == 0 ? typed(word()) : phrase(stretch(2), false));
    case 11: {
      const std::vector<std::string> words = stretch(1 + below(3), &field);
      return with_field(field, words.size() == 1 ? typed(words.front()) : phrase(words, false));
    }
    case 12:
      return typed(run_of_ideographs());
    case 13: {
      const std::vector<std::string> words = stretch(2);
      if (words.size() < 2 || !is_bare(words[0]) || !is_bare(words[1])) return typed(words.front());
      return words[0] + "-" + words[1];
    }
    default:
      return below(2) == 0 ? "(" + near() + ")" : same();
  }
}

std::string QueryMaker::group(int depth) {
  if (depth == 0 || below(3) == 0) return leaf();
  const std::size_t parts = 2 + below(2);
  std::string out = group(depth - 1);
  for (std::size_t i = 1; i < parts; ++i) {
    switch (below(5)) {
      case 0:
      case 1:
        out += " OR ";
        break;
      case 2:
        out += " NOT ";
        break;
      default:
        out += " ";
    }
    out += group(depth - 1);
  }
  return "(" + out + ")";
}

std::string QueryMaker::organisation(FacetField field) {
  for (int attempt = 0; attempt < 50; ++attempt) {
    std::vector<std::string> values;
    for (const tagging::TagValue& value : tagger_->tag(papers_[below(papers_.size())]).values) {
      if (value.field == field) values.push_back(value.value);
    }
    if (values.empty()) continue;
    std::string chosen = values[below(values.size())];
    if (below(3) == 0) {
      // By another name, when it has one.
      const std::string head = field == FacetField::lab ? "lab:" : "";
      std::set<std::string> others;
      for (const auto& [id, value] : tagger_->synonyms()) {
        if (value == chosen && id.rfind(head, 0) == 0 && (!head.empty() || id.rfind("lab:", 0) != 0))
          others.insert(id.substr(head.size()));
      }
      if (!others.empty()) chosen = *others.begin();
    }
    if (chosen.rfind("ror:", 0) == 0 && below(4) == 0) chosen = "https://ror.org/" + chosen.substr(4);
    if (!query::check_characters(chosen, base::ErrorCode::bad_filter, "filter")) return in_quotes(chosen);
  }
  return "nobody";
}

std::string QueryMaker::entity() {
  constexpr FacetField kFields[] = {FacetField::lab, FacetField::institution, FacetField::funder};
  const FacetField field = kFields[below(3)];
  std::string out = std::string(format::name(field)) + ":";
  if (below(8) == 0) return out + "(none)";
  // An institution or a lab may be asked for as a funder, and the other way round.
  out += organisation(below(4) == 0 ? kFields[below(3)] : field);
  if (below(3) == 0) out += "|" + (below(4) == 0 ? "(none)" : organisation(field));
  return out;
}

std::string QueryMaker::modifiers(const std::string& between, const char* negation) {
  constexpr const char* kStates[] = {"asserted", "candidate", "candidate", "refused"};
  constexpr const char* kRoles[] = {"affiliation", "funder", "mention"};
  const auto one = [&](const char* name, const std::string& first, const std::string& second) {
    std::string out = between;
    const bool negated = below(5) == 0;
    const std::string sign = negation;
    if (negated && sign == "-") out += sign;
    out += std::string(name) + ":";
    if (negated && sign == "!") out += sign;
    return out + first + (below(3) == 0 ? "|" + second : "");
  };
  std::string out;
  if (below(4) != 0) out += one("state", kStates[below(4)], kStates[below(4)]);
  if (below(3) == 0) out += one("role", kRoles[below(3)], kRoles[below(3)]);
  return out;
}

std::string QueryMaker::entities() {
  switch (below(7)) {
    case 0:
      return entity();
    case 1:
      return entity() + modifiers(" ", "-");
    case 2:
      return "-" + entity() + " " + entity() + modifiers(" ", "-");
    case 3:
      return "(" + entity() + " OR " + entity() + ")" + modifiers(" ", "-") +
             (below(2) == 0 ? " " + leaf() : "");
    case 4:
      return "(" + entity() + modifiers(" ", "-") + ") " + (below(2) == 0 ? "NOT " : "") + "(" + entity() +
             modifiers(" ", "-") + ")";
    case 5:
      return leaf() + modifiers(" ", "-");
    default:
      return "institution.lineage:" + organisation(FacetField::lineage) + modifiers(" ", "-") +
             (below(2) == 0 ? " " + entity() : "");
  }
}

std::string QueryMaker::query() {
  switch (below(23)) {
    case 20:
    case 21:
    case 22:
      return entities();
    case 0:
      return typed(word()) + " " + typed(word());
    case 1: {
      const std::vector<std::string> words = stretch(8);
      return typed(words.front()) + " " + typed(words.back());
    }
    case 2:
      return leaf() + " OR " + leaf();
    case 3:
      return leaf() + " NOT " + leaf();
    case 4:
      return "-" + typed(word());
    case 5:
      return leaf() + " year:" + years("..");
    case 6:
      return near();
    case 7:
      return same();
    case 8: {
      const FacetField field = below(2) == 0 ? FacetField::country : FacetField::venue;
      std::string filter =
          field == FacetField::country ? "country:" + value(field) : "type:" + value(FacetField::type);
      if (below(3) == 0) filter += "|(none)";
      return (below(2) == 0 ? "NOT " : "") + filter + " " + leaf();
    }
    case 9:
      return below(6) == 0 ? "" : name_of_paper() + (below(2) == 0 ? "" : " " + leaf());
    case 10:
    case 11:
    case 12:
    case 13:
      return group(2);
    default:
      return leaf();
  }
}

std::string QueryMaker::short_query() {
  return below(4) == 0 ? "" : typed(word());
}

std::string QueryMaker::value(FacetField field) {
  for (int attempt = 0; attempt < 50; ++attempt) {
    const std::set<std::string> values = Oracle::values(*tagger_, papers_[below(papers_.size())], field);
    if (values.empty()) continue;
    auto at = values.begin();
    std::advance(at, static_cast<std::ptrdiff_t>(below(values.size())));
    // A filter refuses control characters, which real venue names hold now and then.
    if (!query::check_characters(*at, base::ErrorCode::bad_filter, "filter")) return in_quotes(*at);
  }
  return "nowhere";
}

std::string QueryMaker::clause() {
  constexpr FacetField kFields[] = {
      FacetField::year,        FacetField::year,        FacetField::venue,   FacetField::type,
      FacetField::language,    FacetField::status,      FacetField::country, FacetField::country,
      FacetField::institution, FacetField::institution, FacetField::funder,  FacetField::topic,
      FacetField::lab,         FacetField::lab,         FacetField::list,    FacetField::lineage};
  const FacetField field = kFields[below(std::size(kFields))];
  std::string out = std::string(format::name(field)) + ":";
  if (below(4) == 0) out += "!";
  const std::size_t alternatives = 1 + below(3);
  for (std::size_t i = 0; i < alternatives; ++i) {
    if (i > 0) out += "|";
    if (below(8) == 0) {
      out += "(none)";
    } else if (field != FacetField::year) {
      const bool organisations = field == FacetField::lab || field == FacetField::institution ||
                                 field == FacetField::funder || field == FacetField::lineage;
      out += below(12) == 0 ? "nowhere" : organisations ? organisation(field) : value(field);
    } else if (below(3) == 0) {
      out += (below(2) == 0 ? ">" : "<=") + std::to_string(1995 + below(30));
    } else {
      out += below(2) == 0 ? years("-") : std::to_string(1995 + below(30));
    }
  }
  return out;
}

std::string QueryMaker::filter() {
  std::string out = clause();
  for (std::size_t i = below(3); i > 0; --i) out += "," + clause();
  if (below(4) == 0) out += modifiers(",", "!");
  return out;
}

}  // namespace labtrail::tests
