#include "searcher/query/filter.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "corpus/base/text.h"
#include "searcher/query/characters.h"
#include "searcher/query/fields.h"
#include "searcher/query/values.h"

namespace labtrail::query {
namespace {

using base::Error;
using base::ErrorCode;
using format::FacetField;

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
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
    case FieldName::Kind::resolver:
      return base::fail_at(code, resolver_message(name), offset, length);
    case FieldName::Kind::text:
    case FieldName::Kind::id:
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
    for (;;) {
      if (clauses.size() == limits_.clauses) {
        return fail(ErrorCode::too_large, fmt::format("the filter has more than {} clauses", limits_.clauses),
                    position_, 0);
      }
      auto clause = read_clause();
      if (!clause) return tl::unexpected<Error>(std::move(clause.error()));
      clauses.push_back(std::move(*clause));
      if (position_ == text_.size()) return clauses;
      ++position_;  // the comma
    }
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
    const auto field = facet_named(name, ErrorCode::bad_filter, begin, name.size());
    if (!field) return tl::unexpected<Error>(field.error());

    Clause clause;
    clause.field = *field;
    clause.offset = begin;
    position_ = stop + 1;
    skip_blanks();
    if (at(position_) == '!') {
      clause.negated = true;
      ++position_;
    }
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

  /// Appends one value; position_ is then on `|`, on `,` or at the end.
  std::optional<Error> read_value(Clause& clause) {
    skip_blanks();
    const std::string name(format::name(clause.field));
    const std::size_t begin = position_;
    FilterValue value;
    std::size_t end = begin;
    if (at(begin) == '"') {
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
      if (value.text == "(none)") {
        clause.none = true;
        return std::nullopt;
      }
      if (!value.text.empty() && value.text.front() == '!') {
        return bad("'!' stands only directly behind the colon", begin, begin + 1,
                   fmt::format("{}:!a|b is neither a nor b; put a value that starts with '!' in quotes",
                               name))
            .value();
      }
      if (!is_number(clause.field) && !value.text.empty() &&
          (value.text.front() == '>' || value.text.front() == '<')) {
        return bad(fmt::format("'{}' cannot be compared", name), begin, end,
                   "only year takes '>', '<' and ranges")
            .value();
      }
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
    }
    value.offset = begin;
    value.length = end - begin;
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

}  // namespace

base::Result<std::vector<Clause>> parse_filter(std::string_view text, const FilterLimits& limits) {
  if (auto refused = check_size(text, limits.bytes, "filter"))
    return tl::unexpected<Error>(std::move(*refused));
  if (auto refused = check_characters(text, ErrorCode::bad_filter, "filter")) {
    return tl::unexpected<Error>(std::move(*refused));
  }
  return FilterParser(text, limits).run();
}

std::string to_string(const std::vector<Clause>& clauses) {
  std::string out;
  for (const Clause& clause : clauses) {
    if (!out.empty()) out += ',';
    out += format::name(clause.field);
    out += clause.negated ? ":!" : ":";
    bool first = true;
    const auto add = [&](const std::string& value) {
      if (!first) out += '|';
      first = false;
      out += value;
    };
    for (const FilterValue& value : clause.values) {
      if (is_number(clause.field)) {
        add(number_text(value, "-"));
      } else {
        add(needs_quotes(value.text) ? in_quotes(value.text) : value.text);
      }
    }
    if (clause.none) add("(none)");
  }
  return out;
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
