#include "searcher/export/csl.h"

#include <array>

#include "corpus/base/json_writer.h"
#include "corpus/base/plain.h"
#include "searcher/export/reference.h"

namespace labtrail::exporting {
namespace {

/// The parts of "2021-05-01", or the year alone; as many as are numbers.
void append_date(base::JsonWriter& json, const corpus::Paper& paper) {
  const std::string& date = paper.date;
  const auto digits = [&](std::size_t at, std::size_t count) {
    if (at + count > date.size()) return -1;
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
      if (date[i] < '0' || date[i] > '9') return -1;
      value = value * 10 + (date[i] - '0');
    }
    return value;
  };
  const std::array parts{digits(0, 4), digits(5, 2), digits(8, 2)};
  if (parts[0] < 0 && paper.year == 0) return;
  json.key("issued").begin_object().key("date-parts").begin_array().begin_array();
  if (parts[0] < 0) {
    json.integer(paper.year);
  } else {
    for (const int part : parts) {
      if (part < 0) break;
      json.integer(part);
    }
  }
  json.end_array().end_array().end_object();
}

}  // namespace

void append_csl(std::string& out, const corpus::Paper& paper, std::string_view note) {
  base::JsonWriter json(out);
  const auto field = [&](std::string_view name, std::string_view text) {
    if (const std::string value = base::plain_line(text); !value.empty()) json.field(name, value);
  };
  json.begin_object();
  json.field("id", paper.id).field("type", names(kind_of(paper)).csl);
  field("title", paper.title);
  if (!paper.authors.empty()) {
    json.key("author").begin_array();
    for (const corpus::Author& author : paper.authors)
      json.begin_object().field("literal", base::plain_line(author.name)).end_object();
    json.end_array();
  }
  append_date(json, paper);
  field("container-title", published_in(paper));
  field("genre", paper.type);
  field("status", status_note(paper));
  field("DOI", id_of(paper, "doi"));
  field("PMID", id_of(paper, "pmid"));
  field("PMCID", id_of(paper, "pmcid"));
  field("URL", best_url(paper));
  field("language", paper.language);
  field("abstract", paper.abstract);
  std::string keywords;
  for (const std::string& keyword : paper.keywords) keywords += (keywords.empty() ? "" : ", ") + keyword;
  field("keyword", keywords);
  field("source", paper.source.name);
  std::string notes = reference_note(paper);
  if (!notes.empty() && !note.empty()) notes += ". ";
  field("note", notes + std::string(note));
  json.end_object();
}

}  // namespace labtrail::exporting
