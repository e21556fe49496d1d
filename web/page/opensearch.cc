// OpenSearch 1.1: what a browser reads to offer Labtrail as a search engine.
#include "corpus/base/text.h"
#include "web/assets.h"
#include "web/page/page.h"

namespace labtrail::web {

std::string opensearch_description(const Site& site) {
  const std::string base = base::escape_html(site.base_url);
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n"
      "  <ShortName>Labtrail</ShortName>\n"
      "  <Description>Research papers by institution, on this machine</Description>\n"
      "  <InputEncoding>UTF-8</InputEncoding>\n"
      "  <OutputEncoding>UTF-8</OutputEncoding>\n";
  if (const Asset* icon = asset("icon")) {
    out += "  <Image width=\"16\" height=\"16\" type=\"image/svg+xml\">" + base + std::string(icon->path) +
           "</Image>\n";
  }
  out += "  <Url type=\"text/html\" method=\"get\" template=\"" + base + "/search?q={searchTerms}\"/>\n";
  out += "  <Url type=\"application/json\" method=\"get\" template=\"" + base +
         "/api/v1/papers?search={searchTerms}&amp;per_page={count?}\"/>\n";
  out += "  <Url type=\"application/opensearchdescription+xml\" rel=\"self\" template=\"" + base +
         "/opensearch.xml\"/>\n";
  out += "</OpenSearchDescription>\n";
  return out;
}

}  // namespace labtrail::web
