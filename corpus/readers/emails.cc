// Finding e-mail addresses without taking "mAP@0.5", "Pass@k", "RoboCup@Home" or "Center for
// Micro-BioRobotics@SSSA" for one. What makes an address is behind the @: labels joined by dots, the last one
// letters in one case. From there the search goes left over the local part (or a bracketed list of them),
// then outwards over a label and brackets.
#include <algorithm>
#include <array>
#include <vector>

#include "corpus/base/text.h"
#include "corpus/readers/text_cleaning.h"

namespace labtrail::corpus {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_upper_run(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}
bool is_lower_run(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// Length of a typographic hyphen (U+2010, U+2011) at `at`, which publishers put into addresses.
std::size_t hyphen_at(std::string_view text, std::size_t at) {
  const std::string_view here = text.substr(std::min(at, text.size()), 3);
  return here == "\u2010" || here == "\u2011" ? 3 : 0;
}
std::size_t hyphen_before(std::string_view text, std::size_t at) {
  return at >= 3 ? hyphen_at(text, at - 3) : 0;
}

/// An @ or a stand-in for it.
struct At {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool spelled = false;  ///< "[at]": may have spaces around it
};

std::size_t skip_spaces(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] == ' ') ++at;
  return at;
}
std::size_t skip_spaces_back(std::string_view text, std::size_t at) {
  while (at > 0 && text[at - 1] == ' ') --at;
  return at;
}

At find_at(std::string_view text, std::size_t from) {
  for (std::size_t i = from; i < text.size(); ++i) {
    if (text[i] == '@') return {i, i + 1, false};
    if (text.compare(i, 3, "\uFF20") == 0) return {i, i + 3, false};
    if ((text[i] == '[' || text[i] == '(') && i + 3 < text.size()) {
      const std::string word = base::ascii_lower(text.substr(i + 1, 2));
      if (word == "at" && (text[i + 3] == ']' || text[i + 3] == ')')) return {i, i + 4, true};
    }
  }
  return {text.size(), text.size(), false};
}

/// End of the domain that starts at `from`, or npos. `spaced`: dots may have a space before them ("WISC
/// .EDU").
std::size_t domain_end(std::string_view text, std::size_t from, bool spaced) {
  std::size_t i = from;
  std::size_t end = kNone;
  std::size_t labels = 0;
  std::size_t first_label = 0;
  while (true) {
    const std::size_t label = i;
    while (i < text.size()) {
      if (const std::size_t hyphen = hyphen_at(text, i); hyphen != 0) {
        i += hyphen;
      } else if (is_letter(text[i]) || is_digit(text[i]) || text[i] == '-' || text[i] == '_') {
        ++i;
      } else {
        break;
      }
    }
    if (i == label) break;
    const std::string_view name = text.substr(label, i - label);
    ++labels;
    if (labels == 1) first_label = name.size();
    const bool letters = std::all_of(name.begin(), name.end(), is_letter);
    if (labels >= 2 && letters && name.size() >= 2 && name.size() <= 24 &&
        (is_upper_run(name) || is_lower_run(name))) {
      // "P@k.in" is a sentence without a space: the letters of ranking measures name no host.
      constexpr std::string_view kCutoffs = "kKnNmMpPqQrRtT";
      if (labels > 2 || first_label > 1 || kCutoffs.find(text[from]) == kNone) end = i;
    }
    std::size_t next = i;
    if (spaced) next = skip_spaces(text, next);
    if (next >= text.size() || text[next] != '.') break;
    i = next + 1;
    if (spaced) i = skip_spaces(text, i);
  }
  return end;
}

bool is_local(char c) {
  return is_letter(c) || is_digit(c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-' || c == '\'';
}

/// Start of a bracketed list of local parts that ends before `end` ("{a,b}"), or npos.
std::size_t group_start(std::string_view text, std::size_t end) {
  constexpr std::string_view kClosers = "}])>";
  constexpr std::string_view kOpeners = "{[(<";
  const std::size_t kind = end == 0 ? kNone : kClosers.find(text[end - 1]);
  if (kind == kNone) return kNone;
  for (std::size_t i = end - 1; i > 0 && end - i < 400; --i) {
    const char c = text[i - 1];
    if (c == kOpeners[kind]) return i - 1;
    if (!is_local(c) && c != ',' && c != ';' && c != '|' && c != ' ' && c != '/' && c != '&') return kNone;
  }
  return kNone;
}

/// Start of the local part that ends at `end`; equals `end` if there is none.
std::size_t local_start(std::string_view text, std::size_t end, bool spaced) {
  std::size_t i = end;
  while (i > 0) {
    const bool before_dot = spaced && text[i - 1] == ' ' && i < end && text[i] == '.';
    if (is_local(text[i - 1]) || before_dot) {
      --i;
    } else if (const std::size_t hyphen = hyphen_before(text, i); hyphen != 0) {
      i -= hyphen;
    } else {
      break;
    }
  }
  while (i < end && !is_letter(text[i]) && !is_digit(text[i]) && text[i] != '_') ++i;
  return i;
}

struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// The address around `at`, or an empty range.
Range address_around(std::string_view text, const At& at) {
  const bool gap = at.begin > 0 && text[at.begin - 1] == ' ';
  std::size_t left = at.begin;
  std::size_t right = at.end;
  bool spaced = false;
  if (at.spelled) {
    left = skip_spaces_back(text, left);
    right = skip_spaces(text, right);
  } else if (gap) {
    // "A .NAME @GMAIL .COM": a way of printing in capitals; anything else with a space before the @ is a
    // name.
    left = skip_spaces_back(text, left);
    spaced = true;
  }
  std::size_t end = domain_end(text, right, spaced);
  if (end == kNone) return {};
  std::size_t begin = group_start(text, left);
  if (begin == kNone) {
    begin = local_start(text, left, spaced);
    if (begin == left) return {};
    if (spaced && !is_upper_run(text.substr(begin, end - begin))) return {};
  }
  while (end < text.size() && text[end] == '@') {  // addresses that were glued together
    const std::size_t more = domain_end(text, end + 1, false);
    if (more == kNone) break;
    end = more;
  }
  constexpr std::string_view kMailto = "mailto:";
  if (begin >= kMailto.size() &&
      base::ascii_lower(text.substr(begin - kMailto.size(), kMailto.size())) == kMailto) {
    begin -= kMailto.size();
  }
  return {begin, end};
}

/// Moves `begin` left over a label such as "E-mail addresses:" that would announce nothing.
std::size_t before_label(std::string_view text, std::size_t begin) {
  std::size_t end = skip_spaces_back(text, begin);
  if (end > 0 && (text[end - 1] == ':' || text[end - 1] == '.')) end = skip_spaces_back(text, end - 1);
  constexpr std::array<std::string_view, 23> kLabels{"electronic address",
                                                     "e-mail addresses",
                                                     "e\u2010mail addresses",
                                                     "email addresses",
                                                     "e-mail address",
                                                     "e\u2010mail address",
                                                     "email address",
                                                     "electronic mail",
                                                     "e-mails",
                                                     "e\u2010mails",
                                                     "emails",
                                                     "e-mail",
                                                     "e\u2010mail",
                                                     "e\u2011mail",
                                                     "e\u2013mail",
                                                     "e\u2212mail",
                                                     "email",
                                                     "e mail",
                                                     "mail to",
                                                     "mailto",
                                                     "mail",
                                                     "\u90AE\u7BB1",
                                                     "\u96FB\u5B50\u90F5\u4EF6"};
  const std::string lower = base::ascii_lower(text.substr(end < 40 ? 0 : end - 40, end < 40 ? end : 40));
  for (const std::string_view label : kLabels) {
    if (lower.size() < label.size() || lower.compare(lower.size() - label.size(), label.size(), label) != 0)
      continue;
    const std::size_t start = end - label.size();
    if (start == 0 || !(is_letter(text[start - 1]) || is_digit(text[start - 1]))) return start;
  }
  return begin;
}

/// Widens a range over what makes no sense without the address.
Range widen(std::string_view text, Range range, std::size_t previous_end, bool keep_semicolons) {
  // "a@x.org, b@x.org": nothing but separators since the address before.
  const std::string_view between = text.substr(previous_end, range.begin - previous_end);
  constexpr std::string_view kSeparators = " ,;/|&\u2013\u2014-";
  const bool follows = previous_end > 0 && between.find_first_not_of(kSeparators) == kNone &&
                       !(keep_semicolons && between.find(';') != kNone);
  if (follows) {
    range.begin = previous_end;
  } else {
    range.begin = before_label(text, range.begin);
  }
  return range;
}

/// Marks the spot of an address that is gone; no text that reaches us holds it for anything else.
constexpr char kGone = '\x01';

/// Copies `text` without its marks and without what they leave behind: empty brackets, doubled separators.
std::string close_gaps(std::string_view text, bool keep_semicolons) {
  constexpr std::string_view kOpeners = "([{<";
  constexpr std::string_view kClosers = ")]}>";
  std::string out;
  out.reserve(text.size());
  const auto before = [&] { return out.empty() ? '\0' : out.back(); };
  const auto drop_spaces = [&] {
    while (before() == ' ') out.pop_back();
  };
  const auto drop_last = [&] {
    out.pop_back();
    drop_spaces();
  };
  const auto separates = [&](char c) { return c == ',' || c == ':' || (c == ';' && !keep_semicolons); };
  std::size_t from = 0;
  for (std::size_t mark = text.find(kGone); mark != kNone; mark = text.find(kGone, from)) {
    out.append(text, from, mark - from);
    std::size_t end = skip_spaces(text, mark + 1);
    const auto after = [&] { return end < text.size() ? text[end] : '\0'; };
    drop_spaces();
    while (before() != '\0' && after() != '\0' && kOpeners.find(before()) != kNone &&
           kOpeners.find(before()) == kClosers.find(after())) {
      drop_last();
      end = skip_spaces(text, end + 1);
    }
    if (!keep_semicolons && text.find_first_not_of(" ;,", end) == kNone) end = text.size();
    const bool at_start = out.empty();
    const bool at_end = after() == '\0' || after() == ';' || after() == ')' || after() == '.';
    while (separates(before()) && (at_end || separates(after()))) drop_last();
    while (at_start && separates(after())) end = skip_spaces(text, end + 1);
    if (before() == '.' && after() == '.') end = skip_spaces(text, end + 1);
    const bool tight =
        after() == ',' || after() == ';' || after() == ')' || after() == '.' || after() == kGone;
    if (!out.empty() && end < text.size() && !tight) out += ' ';
    from = end;
  }
  return out.append(text.substr(from));
}

}  // namespace

std::string strip_emails(std::string_view text, bool keep_semicolons) {
  std::string out;
  std::size_t copied = 0;
  std::size_t previous_end = 0;
  for (At at = find_at(text, 0); at.begin < text.size(); at = find_at(text, at.end)) {
    if (at.begin < previous_end) continue;
    Range range = address_around(text, at);
    if (range.end == 0) continue;
    range.begin = std::max(range.begin, previous_end);
    range = widen(text, range, previous_end, keep_semicolons);
    range.begin = std::max(range.begin, previous_end);
    out.append(text, copied, range.begin - copied);
    out += kGone;
    copied = previous_end = range.end;
  }
  if (copied == 0) return std::string(text);
  out.append(text, copied);
  return close_gaps(out, keep_semicolons);
}

}  // namespace labtrail::corpus
