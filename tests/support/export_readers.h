// Strict little readers of what the exports write. They share no code with the writers, follow the formats'
// own rules, and throw where a file breaks them.
#pragma once

#include <zip.h>

#include <cctype>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace labtrail::tests {

[[noreturn]] inline void malformed(const std::string& what, std::string_view text, std::size_t at) {
  throw std::runtime_error(what + " at " + std::to_string(at) + ": " +
                           std::string(text.substr(at > 20 ? at - 20 : 0, 60)));
}

/// RFC 4180: CR LF ends a record, a quote stands only in quoted fields.
inline std::vector<std::vector<std::string>> read_csv(std::string_view text) {
  std::vector<std::vector<std::string>> rows;
  std::size_t at = 0;
  while (at < text.size()) {
    std::vector<std::string>& row = rows.emplace_back();
    for (bool more = true; more;) {
      std::string field;
      if (at < text.size() && text[at] == '"') {
        for (++at;; ++at) {
          if (at >= text.size()) malformed("an open quote", text, at);
          if (text[at] != '"') {
            field += text[at];
          } else if (at + 1 < text.size() && text[at + 1] == '"') {
            field += text[at++];
          } else {
            ++at;
            break;
          }
        }
      } else {
        while (at < text.size() && text[at] != ',' && text[at] != '\r') {
          if (text[at] == '"' || text[at] == '\n') malformed("a bare quote or line feed", text, at);
          field += text[at++];
        }
      }
      row.push_back(std::move(field));
      if (text.substr(at, 2) == "\r\n") {
        at += 2;
        more = false;
      } else if (at < text.size() && text[at] == ',') {
        ++at;
      } else {
        malformed("neither comma nor line end", text, at);
      }
    }
  }
  return rows;
}

/// Tags and values in order.
using RisRecord = std::vector<std::pair<std::string, std::string>>;
inline std::vector<RisRecord> read_ris(std::string_view text) {
  std::vector<RisRecord> records;
  bool open = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find("\r\n", at);
    if (end == std::string_view::npos) malformed("a line without an end", text, at);
    const std::string_view line = text.substr(at, end - at);
    if (line.find_first_of("\r\n") != std::string_view::npos) malformed("half a line end", text, at);
    at = end + 2;
    if (line.empty() && !open) continue;
    const bool tagged = line.size() >= 6 && std::isupper(static_cast<unsigned char>(line[0])) != 0 &&
                        std::isalnum(static_cast<unsigned char>(line[1])) != 0 && line.substr(2, 4) == "  - ";
    if (!tagged) malformed("a line without a tag", text, at);
    const std::string_view tag = line.substr(0, 2);
    if (tag == "TY" ? open : !open) malformed("a tag outside of its place", text, at);
    if (tag == "TY") records.emplace_back();
    open = tag != "ER";
    if (open) records.back().emplace_back(tag, line.substr(6));
  }
  if (open) malformed("no ER", text, text.size());
  return records;
}

struct BibtexEntry {
  std::string type;
  std::string key;
  std::map<std::string, std::string> fields;  ///< as TeX reads them; one pair of inner braces taken off
};

/// What TeX shows for a value: commands of special characters resolved, grouping braces dropped. Any other
/// command is an error.
inline std::string tex_shows(std::string_view value) {
  static const std::map<std::string, std::string, std::less<>> kWords{{"textbackslash", "\\"},
                                                                      {"textbraceleft", "{"},
                                                                      {"textbraceright", "}"},
                                                                      {"textasciitilde", "~"},
                                                                      {"textasciicircum", "^"}};
  std::string out;
  for (std::size_t at = 0; at < value.size(); ++at) {
    const char c = value[at];
    if (c == '{' || c == '}') continue;
    if (std::string_view("#$%&_~^").find(c) != std::string_view::npos)
      malformed("a character that TeX takes for a command", value, at);
    if (c != '\\') {
      out += c;
      continue;
    }
    std::size_t end = at + 1;
    while (end < value.size() && std::isalpha(static_cast<unsigned char>(value[end])) != 0) ++end;
    if (end == at + 1) {
      if (end >= value.size() || std::string_view("#$%&_").find(value[end]) == std::string_view::npos)
        malformed("an unknown escape", value, at);
      out += value[end];
      at = end;
      continue;
    }
    const auto word = kWords.find(value.substr(at + 1, end - at - 1));
    if (word == kWords.end() || value.substr(end, 2) != "{}") malformed("an unknown command", value, at);
    out += word->second;
    at = end + 1;
  }
  return out;
}

/// Values in braces, counted as BibTeX counts them: also behind a backslash. `@comment` is skipped the same
/// way.
inline std::vector<BibtexEntry> read_bibtex(std::string_view text) {
  std::vector<BibtexEntry> entries;
  std::size_t at = 0;
  const auto space = [&] {
    while (at < text.size() && std::isspace(static_cast<unsigned char>(text[at])) != 0) ++at;
  };
  const auto expect = [&](std::string_view what) {
    space();
    if (text.substr(at, what.size()) != what) malformed("no " + std::string(what), text, at);
    at += what.size();
  };
  const auto word = [&](std::string_view stops) {
    space();
    const std::size_t end = std::min(text.find_first_of(stops, at), text.size());
    std::string out(text.substr(at, end - at));
    at = end;
    return out;
  };
  const auto braced = [&] {
    expect("{");
    const std::size_t begin = at;
    for (int depth = 1; depth > 0; ++at) {
      if (at >= text.size()) malformed("an open brace", text, begin);
      depth += text[at] == '{' ? 1 : text[at] == '}' ? -1 : 0;
    }
    return std::string(text.substr(begin, at - begin - 1));
  };
  for (space(); at < text.size(); space()) {
    expect("@");
    const std::string type = word("{");
    if (type == "comment") {
      if (braced().find('@') != std::string::npos) malformed("an entry in a comment", text, at);
      continue;
    }
    BibtexEntry& entry = entries.emplace_back();
    entry.type = type;
    expect("{");
    entry.key = word(",} \n");
    if (entry.key.empty() || entry.key.find_first_of("\"#%'(){}~\\,= ") != std::string::npos)
      malformed("a key that BibTeX does not take", text, at);
    for (space(); text.substr(at, 1) != "}"; space()) {
      expect(",");
      const std::string name = word(" =");
      expect("=");
      space();
      const bool in_braces = text.substr(at, 1) == "{";
      if (!entry.fields.emplace(name, in_braces ? braced() : word(",\n}")).second)
        malformed("a field twice", text, at);
    }
    expect("}");
  }
  return entries;
}

/// A file of an archive. Throws when it is damaged or not there.
inline std::string read_zipped(const std::filesystem::path& file, const std::string& name) {
  int error = 0;
  zip_t* archive = zip_open(file.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &error);
  if (archive == nullptr) throw std::runtime_error("not an archive");
  std::string out;
  zip_file_t* one = zip_fopen(archive, name.c_str(), 0);
  char buffer[4096];
  zip_int64_t count = one == nullptr ? -1 : 0;
  while (one != nullptr && (count = zip_fread(one, buffer, sizeof buffer)) > 0)
    out.append(buffer, static_cast<std::size_t>(count));
  if (one != nullptr) zip_fclose(one);
  zip_discard(archive);
  if (count < 0) throw std::runtime_error("no " + name);
  return out;
}

/// Cells by their name ("B2"), as a spreadsheet shows them. Anything but texts and numbers is an error.
inline std::map<std::string, std::string> read_sheet(std::string_view xml) {
  std::map<std::string, std::string> cells;
  std::vector<std::string> open;
  std::string cell;
  std::string text;
  const auto decode = [&](std::string_view raw) {
    static const std::map<std::string, char, std::less<>> kEntities{
        {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
    std::string out;
    for (std::size_t at = 0; at < raw.size(); ++at) {
      const auto byte = static_cast<unsigned char>(raw[at]);
      if (byte < 0x20 && byte != '\n' && byte != '\t') malformed("a control character", raw, at);
      if (raw[at] != '&') {
        out += raw[at];
        continue;
      }
      const std::size_t end = raw.find(';', at);
      const auto entity = kEntities.find(raw.substr(at + 1, end - at - 1));
      if (entity == kEntities.end()) malformed("an unknown entity", raw, at);
      out += entity->second;
      at = end;
    }
    // "_x0041_" is how a spreadsheet writes a character.
    std::string shown;
    for (std::size_t at = 0; at < out.size(); ++at) {
      const bool escape =
          at + 6 < out.size() && out[at] == '_' && out.substr(at + 1, 1) == "x" &&
          out.substr(at + 6, 1) == "_" &&
          out.substr(at + 2, 4).find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
      if (escape) {
        shown += static_cast<char>(std::stoi(out.substr(at + 2, 4), nullptr, 16));
        at += 6;
      } else {
        shown += out[at];
      }
    }
    return shown;
  };
  for (std::size_t at = 0; at < xml.size();) {
    if (xml[at] != '<') {
      const std::size_t end = std::min(xml.find('<', at), xml.size());
      text += decode(xml.substr(at, end - at));
      at = end;
      continue;
    }
    const std::size_t end = xml.find('>', at);
    if (end == std::string_view::npos) malformed("an open tag", xml, at);
    const std::string_view tag = xml.substr(at + 1, end - at - 1);
    at = end + 1;
    if (tag.starts_with('?')) continue;
    const bool closes = tag.starts_with('/');
    const std::string name(tag.substr(closes ? 1 : 0, tag.find_first_of(" /", 1) - (closes ? 1 : 0)));
    if (name == "f" || name == "hyperlink") malformed("a formula or link", xml, at);
    if (closes) {
      if (open.empty() || open.back() != name) malformed("a tag closed that is not open", xml, at);
      open.pop_back();
      if (name == "t" || name == "v") cells[cell] = text;
      continue;
    }
    if (!tag.ends_with('/')) open.push_back(name);
    if (name == "c") {
      const std::size_t begin = tag.find(" r=\"") + 4;
      cell = std::string(tag.substr(begin, tag.find('"', begin) - begin));
    }
    text.clear();
  }
  if (!open.empty()) malformed("an open element " + open.back(), xml, xml.size());
  return cells;
}

}  // namespace labtrail::tests
