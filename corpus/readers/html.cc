// HTML, JATS and MathML in titles and abstracts. Only tags known by name count as tags: papers are full of
// "<" that is none ("P<0.05", "<subject, verb>", "</s>").
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include "corpus/base/text.h"
#include "corpus/readers/text_cleaning.h"

namespace labtrail::corpus {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

// Blocks end a line of thought and leave a space behind, inline tags leave nothing: "H<sub>2</sub>O".
constexpr std::array<std::string_view, 33> kBlocks{
    "p",          "br",         "div",       "title", "sec",          "abstract",
    "label",      "list",       "list-item", "ul",    "ol",           "li",
    "dl",         "dt",         "dd",        "tr",    "td",           "th",
    "table",      "hr",         "h1",        "h2",    "h3",           "h4",
    "h5",         "h6",         "pre",       "break", "disp-formula", "display-formula",
    "disp-quote", "blockquote", "subtitle"};
constexpr std::array<std::string_view, 52> kInline{"i",           "b",         "em",
                                                   "strong",      "sub",       "sup",
                                                   "sc",          "scp",       "tt",
                                                   "span",        "font",      "small",
                                                   "big",         "a",         "inf",
                                                   "italic",      "bold",      "underline",
                                                   "roman",       "u",         "code",
                                                   "cite",        "xref",      "ext-link",
                                                   "uri",         "monospace", "inline-formula",
                                                   "math",        "mi",        "mo",
                                                   "mn",          "mrow",      "msub",
                                                   "msup",        "msubsup",   "mfrac",
                                                   "mtext",       "mover",     "munder",
                                                   "munderover",  "msqrt",     "mroot",
                                                   "mspace",      "mstyle",    "mfenced",
                                                   "mtable",      "mtr",       "mtd",
                                                   "mpadded",     "semantics", "named-content",
                                                   "alternatives"};
/// Content that repeats the formula beside it in another notation.
constexpr std::array<std::string_view, 3> kRepeating{"annotation", "annotation-xml", "tex-math"};

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

/// How far the end of a comment or of a repeated formula is looked for, so that a text of nothing but their
/// starts takes no longer than others.
constexpr std::size_t kWindow = 1024;

struct Tag {
  std::size_t end = 0;  ///< behind `>`; 0 = this is no tag
  std::string name;     ///< lower case, without a namespace
  bool closing = false;
};

Tag tag_at(std::string_view text, std::size_t at) {
  Tag tag;
  if (text.compare(at, 4, "<!--") == 0) {
    const std::size_t end = text.substr(0, at + kWindow).find("-->", at + 4);
    if (end != kNone) tag = {end + 3, "span", false};
    return tag;
  }
  std::size_t i = at + 1;
  if (i < text.size() && text[i] == '/') {
    tag.closing = true;
    ++i;
  }
  std::size_t start = i;
  while (i < text.size() && is_name_character(text[i])) ++i;
  if (i < text.size() && text[i] == ':') {
    start = ++i;
    while (i < text.size() && is_name_character(text[i])) ++i;
  }
  const std::string name = base::ascii_lower(text.substr(start, i - start));
  if (!contains(kBlocks, name) && !contains(kInline, name) && !contains(kRepeating, name)) return tag;
  // Behind the name: the end, or attributes, which hold a `=`.
  const std::size_t end = text.find_first_of("<>", i);
  if (end == kNone || text[end] != '>') return tag;
  std::string_view rest = base::trim(text.substr(i, end - i));
  if (!rest.empty() && rest.back() == '/') rest = base::trim(rest.substr(0, rest.size() - 1));
  if (!rest.empty() && (rest.find('=') == kNone || tag.closing)) return tag;
  if (rest.empty() && name == "a" && !tag.closing) return tag;
  tag.end = end + 1;
  tag.name = name;
  return tag;
}

bool is_word_character(char c) {
  return (is_name_character(c) && c != '-' && c != '_') || (static_cast<unsigned char>(c) & 0x80) != 0;
}

/// Publishers drop the space around italics: "genus<i>Veryhachium</i>Deunff". A whole word in italics that
/// touches another word gets its space back; "<i>p</i>H" and "<i>Lumbr</i><i>icaria</i>" stay together.
constexpr std::size_t kWholeWord = 4;

/// Length of the text between a tag that ends at `from` and the next `<`.
std::size_t content_length(std::string_view text, std::size_t from) {
  return std::min(text.find('<', from), text.size()) - from;
}

std::string strip_tags(std::string_view text) {
  std::string out;
  std::size_t copied = 0;
  std::size_t italics = 0;  // length of the italics that are open
  for (std::size_t i = text.find('<'); i != kNone; i = text.find('<', i)) {
    Tag tag = tag_at(text, i);
    if (tag.end == 0) {
      ++i;
      continue;
    }
    const bool touches_tag = i == copied;
    out.append(text, copied, i - copied);
    const char after = tag.end < text.size() ? text[tag.end] : ' ';
    if (contains(kBlocks, tag.name)) {
      out += ' ';
    } else if (tag.name == "i" || tag.name == "em" || tag.name == "italic") {
      if (!tag.closing) italics = content_length(text, tag.end);
      const char outside = tag.closing ? after : (out.empty() ? ' ' : out.back());
      const char inside = tag.closing ? (out.empty() ? ' ' : out.back()) : after;
      const bool split_word = !tag.closing && touches_tag;
      if (!split_word && italics >= kWholeWord && is_word_character(outside) && is_word_character(inside))
        out += ' ';
    } else if (tag.name == "sub" && !tag.closing && after >= '0' && after <= '9') {
      // "CO <sub>2</sub>": the formula is one word.
      if (out.size() > 1 && out.back() == ' ' && is_word_character(out[out.size() - 2])) out.pop_back();
    }
    if (contains(kRepeating, tag.name) && !tag.closing) {
      const std::size_t close = text.substr(0, tag.end + kWindow).find("</", tag.end);
      if (close != kNone) {
        const Tag closing = tag_at(text, close);
        if (closing.end != 0 && closing.name == tag.name) tag.end = closing.end;
      }
    }
    copied = i = tag.end;
  }
  out.append(text, copied);
  return out;
}

struct Entity {
  std::string_view name;
  std::string_view text;
};

constexpr Entity kEntities[] = {
    {"amp", "&"},    {"lt", "<"},       {"gt", ">"},       {"quot", "\""},   {"apos", "'"},
    {"nbsp", " "},   {"ensp", " "},     {"emsp", " "},     {"thinsp", " "},  {"hairsp", " "},
    {"shy", ""},     {"iexcl", "¡"},    {"cent", "¢"},     {"pound", "£"},   {"yen", "¥"},
    {"sect", "§"},   {"uml", "¨"},      {"copy", "©"},     {"ordf", "ª"},    {"laquo", "«"},
    {"not", "¬"},    {"reg", "®"},      {"macr", "¯"},     {"deg", "°"},     {"plusmn", "±"},
    {"sup1", "¹"},   {"sup2", "²"},     {"sup3", "³"},     {"acute", "´"},   {"micro", "µ"},
    {"para", "¶"},   {"middot", "·"},   {"ordm", "º"},     {"raquo", "»"},   {"frac14", "¼"},
    {"frac12", "½"}, {"frac34", "¾"},   {"iquest", "¿"},   {"times", "×"},   {"divide", "÷"},
    {"Agrave", "À"}, {"Aacute", "Á"},   {"Acirc", "Â"},    {"Atilde", "Ã"},  {"Auml", "Ä"},
    {"Aring", "Å"},  {"AElig", "Æ"},    {"Ccedil", "Ç"},   {"Egrave", "È"},  {"Eacute", "É"},
    {"Ecirc", "Ê"},  {"Euml", "Ë"},     {"Igrave", "Ì"},   {"Iacute", "Í"},  {"Icirc", "Î"},
    {"Iuml", "Ï"},   {"ETH", "Ð"},      {"Ntilde", "Ñ"},   {"Ograve", "Ò"},  {"Oacute", "Ó"},
    {"Ocirc", "Ô"},  {"Otilde", "Õ"},   {"Ouml", "Ö"},     {"Oslash", "Ø"},  {"Ugrave", "Ù"},
    {"Uacute", "Ú"}, {"Ucirc", "Û"},    {"Uuml", "Ü"},     {"Yacute", "Ý"},  {"THORN", "Þ"},
    {"szlig", "ß"},  {"agrave", "à"},   {"aacute", "á"},   {"acirc", "â"},   {"atilde", "ã"},
    {"auml", "ä"},   {"aring", "å"},    {"aelig", "æ"},    {"ccedil", "ç"},  {"egrave", "è"},
    {"eacute", "é"}, {"ecirc", "ê"},    {"euml", "ë"},     {"igrave", "ì"},  {"iacute", "í"},
    {"icirc", "î"},  {"iuml", "ï"},     {"eth", "ð"},      {"ntilde", "ñ"},  {"ograve", "ò"},
    {"oacute", "ó"}, {"ocirc", "ô"},    {"otilde", "õ"},   {"ouml", "ö"},    {"oslash", "ø"},
    {"ugrave", "ù"}, {"uacute", "ú"},   {"ucirc", "û"},    {"uuml", "ü"},    {"yacute", "ý"},
    {"thorn", "þ"},  {"yuml", "ÿ"},     {"OElig", "Œ"},    {"oelig", "œ"},   {"Scaron", "Š"},
    {"scaron", "š"}, {"Zcaron", "Ž"},   {"zcaron", "ž"},   {"ccaron", "č"},  {"Ccaron", "Č"},
    {"lstrok", "ł"}, {"Lstrok", "Ł"},   {"sacute", "ś"},   {"nacute", "ń"},  {"cacute", "ć"},
    {"fnof", "ƒ"},   {"circ", "ˆ"},     {"tilde", "˜"},    {"ndash", "–"},   {"mdash", "—"},
    {"horbar", "―"}, {"lsquo", "‘"},    {"rsquo", "’"},    {"sbquo", "‚"},   {"ldquo", "“"},
    {"rdquo", "”"},  {"bdquo", "„"},    {"dagger", "†"},   {"Dagger", "‡"},  {"bull", "•"},
    {"hellip", "…"}, {"permil", "‰"},   {"prime", "′"},    {"Prime", "″"},   {"lsaquo", "‹"},
    {"rsaquo", "›"}, {"euro", "€"},     {"trade", "™"},    {"hyphen", "-"},  {"dash", "‐"},
    {"Alpha", "Α"},  {"Beta", "Β"},     {"Gamma", "Γ"},    {"Delta", "Δ"},   {"Epsilon", "Ε"},
    {"Zeta", "Ζ"},   {"Eta", "Η"},      {"Theta", "Θ"},    {"Iota", "Ι"},    {"Kappa", "Κ"},
    {"Lambda", "Λ"}, {"Mu", "Μ"},       {"Nu", "Ν"},       {"Xi", "Ξ"},      {"Omicron", "Ο"},
    {"Pi", "Π"},     {"Rho", "Ρ"},      {"Sigma", "Σ"},    {"Tau", "Τ"},     {"Upsilon", "Υ"},
    {"Phi", "Φ"},    {"Chi", "Χ"},      {"Psi", "Ψ"},      {"Omega", "Ω"},   {"alpha", "α"},
    {"beta", "β"},   {"gamma", "γ"},    {"delta", "δ"},    {"epsilon", "ε"}, {"zeta", "ζ"},
    {"eta", "η"},    {"theta", "θ"},    {"iota", "ι"},     {"kappa", "κ"},   {"lambda", "λ"},
    {"mu", "μ"},     {"nu", "ν"},       {"xi", "ξ"},       {"omicron", "ο"}, {"pi", "π"},
    {"rho", "ρ"},    {"sigmaf", "ς"},   {"sigma", "σ"},    {"tau", "τ"},     {"upsilon", "υ"},
    {"phi", "φ"},    {"chi", "χ"},      {"psi", "ψ"},      {"omega", "ω"},   {"forall", "∀"},
    {"part", "∂"},   {"exist", "∃"},    {"empty", "∅"},    {"nabla", "∇"},   {"isin", "∈"},
    {"notin", "∉"},  {"ni", "∋"},       {"prod", "∏"},     {"sum", "∑"},     {"minus", "−"},
    {"lowast", "∗"}, {"radic", "√"},    {"prop", "∝"},     {"infin", "∞"},   {"ang", "∠"},
    {"and", "∧"},    {"or", "∨"},       {"cap", "∩"},      {"cup", "∪"},     {"int", "∫"},
    {"there4", "∴"}, {"sim", "∼"},      {"cong", "≅"},     {"asymp", "≈"},   {"ne", "≠"},
    {"equiv", "≡"},  {"le", "≤"},       {"ge", "≥"},       {"sub", "⊂"},     {"sup", "⊃"},
    {"sube", "⊆"},   {"supe", "⊇"},     {"oplus", "⊕"},    {"otimes", "⊗"},  {"perp", "⊥"},
    {"larr", "←"},   {"uarr", "↑"},     {"rarr", "→"},     {"darr", "↓"},    {"harr", "↔"},
    {"lArr", "⇐"},   {"rArr", "⇒"},     {"hArr", "⇔"},     {"loz", "◊"},     {"lang", "⟨"},
    {"rang", "⟩"},   {"leqslant", "⩽"}, {"geqslant", "⩾"}, {"ell", "ℓ"},     {"hbar", "ℏ"},
};

/// What browsers make of references to 128..159: Windows-1252.
constexpr std::array<char32_t, 32> kWindows1252{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

/// Appends the character of "#945" or "#x3B1"; false if that is none.
bool append_numeric(std::string& out, std::string_view body) {
  body.remove_prefix(1);
  int base = 10;
  if (!body.empty() && (body[0] == 'x' || body[0] == 'X')) {
    base = 16;
    body.remove_prefix(1);
  }
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(body.data(), body.data() + body.size(), value, base);
  if (body.empty() || error != std::errc{} || end != body.data() + body.size()) return false;
  if (value >= 0x80 && value < 0xA0) value = kWindows1252[value - 0x80];
  if (value == 0 || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return false;
  if (value < 0x20 || value == 0x7F) value = ' ';
  base::append_utf8(out, value);
  return true;
}

std::string decode_entities(std::string_view text) {
  std::string out;
  std::size_t copied = 0;
  for (std::size_t i = text.find('&'); i != kNone; i = text.find('&', i + 1)) {
    const std::size_t end = text.substr(0, i + 15).find(';', i + 1);
    if (end == kNone) continue;
    const std::string_view body = text.substr(i + 1, end - i - 1);
    if (body.empty() || body.size() > 12) continue;
    std::string decoded;
    bool known = false;
    if (body[0] == '#') {
      known = append_numeric(decoded, body);
    } else {
      for (const Entity& entity : kEntities) {
        if (entity.name != body) continue;
        decoded = entity.text;
        known = true;
        break;
      }
    }
    if (!known) continue;
    out.append(text, copied, i - copied);
    out += decoded;
    copied = end + 1;
    i = end;
  }
  out.append(text, copied);
  return out;
}

}  // namespace

std::string html_to_text(std::string_view text) {
  std::string out(text);
  // Sources escape up to three times ("&amp;amp;lt;i&amp;amp;gt;"); each round undoes one.
  for (int round = 0; round < 6; ++round) {
    std::string next = decode_entities(strip_tags(out));
    if (next == out) break;
    out = std::move(next);
  }
  return out;
}

}  // namespace labtrail::corpus
