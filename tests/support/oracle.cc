#include "tests/support/oracle.h"

#include <algorithm>
#include <cctype>

#include "corpus/base/identifier.h"
#include "corpus/base/text.h"

namespace labtrail::tests {

using format::FacetField;
using format::TextField;
using query::Node;
using query::NodeKind;

namespace {

bool is_organisation(FacetField field) {
  return field == FacetField::institution || field == FacetField::lab || field == FacetField::funder;
}

/// Does a clause on this field look at such a mention?
bool looks_at(FacetField field, const query::MentionScope& scope, const tagging::TagValue& mention) {
  const bool state = scope.states == 0 ? mention.state == format::State::asserted : scope.has(mention.state);
  const bool role = scope.roles == 0 ? mention.role == format::own_role(field) : scope.has(mention.role);
  if (!state || !role) return false;
  if (field == FacetField::funder && mention.role != format::Role::funder)
    return mention.field != FacetField::funder;
  return mention.field == field;
}

bool looks_at_any(const query::MentionScope& scope, const tagging::TagValue& mention) {
  return looks_at(mention.field, scope, mention);
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

std::set<std::string> Oracle::values(tagging::Tagger& tagger, const corpus::Paper& paper, FacetField field) {
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
    default:
      // Entities: what the tagger says of this one paper, without columns, segments or merging.
      for (const tagging::TagValue& value : tagger.tag(paper).values) {
        if (value.field == field && value.state == format::State::asserted &&
            (!is_organisation(field) || value.role == format::own_role(field)))
          out.insert(value.value);
      }
      break;
  }
  out.erase("");
  return out;
}

tagging::Tagger Oracle::shipped_tagger() {
  auto knowledge = tagging::load_knowledge({});
  if (!knowledge) throw base::Failure(knowledge.error());
  return tagging::Tagger(*knowledge);
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
  tagging::Tagger tagger = shipped_tagger();
  for (const corpus::Paper& paper : papers) {
    Analysed out;
    out.id = paper.id;
    for (const auto& [scheme, value] : paper.ids)
      out.identifiers.push_back(scheme + ":" + (scheme == "openalex" ? value : base::ascii_lower(value)));
    if (paper.id.starts_with("doi:")) out.identifiers.push_back(base::ascii_lower(paper.id));
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
      out.values[f] = values(tagger, paper, static_cast<FacetField>(f));
    for (const tagging::TagValue& value : tagger.tag(paper).values) {
      if (is_organisation(value.field)) out.mentions.push_back(value);
    }
    papers_.push_back(std::move(out));
  }
  synonyms_ = tagger.synonyms();
}

Oracle::Wanted Oracle::wanted(const format::Token& token, NodeKind kind, unsigned edits) {
  const std::string word(token.word);
  Wanted out(words_.size(), false);
  std::map<format::Stemmer, std::string> stems;
  for (std::size_t i = 0; i < words_.size(); ++i) {
    const KnownWord& known = words_[i];
    if (token.ideograph || kind == NodeKind::exact || kind == NodeKind::whole) {
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

std::string Oracle::counted(FacetField field, const std::string& text) const {
  std::string out = text;
  for (char& c : out) {
    const auto letter = static_cast<unsigned char>(c);
    if (field == FacetField::country) c = static_cast<char>(std::toupper(letter));
    if (field == FacetField::language) c = static_cast<char>(std::tolower(letter));
  }
  if (!is_organisation(field) && field != FacetField::lineage) return out;
  const std::string url = "https://ror.org/";
  if (out.rfind(url, 0) == 0) out = "ror:" + out.substr(url.size());
  const auto known = synonyms_.find(field == FacetField::lab ? "lab:" + out : out);
  return known == synonyms_.end() ? out : known->second;
}

bool Oracle::bears(const Analysed& paper, const query::Clause& clause) const {
  const auto among = [&](auto&& wanted) {
    return std::any_of(paper.mentions.begin(), paper.mentions.end(), wanted);
  };
  const auto any = [&](const tagging::TagValue& mention) { return looks_at_any(clause.scope, mention); };
  if (clause.any_organisation) return among(any);
  if (is_organisation(clause.field)) {
    const auto looked_at = [&](const tagging::TagValue& mention) {
      return looks_at(clause.field, clause.scope, mention);
    };
    if (clause.none && !among(looked_at) && (!clause.scope.given() || among(any))) return true;
    return std::any_of(clause.values.begin(), clause.values.end(), [&](const query::FilterValue& wanted) {
      return among([&](const tagging::TagValue& mention) {
        return looked_at(mention) && mention.value == counted(mention.field, wanted.text);
      });
    });
  }
  const std::set<std::string>& values = paper.values[static_cast<std::size_t>(clause.field)];
  if (values.empty() && clause.none) return true;
  return std::any_of(clause.values.begin(), clause.values.end(), [&](const query::FilterValue& wanted) {
    if (clause.field != FacetField::year) return values.contains(counted(clause.field, wanted.text));
    return std::any_of(values.begin(), values.end(), [&](const std::string& year) {
      return wanted.low <= std::stoi(year) && std::stoi(year) <= wanted.high;
    });
  });
}

Oracle::Ids Oracle::matches(const query::Clause& clause) const {
  Ids out;
  for (const Analysed& paper : papers_) {
    if (bears(paper, clause) != clause.negated) out.insert(paper.id);
  }
  return out;
}

namespace {

/// False where a state is said already.
bool widen(query::MentionScope& scope) {
  if (scope.states != 0) return false;
  scope.states =
      1 << static_cast<int>(format::State::asserted) | 1 << static_cast<int>(format::State::candidate);
  return true;
}

bool widen(Node& node, bool& found) {
  if (node.kind == NodeKind::filter && (node.any_organisation || is_organisation(*node.filter_field))) {
    found = true;
    if (!widen(node.scope)) return false;
  }
  return std::all_of(node.children.begin(), node.children.end(),
                     [&](Node& child) { return widen(child, found); });
}

}  // namespace

bool Oracle::with_candidates(Node& tree, std::vector<query::Clause>& clauses) {
  bool found = false;
  for (query::Clause& clause : clauses) {
    if (!clause.any_organisation && !is_organisation(clause.field)) continue;
    found = true;
    if (!widen(clause.scope)) return false;
  }
  return widen(tree, found) && found;
}

std::optional<Oracle::Ids> Oracle::evaluate(const Node& node) {
  switch (node.kind) {
    case NodeKind::everything:
      return everything();
    case NodeKind::word:
    case NodeKind::exact:
    case NodeKind::phrase:
    case NodeKind::whole:
    case NodeKind::prefix:
    case NodeKind::fuzzy: {
      const std::optional<Asked> asked = ask(node);
      if (!asked) return std::nullopt;
      if (node.kind == NodeKind::whole)
        return in_fields(node.field, [&](const Value& value) {
          return value.size() == asked->words.size() && occurs(*asked, value);
        });
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
      clause.field = node.filter_field.value_or(FacetField::institution);
      clause.scope = node.scope;
      clause.any_organisation = node.any_organisation;
      clause.values = node.filter_values;
      clause.none = node.filter_none;
      return matches(clause);
    }
    case NodeKind::id: {
      Ids out;
      const std::string identifier = base::pasted_identifier(node.text);
      for (const Analysed& paper : papers_) {
        const bool named = std::count(paper.identifiers.begin(), paper.identifiers.end(), identifier) > 0;
        if (paper.id == node.text || paper.id == identifier || named) out.insert(paper.id);
      }
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
