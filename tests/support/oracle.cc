#include "tests/support/oracle.h"

#include <algorithm>
#include <cctype>

#include "corpus/base/text.h"

namespace labtrail::tests {

using format::FacetField;
using format::TextField;
using query::Node;
using query::NodeKind;

namespace {

bool names_value(const query::Clause& clause, const std::string& value) {
  for (const query::FilterValue& wanted : clause.values) {
    if (clause.field == FacetField::year) {
      const int year = std::stoi(value);
      if (wanted.low <= year && year <= wanted.high) return true;
      continue;
    }
    std::string text = wanted.text;
    for (char& c : text) {
      if (clause.field == FacetField::country)
        c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      if (clause.field == FacetField::language)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    if (text == value) return true;
  }
  return false;
}

Oracle::Ids joined(Oracle::Ids a, const Oracle::Ids& b) {
  a.insert(b.begin(), b.end());
  return a;
}
Oracle::Ids common(const Oracle::Ids& a, const Oracle::Ids& b) {
  Oracle::Ids out;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::inserter(out, out.end()));
  return out;
}
Oracle::Ids difference(const Oracle::Ids& a, const Oracle::Ids& b) {
  Oracle::Ids out;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::inserter(out, out.end()));
  return out;
}

}  // namespace

std::set<std::string> Oracle::values(const corpus::Paper& paper, FacetField field) {
  std::set<std::string> out;
  switch (field) {
    case FacetField::year:
      if (paper.year != 0) out.insert(std::to_string(paper.year));
      break;
    case FacetField::venue:
      out.insert(paper.venue);
      break;
    case FacetField::type:
      out.insert(paper.type);
      break;
    case FacetField::language:
      out.insert(paper.language);
      break;
    case FacetField::status:
      out.insert(paper.status);
      break;
    case FacetField::country:
      out.insert(paper.countries.begin(), paper.countries.end());
      break;
    case FacetField::institution:
      for (const auto& institution : paper.institutions) out.insert(institution.id);
      break;
    case FacetField::funder:
      for (const auto& funder : paper.funders) out.insert(funder.id.empty() ? funder.name : funder.id);
      break;
    case FacetField::topic:
      for (const auto& topic : paper.topics) out.insert(topic.id);
      break;
    default:
      break;
  }
  out.erase("");
  return out;
}

Oracle::Value Oracle::analyse(const std::string& text, const std::string& language, bool names) {
  std::vector<format::Token> tokens;
  if (names) {
    analyzer_.analyze_names(text, tokens);
  } else {
    analyzer_.analyze(text, language, tokens);
  }
  Value value;
  for (const format::Token& token : tokens) {
    const std::string key = std::string(1, static_cast<char>(token.stemmer)) + std::string(token.word);
    const auto [at, fresh] = numbers_.try_emplace(key, static_cast<Word>(words_.size()));
    if (fresh) {
      words_.push_back({std::string(token.word), token.stemmer, "", token.ideograph});
      value.push_back(at->second);
    } else {
      value.push_back(at->second);
    }
  }
  for (const Word word : value) {
    if (words_[word].stem.empty())
      words_[word].stem = analyzer_.stem(words_[word].text, words_[word].stemmer);
  }
  return value;
}

Oracle::Oracle(const std::vector<corpus::Paper>& papers) {
  for (const corpus::Paper& paper : papers) {
    Analysed out;
    out.id = paper.id;
    out.unpaired = paper.unpaired;
    const auto add = [&](TextField field, const std::string& text, bool names = false) {
      out.fields[static_cast<std::size_t>(field)].push_back(analyse(text, paper.language, names));
    };
    add(TextField::title, paper.title);
    add(TextField::abstract, paper.abstract);
    for (const corpus::Author& author : paper.authors) {
      add(TextField::author, author.name, true);
      auto& own = out.authors.emplace_back();
      for (const corpus::Affiliation& affiliation : author.affiliations) {
        add(TextField::affiliation, affiliation.raw);
        own.push_back(analyse(affiliation.raw, paper.language, false));
      }
    }
    for (const corpus::Affiliation& affiliation : paper.affiliations)
      add(TextField::affiliation, affiliation.raw);
    for (const std::string& keyword : paper.keywords) add(TextField::keyword, keyword);
    add(TextField::funding, paper.funding_text);
    add(TextField::venue, paper.venue, true);
    for (std::size_t f = 0; f < format::kFacetFields; ++f)
      out.values[f] = values(paper, static_cast<FacetField>(f));
    papers_.push_back(std::move(out));
  }
}

Oracle::Wanted Oracle::wanted(const format::Token& token, NodeKind kind, unsigned edits) {
  const std::string word(token.word);
  Wanted out(words_.size(), false);
  std::map<format::Stemmer, std::string> stems;
  for (std::size_t i = 0; i < words_.size(); ++i) {
    const KnownWord& known = words_[i];
    if (token.ideograph || kind == NodeKind::exact) {
      out[i] = known.text == word;
    } else if (kind == NodeKind::prefix) {
      out[i] = known.text.rfind(word, 0) == 0;
    } else if (kind == NodeKind::fuzzy) {
      out[i] = !known.ideograph &&
               base::edit_distance(base::to_u32(known.text), base::to_u32(word), edits) <= edits;
    } else {
      const auto [at, fresh] = stems.try_emplace(known.stemmer);
      if (fresh) at->second = analyzer_.stem(word, known.stemmer);
      out[i] = at->second == known.stem;
    }
  }
  return out;
}

std::optional<Oracle::Asked> Oracle::ask(const Node& leaf) {
  std::vector<format::Token> tokens;
  analyzer_.analyze_names(leaf.text, tokens);
  if (tokens.empty()) return std::nullopt;
  std::vector<std::pair<std::string, bool>> copies;
  for (const format::Token& token : tokens) copies.emplace_back(token.word, token.ideograph);
  Asked out;
  if (leaf.kind == NodeKind::phrase) out.slop = leaf.distance;
  for (std::size_t i = 0; i < copies.size(); ++i) {
    NodeKind kind = leaf.kind;
    if (kind == NodeKind::prefix && i + 1 < copies.size()) kind = NodeKind::word;
    format::Token token;
    token.word = copies[i].first;
    token.ideograph = copies[i].second;
    out.words.push_back(wanted(token, kind, leaf.distance));
  }
  return out;
}

bool Oracle::occurs(const Asked& asked, const Value& value, std::size_t begin, std::size_t end) {
  for (std::size_t first = begin; first < end; ++first) {
    if (!asked.words[0][value[first]]) continue;
    // The earliest place for each next word leaves most room for the others.
    std::size_t position = first;
    std::size_t word = 1;
    while (word < asked.words.size() && ++position < end) {
      if (asked.words[word][value[position]]) {
        ++word;
      } else if (asked.slop == 0) {
        break;
      }
    }
    if (word < asked.words.size()) continue;
    if (position - first + 1 - asked.words.size() <= asked.slop) return true;
  }
  return false;
}

bool Oracle::occurs_near(const std::vector<Asked>& parts, unsigned distance, const Value& value) {
  std::size_t stretch = distance + 1;
  for (const Asked& part : parts) stretch += part.words.size() - 1;
  for (std::size_t begin = 0; begin < value.size(); ++begin) {
    const std::size_t end = std::min(value.size(), begin + stretch);
    if (std::all_of(parts.begin(), parts.end(),
                    [&](const Asked& part) { return occurs(part, value, begin, end); }))
      return true;
  }
  return false;
}

template <typename Meets>
Oracle::Ids Oracle::in_fields(std::optional<TextField> field, Meets&& meets) const {
  Ids out;
  for (const Analysed& paper : papers_) {
    for (std::size_t f = 0; f < format::kTextFields; ++f) {
      if (field && static_cast<std::size_t>(*field) != f) continue;
      if (std::any_of(paper.fields[f].begin(), paper.fields[f].end(), meets)) out.insert(paper.id);
    }
  }
  return out;
}

Oracle::Ids Oracle::same(const std::vector<Asked>& parts) const {
  const auto held = [&](const std::vector<Value>& strings) {
    return std::all_of(parts.begin(), parts.end(), [&](const Asked& part) {
      return std::any_of(strings.begin(), strings.end(),
                         [&](const Value& value) { return occurs(part, value); });
    });
  };
  Ids out;
  for (const Analysed& paper : papers_) {
    if (paper.unpaired) {
      if (pair_all_ && held(paper.fields[static_cast<std::size_t>(TextField::affiliation)]))
        out.insert(paper.id);
    } else if (std::any_of(paper.authors.begin(), paper.authors.end(), held)) {
      out.insert(paper.id);
    }
  }
  return out;
}

Oracle::Ids Oracle::everything() const {
  Ids out;
  for (const Analysed& paper : papers_) out.insert(paper.id);
  return out;
}

Oracle::Ids Oracle::matches(const query::Clause& clause) const {
  Ids out;
  for (const Analysed& paper : papers_) {
    const std::set<std::string>& values = paper.values[static_cast<std::size_t>(clause.field)];
    bool bears = values.empty() && clause.none;
    for (const std::string& value : values) bears = bears || names_value(clause, value);
    if (bears != clause.negated) out.insert(paper.id);
  }
  return out;
}

std::optional<Oracle::Ids> Oracle::evaluate(const Node& node) {
  switch (node.kind) {
    case NodeKind::everything:
      return everything();
    case NodeKind::word:
    case NodeKind::exact:
    case NodeKind::phrase:
    case NodeKind::prefix:
    case NodeKind::fuzzy: {
      const std::optional<Asked> asked = ask(node);
      if (!asked) return std::nullopt;
      return in_fields(node.field, [&](const Value& value) { return occurs(*asked, value); });
    }
    case NodeKind::near:
    case NodeKind::same: {
      std::vector<Asked> parts;
      std::optional<TextField> field;
      for (const Node& child : node.children) {
        std::optional<Asked> part = ask(child);
        if (!part) continue;
        if (child.field) field = child.field;
        parts.push_back(std::move(*part));
      }
      if (parts.empty()) return std::nullopt;
      if (node.kind == NodeKind::same) return same(parts);
      return in_fields(field, [&](const Value& value) { return occurs_near(parts, node.distance, value); });
    }
    case NodeKind::all_of:
    case NodeKind::any_of: {
      std::optional<Ids> out;
      for (const Node& child : node.children) {
        const std::optional<Ids> part = evaluate(child);
        if (!part) continue;
        if (!out) {
          out = part;
        } else {
          out = node.kind == NodeKind::all_of ? common(*out, *part) : joined(*out, *part);
        }
      }
      return out;
    }
    case NodeKind::none_of: {
      const std::optional<Ids> inner = evaluate(node.children.at(0));
      if (!inner) return std::nullopt;
      return difference(everything(), *inner);
    }
    case NodeKind::filter: {
      query::Clause clause;
      clause.field = *node.filter_field;
      clause.values = node.filter_values;
      clause.none = node.filter_none;
      return matches(clause);
    }
    case NodeKind::id: {
      Ids out;
      if (everything().contains(node.text)) out.insert(node.text);
      return out;
    }
  }
  return std::nullopt;
}

Oracle::Ids Oracle::matches(const Node& tree) {
  return evaluate(tree).value_or(Ids{});
}

std::size_t Oracle::undecided(const Node& tree, const Ids& among) {
  const Ids certain = common(matches(tree), among);
  pair_all_ = true;
  const Ids possible = common(matches(tree), among);
  pair_all_ = false;
  return difference(certain, possible).size() + difference(possible, certain).size();
}

std::map<std::string, std::size_t> Oracle::count(FacetField field, const Ids& ids) const {
  std::map<std::string, std::size_t> out;
  for (const Analysed& paper : papers_) {
    if (!ids.contains(paper.id)) continue;
    for (const std::string& value : paper.values[static_cast<std::size_t>(field)]) ++out[value];
  }
  return out;
}

std::size_t Oracle::without(FacetField field, const Ids& ids) const {
  std::size_t out = 0;
  for (const Analysed& paper : papers_)
    out += ids.contains(paper.id) && paper.values[static_cast<std::size_t>(field)].empty() ? 1 : 0;
  return out;
}

}  // namespace labtrail::tests
