#include "searcher/export/reference.h"

#include <algorithm>
#include <array>

#include "corpus/base/plain.h"
#include "corpus/base/text.h"

namespace labtrail::exporting {
namespace {

/// In the order of Kind.
constexpr std::array kKinds{
    KindNames{Kind::article, "JOUR", "article", "article-journal", "article"},
    KindNames{Kind::conference_paper, "CONF", "inproceedings", "paper-conference", "proceeding"},
    KindNames{Kind::preprint, "UNPB", "misc", "article", "preprint"},
    KindNames{Kind::unpublished, "UNPB", "unpublished", "manuscript", "unknown"},
    KindNames{Kind::book, "BOOK", "book", "book", "unknown"},
    KindNames{Kind::chapter, "CHAP", "incollection", "chapter", "unknown"},
    KindNames{Kind::thesis, "THES", "phdthesis", "thesis", "unknown"},
    KindNames{Kind::report, "RPRT", "techreport", "report", "unknown"},
    KindNames{Kind::dataset, "DATA", "misc", "dataset", "unknown"},
    KindNames{Kind::software, "COMP", "misc", "software", "unknown"},
    KindNames{Kind::standard, "STAND", "misc", "standard", "unknown"},
    KindNames{Kind::other, "GEN", "misc", "document", "unknown"},
};

struct TypeRow {
  std::string_view type;  ///< the source's word
  Kind kind;
};

/// The words of OpenAlex and Crossref.
constexpr std::array kTypes{
    TypeRow{"article", Kind::article},         TypeRow{"journal-article", Kind::article},
    TypeRow{"review", Kind::article},          TypeRow{"letter", Kind::article},
    TypeRow{"editorial", Kind::article},       TypeRow{"erratum", Kind::article},
    TypeRow{"retraction", Kind::article},      TypeRow{"preprint", Kind::preprint},
    TypeRow{"posted-content", Kind::preprint}, TypeRow{"book", Kind::book},
    TypeRow{"monograph", Kind::book},          TypeRow{"edited-book", Kind::book},
    TypeRow{"reference-book", Kind::book},     TypeRow{"book-chapter", Kind::chapter},
    TypeRow{"book-section", Kind::chapter},    TypeRow{"reference-entry", Kind::chapter},
    TypeRow{"dissertation", Kind::thesis},     TypeRow{"thesis", Kind::thesis},
    TypeRow{"report", Kind::report},           TypeRow{"dataset", Kind::dataset},
    TypeRow{"software", Kind::software},       TypeRow{"standard", Kind::standard},
};

struct Resolver {
  std::string_view scheme;
  std::string_view prefix;
};

constexpr std::array kResolvers{
    Resolver{"doi", "https://doi.org/"},
    Resolver{"openalex", "https://openalex.org/"},
    Resolver{"arxiv", "https://arxiv.org/abs/"},
    Resolver{"pmid", "https://pubmed.ncbi.nlm.nih.gov/"},
    Resolver{"pmcid", "https://www.ncbi.nlm.nih.gov/pmc/articles/"},
    Resolver{"openreview", "https://openreview.net/forum?id="},
    Resolver{"ror", "https://ror.org/"},
};

bool starts_with_url(std::string_view text) {
  const std::string head = base::ascii_lower(text.substr(0, 8));
  return head.rfind("http://", 0) == 0 || head.rfind("https://", 0) == 0;
}

/// Keeps what may stand in the path of a link; '/' and the like of a DOI stay readable.
std::string encoded_id(std::string_view id) {
  std::string out;
  for (const char c : id) {
    constexpr std::string_view kKept = "/:;().,_-~!*+=@";
    if (kKept.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += base::percent_encode(std::string_view(&c, 1));
    }
  }
  return out;
}

}  // namespace

Kind kind_of(const corpus::Paper& paper) {
  if (!status_note(paper).empty()) return Kind::unpublished;
  const std::string type = base::ascii_lower(paper.type);
  if (type.find("proceeding") != std::string::npos || type.find("conference") != std::string::npos ||
      paper.source.name == "paperlists") {
    return Kind::conference_paper;
  }
  for (const TypeRow& row : kTypes) {
    if (row.type == type) return row.kind;
  }
  // Without a type, what has appeared somewhere is taken for an article.
  return type.empty() && !paper.venue.empty() ? Kind::article : Kind::other;
}

const KindNames& names(Kind kind) {
  return kKinds[static_cast<std::size_t>(kind)];
}

std::string status_note(const corpus::Paper& paper) {
  const std::string status = base::ascii_lower(paper.status);
  if (status.find("desk reject") != std::string::npos)
    return "Rejected before review: a submission, not a publication";
  if (status.find("reject") != std::string::npos) return "Rejected submission, not a publication";
  if (status.find("withdraw") != std::string::npos) return "Withdrawn submission, not a publication";
  return {};
}

std::string_view published_in(const corpus::Paper& paper) {
  return kind_of(paper) == Kind::unpublished ? std::string_view{} : std::string_view(paper.venue);
}

std::string reference_note(const corpus::Paper& paper) {
  std::string note = status_note(paper);
  if (!note.empty() && !paper.venue.empty()) note += " (submitted to " + base::plain_line(paper.venue) + ")";
  if (paper.retracted) note += std::string(note.empty() ? "" : ". ") + "Marked as retracted by the source";
  return note;
}

std::string_view id_of(const corpus::Paper& paper, std::string_view scheme) {
  for (const auto& [name, value] : paper.ids) {
    if (name == scheme) return value;
  }
  return {};
}

std::string id_url(std::string_view scheme, std::string_view value) {
  if (value.empty()) return {};
  if (starts_with_url(value)) return std::string(value);
  for (const Resolver& resolver : kResolvers) {
    if (resolver.scheme == scheme) return std::string(resolver.prefix) + encoded_id(value);
  }
  return {};
}

std::string_view safe_url(std::string_view url) {
  return starts_with_url(url) ? url : std::string_view{};
}

std::string best_url(const corpus::Paper& paper) {
  if (const std::string_view own = safe_url(paper.url); !own.empty()) return std::string(own);
  for (const Resolver& resolver : kResolvers) {
    if (std::string url = id_url(resolver.scheme, id_of(paper, resolver.scheme)); !url.empty()) return url;
  }
  return {};
}

std::string plain_citation(const corpus::Paper& paper) {
  std::string out;
  constexpr std::size_t kNamed = 10;
  const std::size_t named = paper.authors.size() > kNamed + 1 ? kNamed : paper.authors.size();
  for (std::size_t i = 0; i < named; ++i) {
    if (!out.empty()) out += "; ";
    out += base::plain_line(paper.authors[i].name);
  }
  if (named < paper.authors.size()) out += "; and " + std::to_string(paper.authors.size() - named) + " more";
  if (!out.empty()) out += ' ';
  out += paper.year == 0 ? "(no year): " : "(" + std::to_string(paper.year) + "): ";
  const auto sentence = [&](std::string_view text) {
    const std::string line = base::plain_line(text);
    if (line.empty()) return;
    out += line;
    out += line.ends_with('.') || line.ends_with('?') || line.ends_with('!') ? " " : ". ";
  };
  sentence(paper.title);
  sentence(published_in(paper));
  sentence(reference_note(paper));
  const std::string_view doi = id_of(paper, "doi");
  out += base::plain_line(doi.empty() ? best_url(paper) : id_url("doi", doi));
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

}  // namespace labtrail::exporting
