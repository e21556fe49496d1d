#include "searcher/export/columns.h"

#include <algorithm>
#include <array>
#include <vector>

#include "searcher/export/reference.h"

namespace labtrail::exporting {
namespace {

/// Joins what is not empty, each value once, in order.
class Joined {
 public:
  Joined& add(std::string_view value) {
    if (value.empty() || std::find(seen_.begin(), seen_.end(), value) != seen_.end()) return *this;
    seen_.emplace_back(value);
    if (!text_.empty()) text_ += "; ";
    text_ += value;
    return *this;
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::vector<std::string_view> seen_;  // views into the paper
  std::string text_;
};

std::string authors(const corpus::Paper& paper) {
  std::string out;  // two authors may bear one name: each counts
  for (const corpus::Author& author : paper.authors) {
    if (!out.empty()) out += "; ";
    out += author.name;
  }
  return out;
}

std::string affiliations(const corpus::Paper& paper) {
  Joined out;
  for (const corpus::Author& author : paper.authors) {
    for (const corpus::Affiliation& affiliation : author.affiliations) out.add(affiliation.raw);
  }
  for (const corpus::Affiliation& affiliation : paper.affiliations) out.add(affiliation.raw);
  return out.text();
}

std::string institutions(const corpus::Paper& paper) {
  Joined out;
  for (const corpus::Institution& institution : paper.institutions) out.add(institution.name);
  return out.text();
}

std::string funders(const corpus::Paper& paper) {
  Joined out;
  for (const corpus::Funder& funder : paper.funders) out.add(funder.name);
  return out.text();
}

std::string joined(const std::vector<std::string>& values) {
  Joined out;
  for (const std::string& value : values) out.add(value);
  return out.text();
}

using Counted = searcher::CountedValues;
using corpus::Paper;

constexpr std::array kColumns{
    Column{"id", [](const Paper& p) { return p.id; }},
    Column{"title", [](const Paper& p) { return p.title; }},
    Column{"year", [](const Paper& p) { return p.year == 0 ? std::string() : std::to_string(p.year); }},
    Column{"date", [](const Paper& p) { return p.date; }},
    Column{"venue", [](const Paper& p) { return p.venue; }},
    Column{"type", [](const Paper& p) { return p.type; }},
    Column{"status", [](const Paper& p) { return p.status; }},
    Column{"language", [](const Paper& p) { return p.language; }},
    Column{"authors", authors},
    Column{"affiliations", affiliations},
    Column{"institutions", institutions},
    Column{"institutions_resolved", nullptr, [](const Counted& c) { return joined(c.institutions); }},
    Column{"labs", nullptr, [](const Counted& c) { return joined(c.labs); }},
    Column{"countries", [](const Paper& p) { return joined(p.countries); }},
    Column{"funders", funders},
    Column{"keywords", [](const Paper& p) { return joined(p.keywords); }},
    Column{"doi", [](const Paper& p) { return std::string(id_of(p, "doi")); }},
    Column{"url", [](const Paper& p) { return p.url; }},
    Column{"retracted", [](const Paper& p) { return std::string(p.retracted ? "yes" : ""); }},
    Column{"source", [](const Paper& p) { return p.source.name; }},
    Column{"abstract", [](const Paper& p) { return p.abstract; }},
};

}  // namespace

std::string Column::of(const corpus::Paper& paper, const searcher::CountedValues& values) const {
  return counted != nullptr ? counted(values) : text(paper);
}

std::span<const Column> columns() {
  return kColumns;
}

}  // namespace labtrail::exporting
