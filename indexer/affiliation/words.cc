#include "indexer/affiliation/words.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "corpus/base/text.h"
#include "indexer/affiliation/misprints.h"

namespace labtrail::affiliation {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_ascii_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Joining words in capitals may be acronyms (DAS, VAN), unless all around them is in capitals too.
constexpr std::string_view kNeverAcronyms[] = {"and", "the", "for", "ltd", "inc", "llc", "und", "gmbh"};

Break break_between(std::string_view gap) {
  Break found = Break::none;
  for (std::size_t at = 0; at < gap.size();) {
    const char32_t c = base::next_code_point(gap, at);
    switch (c) {
      case U',':
      case U';':
      case U'|':
      case U'(':
      case U')':
      case U'[':
      case U']':
      case U'{':
      case U'}':
      case U'\n':
      case U'\t':
      case U'，':
      case U'；':
      case U'、':
      case U'（':
      case U'）':
      case U'•':
      case U'·':
      case U'。':
      case U':':
      case U'：':
      case U'"':
      case U'“':
      case U'”':
      case U'†':
      case U'‡':
      case U'♡':
      case U'∗':
      case U'*':
      case U'§':
      case U'¶':
        return Break::strong;
      case U'&':
      case U'/':
      case U'—':
      case U'–':
      case U'+':
      case U'#':
      case U'\\':
        found = Break::weak;
        break;
      case U'-':
        if (gap.size() > 2) found = Break::weak;
        break;
      default:
        break;
    }
  }
  // Where a source has dropped its commas, two spaces are what is left of one.
  if (gap == "  " || gap == "   ") found = Break::weak;
  return found;
}

}  // namespace

/// Where two words were printed as one ("addressGoogle", "UniversitédeLyon", "UniversityThanyaburi"): 0 =
/// nowhere. Only where one side is a word that no name begins with, or that stands in most: names, too, have
/// capitals inside ("SenseTime").
std::size_t torn(std::string_view word) {
  constexpr std::string_view kLead[] = {"address", "formerly", "currently", "now", "at", "from", "with"};
  const auto lower = [](char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; };
  // A city of two words, often printed as one.
  if (word == "HongKong" || word == "Hongkong") return 4;
  for (std::size_t at = 2; at + 4 <= word.size(); ++at) {
    if (word[at] < 'A' || word[at] > 'Z' || !lower(word[at - 1])) continue;
    const std::string left = format::fold(word.substr(0, at));
    const std::string right = canonical_word(format::fold(word.substr(at)));
    const bool lead = std::find(std::begin(kLead), std::end(kLead), left) != std::end(kLead);
    // "atNVIDIA", yet not "fromIBM" of a name in capitals.
    if (!lower(word[at + 1]) && !(lead && word[0] >= 'a')) continue;
    if (lead || (left.size() >= 6 && canonical_word(left) == "university") ||
        (right == "university" && left.size() >= 2))
      return at;
  }
  return 0;
}

/// Line ends and characters that a data source has written as marks ("Tarbiat#N#Modares", "&quot;"), blanked
/// without moving anything; the text itself where there are none.
std::string_view WordReader::unmarked(std::string_view text) {
  constexpr std::pair<std::string_view, char> kMarks[] = {
      {"#TAB#", ' '}, {"#N#", ' '}, {"#R#", ' '}, {"&quot;", '"'}, {"&amp;", '&'}};
  if (text.find('#') == std::string_view::npos && text.find("&quot;") == std::string_view::npos &&
      text.find("&amp;") == std::string_view::npos)
    return text;
  unmarked_ = text;
  for (const auto& [mark, stands_for] : kMarks) {
    for (std::size_t at = 0; (at = unmarked_.find(mark, at)) != std::string::npos; at += mark.size()) {
      unmarked_.replace(at, mark.size(), mark.size(), ' ');
      unmarked_[at] = stands_for;
    }
  }
  return unmarked_;
}

void WordReader::read(std::string_view text, std::vector<Word>& out, bool is_name) {
  out.clear();
  if (!is_name) text = unmarked(text);
  if (!is_name) mend(text);
  if (is_name || torn_.empty()) {
    read_whole(text, out, is_name);
    return;
  }
  read_whole(mended_, out, is_name);
  // Spans are those of the text as it was printed.
  const auto printed = [&](std::uint32_t at) {
    const auto before = std::lower_bound(torn_.begin(), torn_.end(), at) - torn_.begin();
    return at - static_cast<std::uint32_t>(before);
  };
  for (Word& word : out) {
    word.begin = printed(word.begin);
    word.end = printed(word.end);
  }
}

/// A copy with a space wherever a word is torn; `torn_` holds the places of those spaces.
void WordReader::mend(std::string_view text) {
  torn_.clear();
  // Bytes after the letter at `at`; `at` itself where no letter stands.
  const auto letter_end = [&](std::size_t at) {
    if (static_cast<unsigned char>(text[at]) < 0x80) return is_ascii_letter(text[at]) ? at + 1 : at;
    std::size_t next = at;
    const char32_t c = base::next_code_point(text, next);
    return u_isalpha(static_cast<UChar32>(c)) != 0 ? next : at;
  };
  std::size_t copied = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = letter_end(begin);
    if (end == begin) {
      ++begin;
      continue;
    }
    bool inner = false;
    for (std::size_t next = 0; end < text.size() && (next = letter_end(end)) != end; end = next)
      inner = inner || (text[end] >= 'A' && text[end] <= 'Z');
    inner = inner || text.substr(begin, end - begin) == "Hongkong";
    if (const std::size_t at = inner && end - begin < 60 ? torn(text.substr(begin, end - begin)) : 0;
        at != 0) {
      if (torn_.empty()) mended_.clear();
      mended_.append(text.substr(copied, begin + at - copied));
      copied = begin + at;
      torn_.push_back(static_cast<std::uint32_t>(mended_.size()));
      mended_ += ' ';
    }
    begin = end;
  }
  if (!torn_.empty()) mended_.append(text.substr(copied));
}

void WordReader::read_whole(std::string_view text, std::vector<Word>& out, bool is_name) {
  analyzer_.analyze_names(text, tokens_);
  std::size_t previous_end = 0;
  Break pending = Break::strong;
  for (const format::Token& token : tokens_) {
    if (token.end <= token.begin) continue;
    std::string_view folded = token.word;
    std::uint32_t begin = token.begin;
    std::uint32_t end = token.end;
    const std::string_view gap =
        text.substr(previous_end, begin - std::min<std::size_t>(begin, previous_end));
    Break before = std::max(pending, previous_end == 0 && out.empty() ? Break::strong : break_between(gap));
    if (before == Break::none && gap == "-" && token.ideograph) before = Break::weak;
    previous_end = end;
    pending = Break::none;
    Word word;
    word.ideograph = token.ideograph;
    std::string mended;
    if (!token.ideograph && !is_name && end - begin == folded.size()) {
      mended = without_misread(folded, text.substr(begin, end - begin));
      folded = mended;
    }
    if (!token.ideograph) {
      // Footnote marks: digits before or after a word of three letters or more; the span leaves them out.
      std::size_t lead = 0;
      while (lead < folded.size() && is_digit(folded[lead])) ++lead;
      std::size_t tail = folded.size();
      while (tail > lead && is_digit(folded[tail - 1])) --tail;
      if (lead == folded.size()) {
        word.number = true;
      } else if (!is_name && lead <= 2 &&
                 (tail - lead >= 4 || (lead == 0 && folded.substr(0, tail) == "lab")) &&
                 folded.size() - tail <= 2 && (lead > 0 || tail < folded.size()) &&
                 end - begin == folded.size()) {
        begin += static_cast<std::uint32_t>(lead);
        end -= static_cast<std::uint32_t>(folded.size() - tail);
        folded = folded.substr(lead, tail - lead);
      } else if (!is_name && tail - lead <= 2 && (lead > 0 || tail < folded.size())) {
        word.number = true;
      }
    }
    if (!token.ideograph && !is_name && end - begin == folded.size() &&
        footnote_letter(text.substr(begin, end - begin))) {
      folded.remove_prefix(1);
      ++begin;
    }
    // As printed: IST is no first.
    const std::string_view printed = text.substr(begin, end - begin);
    const std::string_view ordinal = printed == "1st"   ? "first"
                                     : printed == "2nd" ? "second"
                                     : printed == "3rd" ? "third"
                                                        : "";
    if (!ordinal.empty()) {
      word.number = false;
      folded = ordinal;
    }
    word.folded = folded;
    word.text = token.ideograph ? word.folded : canonical_word(folded);
    word.begin = begin;
    word.end = end;
    word.before = before;
    word.shortened = end < text.size() && text[end] == '.';
    word.hyphened = gap == "-" && !out.empty();
    const std::string_view raw = printed;
    word.capital =
        !raw.empty() && ((raw[0] >= 'A' && raw[0] <= 'Z') || static_cast<unsigned char>(raw[0]) >= 0xC3);
    int letters = 0;
    bool lower = false;
    for (const char c : raw) {
      letters += is_ascii_letter(c) ? 1 : 0;
      lower = lower || (c >= 'a' && c <= 'z');
    }
    word.upper = letters >= 2 && !lower;
    // "U. of Oxford", "U of T": a university.
    if (raw == "U" && folded == "u") word.text = "university";
    word.joining =
        !token.ideograph && is_joining_word(word.text) &&
        !(word.upper && word.text.size() > 2 &&
          std::find(std::begin(kNeverAcronyms), std::end(kNeverAcronyms), word.text) ==
              std::end(kNeverAcronyms)) &&
        !(word.upper && word.text.size() == 2 && raw.size() == 2 && word.text != "of" && word.text != "co");
    // "De-fense", "La- boratory": a word that a line end has parted, whatever its beginning means alone.
    word.continued = (gap == "-" || gap == "- ") && !out.empty() && !word.capital && !word.joining &&
                     !token.ideograph && raw.size() >= 2;
    if (word.continued && out.back().joining && out.back().capital) out.back().joining = false;
    // "Massachusett.s": a letter torn off.
    if (folded.size() == 1 && gap == "." && !word.capital && !word.number) word.joining = true;
    if (word.joining && word.text == "and") pending = Break::weak;
    out.push_back(std::move(word));
  }
  for (std::size_t i = 1; i + 1 < out.size(); ++i) {
    Word& word = out[i];
    if (word.upper && !word.joining && word.text.size() > 2 && is_joining_word(word.text) &&
        out[i - 1].upper && out[i + 1].upper && word.before == Break::none &&
        out[i + 1].before == Break::none)
      word.joining = true;
  }
  join_initials(text, out);
}

/// "M. I. T." is M.I.T.: three single capitals and more, each with its full stop.
void WordReader::join_initials(std::string_view text, std::vector<Word>& out) {
  const auto initial = [&](const Word& word) {
    return word.end - word.begin == 1 && word.capital && word.end < text.size() && text[word.end] == '.';
  };
  for (std::size_t i = 0; i + 2 < out.size(); ++i) {
    std::size_t end = i;
    while (end < out.size() && initial(out[end]) && (end == i || out[end].before == Break::none)) ++end;
    if (end - i < 3) continue;
    Word& word = out[i];
    for (std::size_t next = i + 1; next < end; ++next) word.folded += out[next].folded;
    word.text = canonical_word(word.folded);
    word.end = out[end - 1].end;
    word.upper = true;
    word.joining = false;
    word.shortened = false;
    out.erase(out.begin() + static_cast<std::ptrdiff_t>(i) + 1,
              out.begin() + static_cast<std::ptrdiff_t>(end));
  }
}

std::string canonical_form(WordReader& reader, std::string_view text, bool is_name) {
  std::vector<Word> words;
  reader.read(text, words, is_name);
  std::string form;
  for (const Word& word : words) {
    if (!word.joining) form += word.text;
  }
  return form;
}

}  // namespace labtrail::affiliation
