#include "searcher/export/bibtex.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "corpus/base/hash.h"
#include "corpus/base/plain.h"
#include "corpus/base/text.h"
#include "searcher/export/reference.h"

namespace labtrail::exporting {
namespace {

struct Escape {
  char plain;
  std::string_view tex;
};

constexpr std::array kEscapes{
    Escape{'\\', "\\textbackslash{}"},
    Escape{'{', "\\textbraceleft{}"},
    Escape{'}', "\\textbraceright{}"},
    Escape{'~', "\\textasciitilde{}"},
    Escape{'^', "\\textasciicircum{}"},
    Escape{'#', "\\#"},
    Escape{'$', "\\$"},
    Escape{'%', "\\%"},
    Escape{'&', "\\&"},
    Escape{'_', "\\_"},
};

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// A link or identifier, which BibTeX styles take as it is: what could end the field is percent-encoded.
std::string verbatim(std::string_view text) {
  constexpr std::string_view kKept = "-._~:/?#[]@!$&'()*+,;=%";
  std::string out;
  for (const char c : text) {
    if (is_alphanumeric(c) || kKept.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

/// Names with a comma or the word "and" in them would be taken apart.
std::string name_list(const std::vector<corpus::Author>& authors) {
  std::string out;
  for (const corpus::Author& author : authors) {
    const std::string line = base::plain_line(author.name);
    if (line.empty()) continue;
    if (!out.empty()) out += " and ";
    const std::string folded = " " + base::ascii_lower(line) + " ";
    const bool whole = line.find(',') != std::string::npos || folded.find(" and ") != std::string::npos ||
                       folded == " others ";
    out += whole ? "{" + bibtex_text(line) + "}" : bibtex_text(line);
  }
  return out;
}

/// "2021-05-01" -> "may"; empty when there is no month.
std::string_view month(std::string_view date) {
  constexpr std::array<std::string_view, 12> kMonths{"jan", "feb", "mar", "apr", "may", "jun",
                                                     "jul", "aug", "sep", "oct", "nov", "dec"};
  if (date.size() < 7 || date[4] != '-') return {};
  const int number = (date[5] - '0') * 10 + (date[6] - '0');
  return number >= 1 && number <= 12 ? kMonths[static_cast<std::size_t>(number - 1)] : std::string_view{};
}

/// The field that names where an entry of this type has appeared.
std::string_view venue_field(Kind kind) {
  switch (kind) {
    case Kind::article:
      return "journal";
    case Kind::conference_paper:
    case Kind::chapter:
      return "booktitle";
    case Kind::thesis:
      return "school";
    case Kind::report:
      return "institution";
    case Kind::book:
      return "series";
    default:
      return "howpublished";
  }
}

}  // namespace

std::string bibtex_text(std::string_view text) {
  std::string out;
  for (const char c : base::plain_line(text)) {
    const auto* escape =
        std::find_if(kEscapes.begin(), kEscapes.end(), [&](const Escape& row) { return row.plain == c; });
    if (escape == kEscapes.end()) {
      out += c;
    } else {
      out += escape->tex;
    }
  }
  return out;
}

std::string bibtex_key(std::string_view id) {
  std::string out;
  bool capitals = false;
  for (const char c : id) {
    constexpr std::string_view kKept = ".:/-";
    if (is_alphanumeric(c) || kKept.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += fmt::format("_{:02x}", static_cast<unsigned char>(c));
    }
    capitals = capitals || (c >= 'A' && c <= 'Z');
  }
  // An id of OpenAlex has its capital in one place only.
  constexpr std::string_view kOpenAlex = "openalex:W";
  if (id.starts_with(kOpenAlex) &&
      id.substr(kOpenAlex.size()).find_first_not_of("0123456789") == std::string_view::npos) {
    return out;
  }
  if (capitals) out += fmt::format("-{:08x}", base::hash64(id) >> 32U);
  return out;
}

void append_bibtex(std::string& out, const corpus::Paper& paper) {
  const Kind kind = kind_of(paper);
  out += fmt::format("@{}{{{}", names(kind).bibtex, bibtex_key(paper.id));
  const auto raw = [&](std::string_view name, std::string_view value) {
    if (!value.empty()) out += fmt::format(",\n  {} = {}", name, value);
  };
  const auto field = [&](std::string_view name, std::string_view value) {
    if (!value.empty()) raw(name, fmt::format("{{{}}}", value));
  };
  // Twice in braces: styles would change its case.
  field("title", "{" + bibtex_text(paper.title) + "}");
  field("author", name_list(paper.authors));
  field(venue_field(kind), bibtex_text(published_in(paper)));
  if (paper.year != 0) field("year", std::to_string(paper.year));
  raw("month", month(paper.date));
  if (kind == Kind::thesis) field("type", bibtex_text(paper.type));
  field("doi", verbatim(id_of(paper, "doi")));
  if (const std::string_view arxiv = id_of(paper, "arxiv"); !arxiv.empty()) {
    field("eprint", verbatim(arxiv));
    field("archiveprefix", "arXiv");
  }
  field("url", verbatim(best_url(paper)));
  field("language", bibtex_text(paper.language));
  std::string keywords;
  for (const std::string& keyword : paper.keywords) {
    if (!keywords.empty()) keywords += ", ";
    keywords += bibtex_text(keyword);
  }
  field("keywords", keywords);
  field("abstract", bibtex_text(paper.abstract));
  field("note", bibtex_text(reference_note(paper)));
  out += "\n}\n\n";
}

void append_bibtex_comment(std::string& out, const ProvenanceRows& provenance) {
  out += "@comment{\n";
  for (const auto& [name, value] : provenance) {
    std::string text;
    for (const char c : value) {
      // Readers look for the closing brace and for the next '@', whatever stands before it.
      if (c == '{' || c == '}') {
        text += c == '{' ? '(' : ')';
      } else if (c == '@') {
        text += "(at)";
      } else {
        text += c;
      }
    }
    out += fmt::format("  {}: {}\n", name, text);
  }
  out += "}\n\n";
}

}  // namespace labtrail::exporting
