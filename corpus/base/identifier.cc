#include "corpus/base/identifier.h"

#include <algorithm>
#include <array>

#include "corpus/base/text.h"

namespace labtrail::base {
namespace {

constexpr std::array<std::string_view, 4> kLabels{"doi", "arxiv", "pmid", "pmcid"};

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Takes `prefix` (lower case) off, whatever the case.
bool take(std::string_view& text, std::string_view prefix) {
  if (text.size() < prefix.size() || ascii_lower(text.substr(0, prefix.size())) != prefix) return false;
  text.remove_prefix(prefix.size());
  return true;
}

/// Takes "https://HOST/" off.
bool take_address(std::string_view& text, std::string_view host) {
  std::string_view rest = text;
  if (!take(rest, "https://")) take(rest, "http://");
  take(rest, "www.");
  if (!take(rest, host) || !take(rest, "/")) return false;
  text = rest;
  return true;
}

std::string_view without_version(std::string_view arxiv) {
  const std::size_t version = arxiv.find_last_not_of("0123456789");
  if (version == std::string_view::npos || version == 0 || version + 1 == arxiv.size()) return arxiv;
  return arxiv[version] == 'v' || arxiv[version] == 'V' ? arxiv.substr(0, version) : arxiv;
}

/// 2101.00001, or as until 2007: cs.LG/0101001.
bool is_arxiv(std::string_view text) {
  text = without_version(text);
  if (const std::size_t slash = text.find('/'); slash != std::string_view::npos)
    return slash > 0 && text.size() - slash == 8 && all_digits(text.substr(slash + 1));
  const std::size_t dot = text.find('.');
  return dot == 4 && all_digits(text.substr(0, dot)) && all_digits(text.substr(dot + 1)) &&
         (text.size() == 9 || text.size() == 10);
}

bool is_work(std::string_view text) {
  return text.size() > 1 && (text[0] == 'W' || text[0] == 'w') && all_digits(text.substr(1));
}

std::string pasted_doi(std::string_view text) {
  const std::size_t start = text.find("10.");
  if (start == std::string_view::npos) return {};
  const std::string before = ascii_lower(text.substr(0, start));
  const bool address = before.starts_with("http") || before.starts_with("www.") ||
                       before.starts_with("doi.org/") || before.starts_with("dx.doi.org/");
  if (!before.empty() && before != "doi:" && (!address || before.find("doi") == std::string::npos)) return {};
  // An address goes on behind the DOI; a DOI by itself may hold these signs.
  if (address) text = text.substr(0, text.find_first_of("?#"));
  return bare_doi(text);
}

}  // namespace

std::string bare_doi(std::string_view text) {
  const std::size_t start = text.find("10.");
  if (start == std::string_view::npos) return {};
  const std::string_view before = text.substr(0, start);
  if (!before.empty() && before.back() != '/' && before.back() != ':' && before.back() != ' ') return {};
  const std::string_view doi = trim(text.substr(start));
  const std::size_t slash = doi.find('/');
  const bool registrant = slash != std::string_view::npos && slash >= 7 && slash + 1 < doi.size() &&
                          doi.substr(3, slash - 3).find_first_not_of("0123456789.") == std::string_view::npos;
  if (!registrant || doi.find_first_of(" \t\n") != std::string_view::npos) return {};
  return ascii_lower(doi);
}

std::string identifier(std::string_view scheme, std::string_view value) {
  value = trim(value);
  if (value.empty()) return {};
  if (scheme == "openalex")
    return "openalex:" + (is_work(value) ? "W" + std::string(value.substr(1)) : std::string(value));
  if (scheme == "doi") {
    if (const std::string doi = bare_doi(value); !doi.empty()) return "doi:" + doi;
  }
  if (scheme == "arxiv") {
    take(value, "arxiv:");
    value = without_version(value);
  }
  return std::string(scheme) + ':' + ascii_lower(value);
}

bool is_identifier_label(std::string_view word) {
  if (word.ends_with(':')) word.remove_suffix(1);
  return std::find(kLabels.begin(), kLabels.end(), ascii_lower(word)) != kLabels.end();
}

std::string pasted_identifier(std::string_view text) {
  text = trim(text);
  if (const std::size_t space = text.find(' ');
      is_identifier_label(text.substr(0, space)) && space < text.size()) {
    std::string joined(text.substr(0, space));
    if (!joined.ends_with(':')) joined += ':';
    joined += trim(text.substr(space));
    return pasted_identifier(joined);
  }
  while (!text.empty() && std::string_view(".,;:").find(text.back()) != std::string_view::npos)
    text.remove_suffix(1);
  if (text.size() < 6 || text.find_first_of(" \t\n\"*") != std::string_view::npos) return {};
  if (const std::string doi = pasted_doi(text); !doi.empty()) return "doi:" + doi;
  const auto when = [](bool is, std::string_view scheme, std::string_view value) {
    return is ? identifier(scheme, value) : std::string();
  };
  if (take_address(text, "arxiv.org")) {
    if (!take(text, "abs/") && !take(text, "pdf/")) return {};
    text = text.substr(0, text.find_first_of("?#"));
    if (text.ends_with(".pdf")) text.remove_suffix(4);
    return when(is_arxiv(text), "arxiv", text);
  }
  if (take_address(text, "openalex.org")) {
    take(text, "works/");
    return when(is_work(text), "openalex", text);
  }
  if (take_address(text, "pubmed.ncbi.nlm.nih.gov"))
    return when(all_digits(text.substr(0, text.find('/'))), "pmid", text.substr(0, text.find('/')));
  if (take(text, "arxiv:")) return when(is_arxiv(text), "arxiv", text);
  if (take(text, "openalex:")) return when(is_work(text), "openalex", text);
  if (take(text, "pmid:")) return when(all_digits(text), "pmid", text);
  if (take(text, "pmcid:") || ascii_lower(text.substr(0, 3)) == "pmc") {
    const bool is = ascii_lower(text.substr(0, 3)) == "pmc" && all_digits(text.substr(3));
    return when(is, "pmcid", text);
  }
  return {};
}

}  // namespace labtrail::base
