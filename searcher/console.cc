#include "searcher/console.h"

#include <fmt/format.h>

#include <algorithm>

#include "corpus/base/text.h"

namespace labtrail::console {
namespace {

/// The blocks that terminals draw two columns wide (Unicode's East Asian Width, W and F, without the rare
/// ones).
bool is_wide(char32_t c) {
  return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
         (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1F64F) || (c >= 0x20000 && c <= 0x3FFFD);
}

bool is_mark(char32_t c) {
  return (c >= 0x0300 && c <= 0x036F) || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069) || (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE00 && c <= 0xFE0F);
}

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

/// "1 paper", "1,234 papers"
std::string papers(std::uint64_t number) {
  return fmt::format("{} paper{}", grouped(number), number == 1 ? "" : "s");
}

/// The text, and carets under [offset, offset + length) of it.
std::string pointed(std::string_view text, std::size_t offset, std::size_t length) {
  offset = std::min(offset, text.size());
  const std::string before = printable(text.substr(0, offset));
  const std::string at = printable(text.substr(offset, length));
  // Long texts are cut to a window around the place.
  constexpr std::size_t kWindow = 60;
  std::size_t begin = 0;
  if (before.size() > kWindow) {
    begin = before.size() - kWindow;
    while (begin < before.size() && (static_cast<unsigned char>(before[begin]) & 0xC0) == 0x80) ++begin;
  }
  const std::string lead = (begin == 0 ? "" : "...") + before.substr(begin);
  const std::string rest = printable(text.substr(std::min(offset + length, text.size())));
  std::size_t end = std::min(rest.size(), kWindow);
  while (end < rest.size() && (static_cast<unsigned char>(rest[end]) & 0xC0) == 0x80) --end;
  return fmt::format("  {}{}{}{}\n  {:>{}}{}\n", lead, at, rest.substr(0, end),
                     end < rest.size() ? "..." : "", "", width(lead),
                     std::string(std::max<std::size_t>(width(at), 1), '^'));
}

void append_authors(std::string& out, const corpus::Paper& paper) {
  constexpr std::size_t kNamed = 4;
  for (std::size_t i = 0; i < std::min(paper.authors.size(), kNamed); ++i) {
    out += fmt::format("{}{}", i == 0 ? "" : ", ", printable(paper.authors[i].name));
  }
  if (paper.authors.size() > kNamed) out += fmt::format(" and {} more", paper.authors.size() - kNamed);
}

void append_hit(std::string& out, std::size_t number, const searcher::Hit& hit, bool scored) {
  const corpus::Paper& paper = hit.paper;
  const std::string year = paper.year == 0 ? "----" : std::to_string(paper.year);
  out += fmt::format("\n{:>4}  {}  {}", number, year, printable(paper.title));
  if (paper.retracted) out += "  [retracted]";
  out += fmt::format("\n{:>12}", "");
  append_authors(out, paper);
  if (!paper.authors.empty() && !paper.venue.empty()) out += "; ";
  out += printable(paper.venue);
  if (!paper.status.empty()) out += fmt::format(" ({})", printable(paper.status));
  out += fmt::format("\n{:>12}{}", "", printable(paper.id));
  if (scored) out += fmt::format("   score {:.3f}", hit.score);
  out += '\n';
}

void append_facet(std::string& out, const searcher::Facet& facet) {
  out += fmt::format("\n{}: {} values, {} papers without\n", format::name(facet.field),
                     grouped(facet.distinct), grouped(facet.none));
  for (const searcher::FacetBucket& bucket : facet.buckets) {
    const std::string mark = bucket.selected ? "+" : bucket.excluded ? "-" : " ";
    out += fmt::format("{:>12} {} {}", grouped(bucket.count), mark, printable(bucket.label));
    if (bucket.label != bucket.value) out += fmt::format("  [{}]", printable(bucket.value));
    out += '\n';
  }
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  const std::string repaired = base::repair_utf8(text);
  for (std::size_t offset = 0; offset < repaired.size();) {
    const std::size_t start = offset;
    const char32_t c = base::next_code_point(repaired, offset);
    if (c < 0x20 || (c >= 0x7F && c < 0xA0)) {
      out += ' ';
    } else {
      out.append(repaired, start, offset - start);
    }
  }
  return out;
}

std::size_t width(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t offset = 0; offset < text.size();) {
    const char32_t c = base::next_code_point(text, offset);
    if (!is_mark(c)) columns += is_wide(c) ? 2 : 1;
  }
  return columns;
}

std::string describe(const base::Error& error, std::string_view query, std::string_view filter) {
  std::string out = fmt::format("labtrail-search: {}\n", printable(error.message));
  if (error.code == base::ErrorCode::bad_query && !query.empty())
    out += pointed(query, error.offset, error.length);
  if (error.code == base::ErrorCode::bad_filter && !filter.empty()) {
    out += pointed(filter, error.offset, error.length);
  }
  if (!error.hint.empty()) out += fmt::format("  {}\n", printable(error.hint));
  return out;
}

std::string table(const searcher::Response& response) {
  std::string out =
      fmt::format("{} of {} (generation {}, {})\n", papers(response.total),
                  grouped(response.generation.papers), response.generation.number, response.generation.date);
  if (response.candidates.value_or(0) > 0) {
    out += fmt::format("  and {} more if candidates counted too: state:asserted|candidate\n",
                       papers(*response.candidates));
  }
  for (const query::Diagnostic& diagnostic : response.diagnostics) {
    out += fmt::format("  note: {}{}{}\n", printable(diagnostic.message), diagnostic.hint.empty() ? "" : "; ",
                       printable(diagnostic.hint));
  }
  if (response.spelling) {
    out += fmt::format("  did you mean: {} ({})\n", printable(response.spelling->query),
                       papers(response.spelling->count));
  }
  for (std::size_t i = 0; i < response.hits.size(); ++i) {
    append_hit(out, i + 1, response.hits[i], response.sort == searcher::Sort::relevance);
  }
  for (const searcher::Facet& facet : response.facets) append_facet(out, facet);
  if (!response.next_cursor.empty()) out += fmt::format("\nmore: --cursor {}\n", response.next_cursor);
  return out;
}

std::string table(const searcher::Explanation& explanation) {
  std::string out = "tokens\n";
  for (const std::string& token : explanation.tokens) out += fmt::format("  {}\n", printable(token));
  out +=
      fmt::format("tree\n  {}\nxapian\n  {}\n", printable(explanation.tree), printable(explanation.xapian));
  if (!explanation.notes.empty()) out += "notes\n";
  for (const std::string& note : explanation.notes) out += fmt::format("  {}\n", printable(note));
  return out;
}

}  // namespace labtrail::console
