#include "searcher/query/filter.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "corpus/base/text.h"
#include "searcher/query/characters.h"
#include "searcher/query/fields.h"
#include "searcher/query/modifiers.h"
#include "searcher/query/values.h"

namespace labtrail::query {
namespace {

using base::Error;
using base::ErrorCode;
using format::FacetField;

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
constexpr std::string_view kJoint = "joint";

bool is_side(FacetField field) {
  return field == FacetField::lab || field == FacetField::institution || field == FacetField::country ||
         field == FacetField::list || field == FacetField::lineage;
}

bool is_number(FacetField field) {
  return format::row(field).kind == format::Kind::number;
}

/// Which facet a name means, or why it means none; `offset` and `length` are the name's place in the text.
base::Result<FacetField> facet_named(std::string_view name, ErrorCode code, std::size_t offset,
                                     std::size_t length) {
  const FieldName field = filter_field(name);
  const std::string lower = base::ascii_lower(name);
  switch (field.kind) {
    case FieldName::Kind::facet:
      return field.facet;
    case FieldName::Kind::modifier:
      return base::fail_at(code, fmt::format("'{}' has no counts of its own", lower), offset, length,
                           fmt::format("write it beside a clause of the filter: lab:...,{}:...", lower));
    case FieldName::Kind::text:
    case FieldName::Kind::id:
    case FieldName::Kind::printed:
      return base::fail_at(code, fmt::format("'{}' is a field of queries, not of filters", lower), offset,
                           length, fmt::format("write {}:... in the query", lower));
    case FieldName::Kind::unknown:
      break;
  }
  return base::fail_at(code, fmt::format("unknown field '{}'", name), offset, length,
                       filter_field_hint(name));
}

class FilterParser {
 public:
  FilterParser(std::string_view text, const FilterLimits& limits) : text_(text), limits_(limits) {}

  base::Result<std::vector<Clause>> run() {
    std::vector<Clause> clauses;
    skip_blanks();
    if (position_ == text_.size()) return clauses;
    for (std::size_t read = 0;; ++read) {
      if (read == limits_.clauses) {
        return fail(ErrorCode::too_large, fmt::format("the filter has more than {} clauses", limits_.clauses),
                    position_, 0);
      }
      auto clause = read_clause();
      if (!clause) return tl::unexpected<Error>(std::move(clause.error()));
      if (!clause->any_organisation) {
        clauses.push_back(std::move(*clause));
      } else if (auto failed = take_modifier(*clause)) {
        return tl::unexpected<Error>(std::move(*failed));
      }
      if (position_ == text_.size()) break;
      ++position_;  // the comma
    }
    if (modifiers_) bind(clauses);
    return clauses;
  }

 private:
  tl::unexpected<Error> fail(ErrorCode code, std::string message, std::size_t begin, std::size_t length,
                             std::string hint = {}) const {
    return base::fail_at(code, std::move(message), begin, length, std::move(hint));
  }
  tl::unexpected<Error> bad(std::string message, std::size_t begin, std::size_t end,
                            std::string hint = {}) const {
    return fail(ErrorCode::bad_filter, std::move(message), begin, end - begin, std::move(hint));
  }
  char at(std::size_t i) const { return i < text_.size() ? text_[i] : '\0'; }
  void skip_blanks() {
    while (is_blank(at(position_))) ++position_;
  }
  std::size_t trimmed(std::size_t begin, std::size_t end) const {
    while (end > begin && is_blank(text_[end - 1])) --end;
    return end;
  }

  base::Result<Clause> read_clause() {
    skip_blanks();
    const std::size_t begin = position_;
    const std::size_t stop = std::min(text_.find_first_of(":,|\"", begin), text_.size());
    const std::size_t name_end = trimmed(begin, stop);
    const std::string_view name = text_.substr(begin, name_end - begin);
    if (at(stop) != ':') {
      if (name.empty() && (stop == text_.size() || at(stop) == ',')) {
        return bad("a clause is empty", begin, std::min(stop + 1, text_.size()), "remove the comma");
      }
      return bad(fmt::format("'{}' has no ':'", name.empty() ? text_.substr(begin, 1) : name), begin,
                 name.empty() ? begin + 1 : name_end, "write field:value, for example country:CN");
    }
    if (name.empty()) return bad("a field name is missing before ':'", begin, stop + 1, "write field:value");
    position_ = stop + 1;
    if (const FieldName known = filter_field(name); known.kind == FieldName::Kind::modifier)
      return read_modifier(known.modifier, begin);
    if (base::ascii_lower(name) == kJoint) return read_joint(begin);
    const auto field = facet_named(name, ErrorCode::bad_filter, begin, name.size());
    if (!field) return tl::unexpected<Error>(field.error());

    Clause clause;
    clause.field = *field;
    clause.offset = begin;
    clause.negated = read_sign();
    for (;;) {
      if (++values_ > limits_.values) {
        return fail(ErrorCode::too_large, fmt::format("the filter has more than {} values", limits_.values),
                    position_, 0);
      }
      if (auto failed = read_value(clause)) return tl::unexpected<Error>(std::move(*failed));
      if (at(position_) != '|') break;
      ++position_;
    }
    clause.length = trimmed(begin, position_) - begin;
    return clause;
  }

  /// `!` directly behind the colon.
  bool read_sign() {
    skip_blanks();
    if (at(position_) != '!') return false;
    ++position_;
    return true;
  }
  /// state: or role: as a clause on any organisation.
  base::Result<Clause> read_modifier(Modifier modifier, std::size_t begin) {
    Clause clause;
    clause.any_organisation = true;
    clause.field = FacetField::institution;  // not a year, for whoever looks at the field alone
    clause.offset = begin;
    const bool negated = read_sign();
    std::uint8_t& bits = bits_of(clause.scope, modifier);
    for (;;) {
      FilterValue value;
      bool quoted = false;
      if (auto failed = read_text(value, quoted)) return tl::unexpected<Error>(std::move(*failed));
      const auto bit = parse_modifier(modifier, value.text);
      if (!bit) {
        return bad(unknown_value(modifier, value.text), value.offset, value.offset + value.length,
                   values_hint(modifier));
      }
      bits |= *bit;
      if (at(position_) != '|') break;
      ++position_;
    }
    clause.length = trimmed(begin, position_) - begin;
    if (negated) bits = complement(modifier, bits);
    if (bits == 0) return bad(nothing_left(modifier), begin, begin + clause.length, values_hint(modifier));
    return clause;
  }

  /// One subject, in quotes where it has several values.
  base::Result<Clause> read_joint(std::size_t begin) {
    Clause clause;
    clause.field = FacetField::list;  // not a year, for whoever looks at the field alone
    clause.offset = begin;
    clause.negated = read_sign();
    FilterValue value;
    bool quoted = false;
    if (auto failed = read_text(value, quoted)) return tl::unexpected<Error>(std::move(*failed));
    const std::size_t end = value.offset + value.length;
    if (at(position_) == '|')
      return bad("a joint clause has one subject", position_, position_ + 1,
                 "several values stand in quotes: joint:\"lab:a|b\"");
    auto joint = parse_joint(value.text);
    if (!joint) return bad(joint.error().message, value.offset, end, joint.error().hint);
    for (const std::string* part : {&joint->subject, &joint->other}) {
      if (part->empty()) continue;
      const auto clauses = parse_filter(*part, limits_);
      if (!clauses) return bad("joint: " + clauses.error().message, value.offset, end, clauses.error().hint);
      const bool one = clauses->size() == 1 && !clauses->front().negated && !clauses->front().none &&
                       !clauses->front().any_organisation && !clauses->front().joint &&
                       is_side(clauses->front().field);
      if (!one)
        return bad(fmt::format("'{}' is no side of a joint paper", *part), value.offset, end,
                   "a side is one lab, institution, country or list");
    }
    value.text = to_string(*joint);
    clause.joint = std::move(*joint);
    clause.values.push_back(std::move(value));
    clause.length = trimmed(begin, position_) - begin;
    return clause;
  }

  /// Joins a modifier to those read before; one of a kind in a filter.
  std::optional<Error> take_modifier(const Clause& modifier) {
    if (!modifiers_) {
      modifiers_ = modifier;
      return std::nullopt;
    }
    for (const Modifier kind : {Modifier::state, Modifier::role}) {
      MentionScope fresh = modifier.scope;
      std::uint8_t& known = bits_of(modifiers_->scope, kind);
      if (bits_of(fresh, kind) == 0) continue;
      if (known != 0)
        return bad(given_twice(kind), modifier.offset, modifier.offset + modifier.length, several_hint(kind))
            .value();
      known = bits_of(fresh, kind);
    }
    return std::nullopt;
  }

  /// Gives the modifiers to the clauses on organisations; where none of those narrows, any organisation must.
  void bind(std::vector<Clause>& clauses) const {
    bool narrowed = false;
    for (Clause& clause : clauses) {
      if (clause.joint || !takes_modifiers(clause.field)) continue;
      clause.scope = modifiers_->scope;
      narrowed = narrowed || !clause.negated;
    }
    if (!narrowed) clauses.push_back(*modifiers_);
  }

  /// One value as it stands, without its quotes, and where; position_ is then on `|`, on `,` or at the end.
  std::optional<Error> read_text(FilterValue& value, bool& quoted) {
    skip_blanks();
    const std::size_t begin = position_;
    std::size_t end = begin;
    quoted = at(begin) == '"';
    if (quoted) {
      if (auto failed = read_quoted(value.text)) return failed;
      end = position_;
      skip_blanks();
      if (position_ < text_.size() && at(position_) != ',' && at(position_) != '|') {
        return bad("only ',' or '|' may follow a closing quotation mark", position_, position_ + 1,
                   "write \\\" for a quotation mark inside a value")
            .value();
      }
    } else {
      position_ = std::min(text_.find_first_of(",|", begin), text_.size());
      end = trimmed(begin, position_);
      value.text = std::string(text_.substr(begin, end - begin));
      if (const std::size_t quote = value.text.find('"'); quote != std::string::npos) {
        return bad("a quotation mark stands inside a value", begin + quote, begin + quote + 1,
                   "put the whole value in quotes and write \\\" inside")
            .value();
      }
    }
    value.offset = begin;
    value.length = end - begin;
    return std::nullopt;
  }

  /// Appends one value of a clause on a field.
  std::optional<Error> read_value(Clause& clause) {
    const std::string name(format::name(clause.field));
    FilterValue value;
    bool quoted = false;
    if (auto failed = read_text(value, quoted)) return failed;
    const std::size_t begin = value.offset;
    const std::size_t end = begin + value.length;
    if (!quoted && value.text == "(none)") {
      clause.none = true;
      return std::nullopt;
    }
    if (!quoted && !value.text.empty() && value.text.front() == '!') {
      return bad("'!' stands only directly behind the colon", begin, begin + 1,
                 fmt::format("{}:!a|b is neither a nor b; put a value that starts with '!' in quotes", name))
          .value();
    }
    const bool compares = !value.text.empty() && (value.text.front() == '>' || value.text.front() == '<');
    if (!quoted && compares && !is_number(clause.field)) {
      return bad(fmt::format("'{}' cannot be compared", name), begin, end,
                 "only year takes '>', '<' and ranges")
          .value();
    }
    if (base::squeeze_space(value.text).empty()) {
      return bad(fmt::format("a value of '{}' is empty", name), begin, end,
                 fmt::format("write {}:(none) for papers without one", name))
          .value();
    }
    if (is_number(clause.field)) {
      auto parsed = parse_number(name, value.text);
      if (!parsed) return bad(parsed.error().message, begin, end, parsed.error().hint).value();
      value = std::move(*parsed);
      value.offset = begin;
      value.length = end - begin;
    }
    clause.values.push_back(std::move(value));
    return std::nullopt;
  }

  std::optional<Error> read_quoted(std::string& out) {
    const std::size_t quote = position_++;
    for (; position_ < text_.size(); ++position_) {
      if (text_[position_] == '"') {
        ++position_;
        return std::nullopt;
      }
      if (text_[position_] == '\\' && position_ + 1 < text_.size()) ++position_;
      out += text_[position_];
    }
    return bad("the quotation mark is not closed", quote, quote + 1, "add a closing '\"'").value();
  }

  std::string_view text_;
  const FilterLimits& limits_;
  std::size_t position_ = 0;
  std::size_t values_ = 0;
  std::optional<Clause> modifiers_;  ///< state: and role: read so far
};

bool needs_quotes(std::string_view text) {
  return text == "(none)" || text.find_first_of(",|\"") != std::string_view::npos || is_blank(text.front()) ||
         is_blank(text.back()) || text.front() == '!' || text.front() == '>' || text.front() == '<';
}

/// Filters are written by programs too: quotes are ASCII only, so other quotation marks need no escape.
std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out += '"';
}

/// A clause without its modifiers.
std::string clause_text(const Clause& clause) {
  std::vector<std::string> values;
  for (const FilterValue& value : clause.values) {
    if (!clause.joint && is_number(clause.field)) {
      values.push_back(number_text(value, "-"));
    } else {
      values.push_back(needs_quotes(value.text) ? in_quotes(value.text) : value.text);
    }
  }
  if (clause.none) values.emplace_back("(none)");
  return fmt::format("{}:{}{}", clause.joint ? kJoint : format::name(clause.field), clause.negated ? "!" : "",
                     fmt::join(values, "|"));
}

}  // namespace

base::Result<std::vector<Clause>> parse_filter(std::string_view text, const FilterLimits& limits) {
  if (auto refused = check_size(text, limits.bytes, "filter"))
    return tl::unexpected<Error>(std::move(*refused));
  if (auto refused = check_characters(text, ErrorCode::bad_filter, "filter")) {
    return tl::unexpected<Error>(std::move(*refused));
  }
  return FilterParser(text, limits).run();
}

Clause value_clause(FacetField field, std::string_view text) {
  Clause clause;
  clause.field = field;
  FilterValue value;
  if (is_number(field)) {
    if (auto parsed = parse_number(std::string(format::name(field)), text)) value = std::move(*parsed);
  }
  value.text = text;
  clause.values.push_back(std::move(value));
  return clause;
}

Clause joint_clause(JointClause joint) {
  Clause clause;
  clause.field = FacetField::list;
  clause.joint = std::move(joint);
  FilterValue value;
  value.text = to_string(*clause.joint);
  clause.values.push_back(std::move(value));
  return clause;
}

bool is_entity(const Clause& clause) {
  return clause.any_organisation || (!clause.joint && takes_modifiers(clause.field));
}

std::string to_string(const std::vector<Clause>& clauses) {
  std::vector<std::string> parts;
  MentionScope scope;
  for (const Clause& clause : clauses) {
    if (is_entity(clause) && !scope.given()) scope = clause.scope;
    if (!clause.any_organisation) parts.push_back(clause_text(clause));
  }
  for (std::string& modifier : modifier_texts(scope)) parts.push_back(std::move(modifier));
  return fmt::format("{}", fmt::join(parts, ","));
}

base::Result<std::vector<FacetRequest>> parse_facets(std::string_view text) {
  constexpr std::size_t kMostBytes = 4096;
  constexpr std::size_t kMostBuckets = 1000;
  constexpr ErrorCode kCode = ErrorCode::bad_request;
  if (auto refused = check_size(text, kMostBytes, "list of facets"))
    return tl::unexpected<Error>(std::move(*refused));
  if (auto refused = check_characters(text, kCode, "list of facets"))
    return tl::unexpected<Error>(std::move(*refused));
  std::vector<FacetRequest> requests;
  if (base::trim(text).empty()) return requests;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    const std::string_view item = base::trim(text.substr(begin, end - begin));
    const std::size_t offset = item.empty() ? begin : static_cast<std::size_t>(item.data() - text.data());
    if (item.empty())
      return base::fail_at(kCode, "a facet name is missing", offset, end - begin, "remove the comma");
    const std::size_t colon = std::min(item.find(':'), item.size());
    const std::string_view name = base::trim(item.substr(0, colon));
    const auto field = facet_named(name, kCode, offset, name.size());
    if (!field) return tl::unexpected<Error>(field.error());
    FacetRequest request;
    request.field = *field;
    if (colon < item.size()) {
      const std::string_view digits = base::trim(item.substr(colon + 1));
      std::size_t limit = 0;
      const bool number = !digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos;
      for (std::size_t i = 0; number && i < digits.size() && limit <= kMostBuckets; ++i) {
        limit = limit * 10 + static_cast<std::size_t>(digits[i] - '0');
      }
      if (limit < 1 || limit > kMostBuckets) {
        return base::fail_at(
            kCode,
            fmt::format("the number of buckets of '{}' is 1 to {}", base::ascii_lower(name), kMostBuckets),
            offset, item.size(), fmt::format("write {}:50", base::ascii_lower(name)));
      }
      request.limit = limit;
    }
    for (const FacetRequest& other : requests) {
      if (other.field != request.field) continue;
      return base::fail_at(kCode, fmt::format("the facet '{}' is asked for twice", base::ascii_lower(name)),
                           offset, item.size());
    }
    requests.push_back(request);
    begin = end + 1;
  }
  return requests;
}

}  // namespace labtrail::query
