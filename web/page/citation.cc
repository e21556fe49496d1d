#include "web/page/citation.h"

#include <algorithm>

#include "corpus/base/text.h"
#include "web/page/words.h"

namespace labtrail::web {
namespace {

using exporting::Kind;
using exporting::kind_of;

std::string slashed(std::string_view date) {
  std::string out(date);
  std::replace(out.begin(), out.end(), '-', '/');
  return out;
}

}  // namespace

std::string orcid_url(std::string_view orcid) {
  if (const std::size_t slash = orcid.rfind('/'); slash != std::string_view::npos)
    orcid.remove_prefix(slash + 1);
  if (orcid.size() != 19) return {};
  for (std::size_t at = 0; at < orcid.size(); ++at) {
    const char c = orcid[at];
    const bool dash = at == 4 || at == 9 || at == 14;
    const bool digit = c >= '0' && c <= '9';
    if (dash ? c != '-' : !(digit || (at == 18 && c == 'X'))) return {};
  }
  return "https://orcid.org/" + std::string(orcid);
}

void append_citation_meta(Html& html, const corpus::Paper& paper) {
  const auto meta = [&](std::string_view name, std::string_view content) {
    if (!content.empty()) html.lone("meta", {{"name", name}, {"content", content}});
  };
  meta("citation_title", paper.title);
  for (const corpus::Author& author : paper.authors) {
    meta("citation_author", author.name);
    for (const corpus::Affiliation& affiliation : author.affiliations) {
      meta("citation_author_institution", affiliation.raw);
    }
    meta("citation_author_orcid", author.orcid);
  }
  if (!paper.date.empty()) {
    meta("citation_publication_date", slashed(paper.date));
  } else if (paper.year != 0) {
    meta("citation_publication_date", std::to_string(paper.year));
  }
  meta(kind_of(paper) == Kind::conference_paper ? "citation_conference_title" : "citation_journal_title",
       exporting::published_in(paper));
  meta("citation_doi", id_of(paper, "doi"));
  meta("citation_arxiv_id", id_of(paper, "arxiv"));
  meta("citation_pmid", id_of(paper, "pmid"));
  meta("citation_language", language_tag(paper.language));
  meta("citation_abstract", paper.abstract);
  for (const std::string& keyword : paper.keywords) meta("citation_keywords", keyword);
  meta("citation_abstract_html_url", safe_url(paper.url));
}

std::string context_object(const corpus::Paper& paper) {
  std::string out = "ctx_ver=Z39.88-2004";
  const auto add = [&](std::string_view key, std::string_view value) {
    if (value.empty()) return;
    out += '&';
    out += key;
    out += '=';
    out += base::percent_encode(value);
  };
  add("rft_val_fmt", "info:ofi/fmt:kev:mtx:journal");
  add("rfr_id", "info:sid/labtrail");
  add("rft.genre", names(kind_of(paper)).genre);
  add("rft.atitle", paper.title);
  add("rft.jtitle", exporting::published_in(paper));
  add("rft.date", !paper.date.empty() ? paper.date
                  : paper.year != 0   ? std::to_string(paper.year)
                                      : std::string());
  for (const corpus::Author& author : paper.authors) add("rft.au", author.name);
  if (const std::string_view doi = id_of(paper, "doi"); !doi.empty())
    add("rft_id", "info:doi/" + std::string(doi));
  add("rft_id", safe_url(paper.url));
  add("rft.language", language_tag(paper.language));
  return out;
}

void append_coins(Html& html, const corpus::Paper& paper) {
  html.open("span", {{"class", "Z3988"}, {"title", context_object(paper)}}).close();
}

}  // namespace labtrail::web
