#include "searcher/export/ris.h"

#include <algorithm>

#include "corpus/base/plain.h"
#include "searcher/export/reference.h"

namespace labtrail::exporting {
namespace {

/// "2021-05-01" -> "2021/05/01/", as DA wants it.
std::string ris_date(std::string_view date) {
  std::string out(date);
  std::replace(out.begin(), out.end(), '-', '/');
  return out + "/";
}

}  // namespace

void append_ris(std::string& out, const corpus::Paper& paper, std::string_view note) {
  const auto line = [&](const char* tag, std::string_view text) {
    const std::string value = base::plain_line(text);
    if (value.empty()) return;
    out += tag;
    out += "  - ";
    out += value;
    out += "\r\n";
  };
  line("TY", names(kind_of(paper)).ris);
  line("ID", paper.id);
  line("TI", paper.title);
  for (const corpus::Author& author : paper.authors) line("AU", author.name);
  if (paper.year != 0) line("PY", std::to_string(paper.year));
  if (!paper.date.empty()) line("DA", ris_date(paper.date));
  line("T2", published_in(paper));
  line("M3", paper.type);
  line("DO", id_of(paper, "doi"));
  line("UR", best_url(paper));
  line("LA", paper.language);
  line("AB", paper.abstract);
  for (const std::string& keyword : paper.keywords) line("KW", keyword);
  for (const corpus::Author& author : paper.authors) {
    for (const corpus::Affiliation& affiliation : author.affiliations) line("AD", affiliation.raw);
  }
  for (const corpus::Affiliation& affiliation : paper.affiliations) line("AD", affiliation.raw);
  line("N1", reference_note(paper));
  line("DB", paper.source.name);
  line("N1", note);
  out += "ER  - \r\n\r\n";
}

}  // namespace labtrail::exporting
