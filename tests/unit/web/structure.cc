#include "tests/unit/web/structure.h"

#include <catch2/catch.hpp>

#include "corpus/base/text.h"

namespace labtrail::tests {
namespace {

struct Tag {
  std::string name;
  std::vector<std::pair<std::string, std::string>> attributes;
  bool closing = false;
  bool lone = false;
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::string decoded(std::string_view text) {
  std::string out(text);
  const std::pair<std::string_view, std::string_view> entities[] = {
      {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}};
  for (const auto& [entity, plain] : entities) {
    for (std::size_t at = 0; (at = out.find(entity, at)) != std::string::npos; at += plain.size()) {
      out.replace(at, entity.size(), plain);
    }
  }
  return out;
}

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == ':';
}

/// A strict reader of what Html writes: double-quoted values, nothing unescaped.
std::vector<Tag> tags(std::string_view html) {
  std::vector<Tag> out;
  for (std::size_t at = 0; (at = html.find('<', at)) != std::string_view::npos;) {
    Tag tag;
    tag.begin = at++;
    if (html[at] == '!') {
      at = html.find('>', at);
      continue;
    }
    if (html[at] == '/') {
      tag.closing = true;
      ++at;
    }
    while (is_name(html.at(at))) tag.name += html[at++];
    REQUIRE_FALSE(tag.name.empty());
    while (html.at(at) != '>') {
      if (html[at] == '/') {
        tag.lone = true;
        ++at;
        continue;
      }
      REQUIRE(html[at] == ' ');
      ++at;
      std::string name;
      while (is_name(html.at(at))) name += html[at++];
      REQUIRE_FALSE(name.empty());
      std::string value;
      if (html[at] == '=') {
        REQUIRE(html.at(at + 1) == '"');
        const std::size_t end = html.find('"', at + 2);
        REQUIRE(end != std::string_view::npos);
        value = decoded(html.substr(at + 2, end - at - 2));
        at = end + 1;
      }
      tag.attributes.emplace_back(std::move(name), std::move(value));
    }
    tag.end = ++at;
    out.push_back(std::move(tag));
  }
  return out;
}

/// Index of the tag that closes tags[open].
std::size_t closing(const std::vector<Tag>& all, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < all.size(); ++i) {
    if (all[i].lone) continue;
    depth += all[i].closing ? -1 : 1;
    if (depth == 0) return i;
  }
  return all.size();
}

std::string text_between(std::string_view html, const std::vector<Tag>& all, std::size_t open) {
  const std::size_t last = closing(all, open);
  std::string out;
  for (std::size_t i = open; i < last; ++i) out += html.substr(all[i].end, all[i + 1].begin - all[i].end);
  return base::squeeze_space(decoded(out));
}

}  // namespace

std::vector<std::string> structure(std::string_view html) {
  std::vector<std::string> out;
  std::vector<std::string> open;
  for (const Tag& tag : tags(html)) {
    std::string line = tag.closing ? "/" + tag.name : tag.name;
    for (const auto& [name, value] : tag.attributes) line += " " + name;
    if (tag.lone) line += "/";
    out.push_back(line);
    if (tag.closing) {
      REQUIRE_FALSE(open.empty());
      REQUIRE(open.back() == tag.name);
      open.pop_back();
    } else if (!tag.lone) {
      open.push_back(tag.name);
    }
  }
  REQUIRE(open.empty());
  return out;
}

std::string text_of(std::string_view html, std::string_view tag) {
  const std::vector<Tag> all = tags(html);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!all[i].closing && html.substr(all[i].begin, tag.size()) == tag) return text_between(html, all, i);
  }
  return "(none)";
}

std::vector<std::string> attributes(std::string_view html, std::string_view name) {
  std::vector<std::string> out;
  for (const Tag& tag : tags(html)) {
    for (const auto& [known, value] : tag.attributes) {
      if (known == name) out.push_back(value);
    }
  }
  return out;
}

std::string link(std::string_view html, std::string_view text) {
  const std::vector<Tag> all = tags(html);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].name != "a" || all[i].closing) continue;
    const auto attribute = [&](std::string_view wanted) {
      for (const auto& [name, value] : all[i].attributes) {
        if (name == wanted) return value;
      }
      return std::string();
    };
    const std::string label = attribute("aria-label");
    if ((label.empty() ? text_between(html, all, i) : label) == text) return attribute("href");
  }
  return "(none)";
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace labtrail::tests
