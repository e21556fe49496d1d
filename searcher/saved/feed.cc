#include "searcher/saved/feed.h"

#include <fmt/format.h>

#include "corpus/base/clock.h"
#include "corpus/base/hash.h"
#include "corpus/base/json_writer.h"
#include "corpus/base/text.h"

namespace labtrail::saved {
namespace {

/// XML 1.0 knows no control characters but tab and line breaks, and neither U+FFFE nor U+FFFF.
std::string escape_xml(std::string_view text) {
  std::string known;
  const std::string repaired = base::repair_utf8(text);
  for (std::size_t offset = 0; offset < repaired.size();) {
    const char32_t c = base::next_code_point(repaired, offset);
    const bool control = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
    if (control || c == 0xFFFE || c == 0xFFFF) continue;
    base::append_utf8(known, c);
  }
  return base::escape_html(known);
}

/// Ids do not depend on where the server is (RFC 4151).
std::string feed_id(const SavedSearch& search) {
  return fmt::format("tag:labtrail,2026:saved/{}", search.id);
}
std::string entry_id(const SavedSearch& search, const Event& event) {
  return fmt::format("{}/alert/{}", feed_id(search), event.number);
}

std::string updated(const Feed& feed) {
  return feed.events.empty() ? base::iso8601(feed.search.changed) : feed.events.front().generation_date;
}

std::string entry_title(const Event& event) {
  const std::string& title = event.title.empty() ? event.paper : event.title;
  switch (event.kind) {
    case EventKind::match:
      return event.retracted ? "Retracted: " + title : title;
    case EventKind::removal:
      return "No longer found: " + title;
    case EventKind::retraction:
      return "Retracted: " + title;
  }
  return title;
}

/// Why it is in the feed, in words.
std::string reason(const Event& event) {
  std::string out;
  switch (event.kind) {
    case EventKind::match:
      out = fmt::format("Matches now ({}).", words(event.cause));
      break;
    case EventKind::removal:
      out = fmt::format("Matches no longer ({}).", words(event.cause));
      break;
    case EventKind::retraction:
      out = "Its source says that it is retracted.";
      break;
  }
  for (std::size_t i = 0; i < event.parts.size(); ++i) out += (i == 0 ? " Met: " : ", ") + event.parts[i];
  if (!event.parts.empty()) out += '.';
  return out + fmt::format(" Generation {} of {}, version {} of the search.", event.generation,
                           event.generation_date, event.version);
}

std::string description(const SavedSearch& search) {
  const Draft& draft = search.version.draft;
  std::string out = "Alerts of a saved search.";
  if (!draft.query.empty()) out += " Query: " + draft.query + '.';
  if (!draft.filter.empty()) out += " Filter: " + draft.filter + '.';
  return out;
}

}  // namespace

std::string paper_url(const std::string& base_url, std::string_view paper) {
  std::string path = base::percent_encode(paper);
  // As the pages' own links: a slash and a colon may stand in a path as they are.
  const auto plain = [&](std::string_view code, char c) {
    for (std::size_t at = path.find(code); at != std::string::npos; at = path.find(code, at + 1))
      path.replace(at, code.size(), 1, c);
  };
  plain("%2F", '/');
  plain("%3A", ':');
  return base_url + "/papers/" + path;
}

std::string search_url(const std::string& base_url, const Draft& draft) {
  std::string out = base_url + "/search?q=" + base::percent_encode(draft.query);
  if (!draft.filter.empty()) out += "&filter=" + base::percent_encode(draft.filter);
  if (draft.sort != "relevance") out += "&sort=" + base::percent_encode(draft.sort);
  return out;
}

std::string to_atom(const Feed& feed) {
  const SavedSearch& search = feed.search;
  const std::string self = fmt::format("{}/saved/{}/feed.atom", feed.base_url, search.id);
  std::string out =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n";
  out += fmt::format("  <id>{}</id>\n", escape_xml(feed_id(search)));
  out += fmt::format("  <title>{}</title>\n", escape_xml(search.version.draft.name));
  out += fmt::format("  <subtitle>{}</subtitle>\n", escape_xml(description(search)));
  out += fmt::format("  <updated>{}</updated>\n", escape_xml(updated(feed)));
  out += "  <author><name>Labtrail</name></author>\n  <generator>Labtrail</generator>\n";
  out += fmt::format("  <link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n", escape_xml(self));
  out += fmt::format("  <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n",
                     escape_xml(search_url(feed.base_url, search.version.draft)));
  for (const Event& event : feed.events) {
    out += fmt::format("  <entry>\n    <id>{}</id>\n", escape_xml(entry_id(search, event)));
    out += fmt::format("    <title>{}</title>\n", escape_xml(entry_title(event)));
    out += fmt::format("    <updated>{}</updated>\n", escape_xml(event.generation_date));
    out += fmt::format("    <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n",
                       escape_xml(paper_url(feed.base_url, event.paper)));
    out += fmt::format("    <category term=\"{}\"/>\n    <category term=\"{}\"/>\n", name(event.kind),
                       name(event.cause));
    out += fmt::format("    <summary>{}</summary>\n  </entry>\n", escape_xml(reason(event)));
  }
  return out + "</feed>\n";
}

std::string to_json_feed(const Feed& feed) {
  const SavedSearch& search = feed.search;
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().field("version", "https://jsonfeed.org/version/1.1");
  json.field("title", search.version.draft.name);
  json.field("home_page_url", search_url(feed.base_url, search.version.draft));
  json.field("feed_url", fmt::format("{}/saved/{}/feed.json", feed.base_url, search.id));
  json.field("description", description(search));
  json.key("authors").begin_array().begin_object().field("name", "Labtrail").end_object().end_array();
  json.key("items").begin_array();
  for (const Event& event : feed.events) {
    json.begin_object().field("id", entry_id(search, event));
    json.field("url", paper_url(feed.base_url, event.paper)).field("title", entry_title(event));
    json.field("content_text", reason(event)).field("date_published", event.generation_date);
    json.key("tags").begin_array().string(name(event.kind)).string(name(event.cause)).end_array();
    json.key("_labtrail").begin_object().field("paper", event.paper).field("generation", event.generation);
    json.field("version", event.version).field("retracted", event.retracted).key("parts").begin_array();
    for (const std::string& part : event.parts) json.string(part);
    json.end_array().end_object().end_object();
  }
  json.end_array().end_object();
  return out + "\n";
}

std::string etag(const Feed& feed) {
  return base::hex(base::hash128(to_atom(feed)));
}

}  // namespace labtrail::saved
