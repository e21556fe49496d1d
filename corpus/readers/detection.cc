#include "corpus/readers/detection.h"

#include <algorithm>

#include "corpus/base/text.h"
#include "corpus/json_tree.h"
#include "corpus/readers/formats.h"

namespace labtrail::corpus {
namespace {

using Shape = RecordStream::Shape;
constexpr std::size_t kNone = std::string_view::npos;

/// Length of the object at the start of `text`, or npos if it does not end there.
std::size_t object_length(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']') && --depth == 0) {
      return i + 1;
    }
  }
  return kNone;
}

/// Where the array "results" of an API page starts, or npos if this is no page. The member may come after
/// others, so it is looked for at depth 1.
std::size_t results_start(std::string_view text) {
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') {
      std::size_t end = i + 1;
      while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
      if (end >= text.size()) return kNone;
      if (depth == 1 && text.substr(i + 1, end - i - 1) == "results") {
        std::size_t next = text.find_first_not_of(" \t\r\n", end + 1);
        if (next != kNone && text[next] == ':') {
          next = text.find_first_not_of(" \t\r\n", next + 1);
          if (next != kNone && text[next] == '[') return next + 1;
        }
      }
      i = end;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']') && --depth == 0) {
      return kNone;
    }
  }
  return kNone;
}

/// A CSV of work ids: its first or second line holds one, and no line is JSON.
bool is_deletion_list(std::string_view probe) {
  int lines = 0;
  while (!probe.empty() && lines < 2) {
    const std::size_t end = probe.find('\n');
    std::string_view line = base::trim(probe.substr(0, end));
    probe = end == kNone ? std::string_view{} : probe.substr(end + 1);
    if (line.empty()) continue;
    if (line.front() == '{' || line.front() == '[' || line.size() > 300) return false;
    ++lines;
    while (!line.empty()) {
      const std::size_t comma = line.find(',');
      std::string_view field = base::trim(line.substr(0, comma));
      if (field.size() >= 2 && field.front() == '"' && field.back() == '"')
        field = field.substr(1, field.size() - 2);
      if (!openalex_work_id(field).empty()) return true;
      if (lines == 1 && field == "work_id") return true;
      line = comma == kNone ? std::string_view{} : line.substr(comma + 1);
    }
  }
  return false;
}

/// The format of the records from `start` on: the first one that parses decides, else (uncertain) what the
/// text mentions.
Format format_of(std::string_view probe, std::size_t start, bool& certain) {
  certain = true;
  JsonTree tree;
  for (int tries = 0; tries < 20; ++tries) {
    start = probe.find('{', start);
    if (start == kNone) break;
    const std::size_t length = object_length(probe.substr(start));
    if (length == kNone) {
      // Broken or longer than the probe; the next line may be better.
      start = probe.find('\n', start);
      if (start == kNone) break;
      continue;
    }
    if (const auto value = tree.parse(probe.substr(start, length))) {
      if (is_openalex(*value)) return Format::openalex;
      if (is_paperlists(*value)) return Format::paperlists;
      if (is_jsonl(*value)) return Format::jsonl;
    }
    start += length;
  }
  certain = false;
  const auto mentions = [&](std::string_view text) { return probe.find(text) != kNone; };
  if (mentions("\"https://openalex.org/W")) return Format::openalex;
  if (mentions("\"title\"") && (mentions("\"author\"") || mentions("\"aff\""))) return Format::paperlists;
  if (mentions("\"title\"") && mentions("\"id\"")) return Format::jsonl;
  return Format::automatic;
}

/// One record a line, or objects over many lines?
Shape shape_of(std::string_view text) {
  const std::size_t end = text.find('\n');
  const std::size_t length = object_length(text);
  if (end == kNone) return Shape::lines;
  if (length != kNone && length <= end) return Shape::lines;
  // The first line does not hold an object: it is broken if the second one starts another.
  return text.substr(end + 1, 1) == "{" ? Shape::lines : Shape::objects;
}

}  // namespace

Detected detect(std::string_view probe, Format asked) {
  Detected out;
  const std::size_t start = probe.find_first_not_of(" \t\r\n");
  if (start == kNone) {
    out.reason = "nothing but white space";
    return out;
  }
  const std::string_view text = probe.substr(start);
  if (text.front() != '{' && text.front() != '[') {
    out.deletions = is_deletion_list(text) && (asked == Format::automatic || asked == Format::openalex);
    if (out.deletions) {
      out.known = true;
      out.format = Format::openalex;
    } else if (text.substr(0, 2) == "\xFF\xFE" || text.substr(0, 2) == "\xFE\xFF") {
      out.reason = "UTF-16 text; only UTF-8 can be read";
    } else if (asked != Format::automatic) {
      // A damaged first line must not cost the rest of a file whose format is known.
      out.known = text.find("\n{") != kNone;
      out.format = asked;
    }
    if (!out.known && out.reason.empty()) {
      out.reason = "no known format: neither JSON papers nor a deletion list";
    }
    return out;
  }
  std::size_t records = start;
  if (text.front() == '[') {
    out.shape = Shape::objects;
  } else if (const std::size_t results = results_start(text); results != kNone) {
    out.shape = Shape::pages;
    records = start + results;
  } else {
    out.shape = shape_of(text);
  }
  out.format = asked == Format::automatic ? format_of(probe, records, out.certain) : asked;
  // A page without results, and an empty list, hold nothing that could be misread.
  const bool empty = records < probe.size() && base::trim(probe.substr(records)).substr(0, 2) == "[]";
  const bool empty_page = out.shape == Shape::pages && base::trim(probe.substr(records)).substr(0, 1) == "]";
  if (out.format == Format::automatic && (empty || empty_page)) out.format = Format::jsonl;
  out.known = out.format != Format::automatic;
  if (!out.known) out.reason = "no known format: JSON, but not of papers";
  return out;
}

}  // namespace labtrail::corpus
