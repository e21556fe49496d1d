// Terms, `with` and `not` phrases of all topics lie in one trie of words. Every word of the text is looked up
// once (surface word -> number, 0 for the many that occur in no phrase), and only words that begin a phrase
// are followed further. What was found is then judged topic by topic.
#include "indexer/tagging/topics.h"

#include <algorithm>
#include <functional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "indexer/format/analyzer.h"

namespace labtrail::tagging {

using corpus::Paper;
using corpus::Registry;
using corpus::TechnologyTopic;
using corpus::TermStrength;
using corpus::TopicTerm;
using format::Token;

namespace {

/// Words that are remembered; beyond, the memory is emptied and starts again.
constexpr std::size_t kMaxKnownWords = std::size_t{1} << 20;

struct StringHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
using Numbers = std::unordered_map<std::string, std::uint32_t, StringHash, std::equal_to<>>;

/// Bytes between a term and its abbreviation in brackets, at most: a last word and " (".
constexpr std::uint32_t kLongestBracket = 16;

/// The order is that in which a topic's places are judged.
enum class PhraseKind : std::uint8_t { not_when, with, term };

struct Phrase {
  std::uint32_t topic = 0;
  PhraseKind kind = PhraseKind::term;
  std::uint32_t index = 0;           ///< into the topic's terms, with or not_when
  std::vector<std::string> folded;   ///< its words
  std::vector<std::string> printed;  ///< its words as printed, where case matters; else empty
};

/// Do two English words of one stem also have the same meaning? A stem alone makes person and personality,
/// image generation and generated images, global localization and global and local one. The same are singular
/// and plural, robot and robotic; and a noun of a term stands for its -ing as well (medical image: medical
/// imaging), not the other way round (face tracking: face tracks).
bool stands_for(std::string_view term, std::string_view word) {
  constexpr std::string_view kEndings[] = {"", "s", "es", "y", "ies", "ic", "ics", "ly"};
  const auto is_ending = [&](std::string_view ending) {
    return std::find(std::begin(kEndings), std::end(kEndings), ending) != std::end(kEndings);
  };
  if (term == word) return true;
  const auto differ = std::mismatch(term.begin(), term.end(), word.begin(), word.end()).first;
  const std::string_view of_term = term.substr(static_cast<std::size_t>(differ - term.begin()));
  const std::string_view of_word = word.substr(static_cast<std::size_t>(differ - term.begin()));
  if ((of_term.empty() || of_term == "e") && of_word == "ing") return true;
  return is_ending(of_term) && is_ending(of_word);
}

/// Where a phrase stands.
struct Place {
  std::uint32_t phrase = 0;
  std::uint32_t text = 0;  ///< 0 title, 1 abstract, 2 + n for keyword n
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool opens_bracket = false;  ///< "(" stands right before it

  [[nodiscard]] bool precedes(const Place& other) const {
    return std::tuple(text, begin) < std::tuple(other.text, other.begin);
  }
  [[nodiscard]] bool lies_in(const Place& other) const {
    return text == other.text && begin >= other.begin && end <= other.end;
  }
};

/// Phrases as paths of word numbers. Node 0 is no node, node 1 the root.
class Trie {
 public:
  void add(const std::vector<std::uint32_t>& words, std::uint32_t phrase) {
    std::uint32_t node = kRoot;
    for (const std::uint32_t word : words) {
      std::uint32_t& child = children_[key(node, word)];
      if (child == 0) {
        child = static_cast<std::uint32_t>(phrases_.size());
        phrases_.emplace_back();
      }
      if (node == kRoot) {
        if (first_.size() <= word) first_.resize(word + 1);
        first_[word] = child;
      }
      node = child;
    }
    std::vector<std::uint32_t>& there = phrases_[node];
    if (std::find(there.begin(), there.end(), phrase) == there.end()) there.push_back(phrase);
  }
  [[nodiscard]] std::uint32_t begin(std::uint32_t word) const {
    return word < first_.size() ? first_[word] : 0;
  }
  [[nodiscard]] std::uint32_t next(std::uint32_t node, std::uint32_t word) const {
    const auto at = children_.find(key(node, word));
    return at == children_.end() ? 0 : at->second;
  }
  [[nodiscard]] const std::vector<std::uint32_t>& phrases(std::uint32_t node) const { return phrases_[node]; }

 private:
  static constexpr std::uint32_t kRoot = 1;
  static std::uint64_t key(std::uint32_t node, std::uint32_t word) {
    return (std::uint64_t{node} << 32) | word;
  }
  std::unordered_map<std::uint64_t, std::uint32_t> children_;
  std::vector<std::uint32_t> first_;  ///< the root's children by word
  std::vector<std::vector<std::uint32_t>> phrases_{2};
};

/// One way of stemming, and the numbers of the words met so far.
struct Reading {
  std::string language;
  std::vector<format::Stemmer> stemmers;  ///< of Latin, Cyrillic and Arabic letters
  Numbers known;
};

}  // namespace

std::string_view name(TopicField field) {
  switch (field) {
    case TopicField::title:
      return "title";
    case TopicField::abstract:
      return "abstract";
    case TopicField::keyword:
      return "keyword";
  }
  return {};
}

struct TopicMatcher::Impl {
  std::shared_ptr<const Registry> registry;
  std::vector<std::vector<std::uint32_t>> broader;  ///< of each topic, all above it
  std::vector<Phrase> phrases;
  Numbers words;  ///< posting term -> number of a word that occurs in a phrase
  Trie trie;
  std::vector<Reading> readings;
  format::Analyzer analyzer;

  // The paper under way.
  std::vector<Token> tokens;
  std::vector<std::uint32_t> numbers;
  std::vector<Place> places;
  std::vector<Place> counting;

  explicit Impl(std::shared_ptr<const Registry> given) : registry(std::move(given)) {
    for (std::uint32_t topic = 0; topic < registry->topics.size(); ++topic) {
      const TechnologyTopic& it = registry->topics[topic];
      std::vector<std::size_t> used;
      for (std::uint32_t i = 0; i < it.terms.size(); ++i) {
        const TopicTerm& term = it.terms[i];
        const std::size_t reading = reading_of(term.language.empty() ? "en" : term.language);
        add(term.text, reading, term.match_case, {topic, PhraseKind::term, i, {}, {}});
        if (std::find(used.begin(), used.end(), reading) == used.end()) used.push_back(reading);
      }
      // What stands around a term has no language of its own: it is in one of the terms'.
      for (const std::size_t reading : used) {
        for (std::uint32_t i = 0; i < it.with.size(); ++i)
          add(it.with[i], reading, false, {topic, PhraseKind::with, i, {}, {}});
        for (std::uint32_t i = 0; i < it.not_when.size(); ++i)
          add(it.not_when[i], reading, false, {topic, PhraseKind::not_when, i, {}, {}});
      }
    }
    find_broader();
  }

  // ---- building ----

  void add(const std::string& text, std::size_t reading, bool match_case, Phrase phrase) {
    analyzer.analyze(text, readings[reading].language, tokens);
    if (tokens.empty()) return;
    std::vector<std::uint32_t> path;
    for (const Token& token : tokens) {
      path.push_back(number_of(analyzer.stem(token.word, token.stemmer), token.stemmer));
      phrase.folded.emplace_back(token.word);
      if (match_case) phrase.printed.push_back(text.substr(token.begin, token.end - token.begin));
    }
    const auto number = static_cast<std::uint32_t>(phrases.size());
    phrases.push_back(std::move(phrase));
    trie.add(path, number);
    // Stemmers leave the plural of a word without vowels alone: LLMs, CNNs.
    const Token& last = tokens.back();
    if (last.stemmer != format::Stemmer::english) return;
    if (!match_case && last.word.find_first_of("aeiouy") != std::string_view::npos) return;
    path.back() = number_of(analyzer.stem(std::string(last.word) + "s", last.stemmer), last.stemmer);
    trie.add(path, number);
  }

  std::uint32_t number_of(const std::string& stem, format::Stemmer stemmer) {
    const auto fresh = static_cast<std::uint32_t>(words.size() + 1);
    return words.try_emplace(format::posting_term(stemmer, stem), fresh).first->second;
  }

  /// The number of the reading that stems as `language` does.
  std::size_t reading_of(const std::string& language) {
    analyzer.analyze("a я ع", language, tokens);
    std::vector<format::Stemmer> stemmers;
    for (const Token& token : tokens) stemmers.push_back(token.stemmer);
    const auto at = std::find_if(readings.begin(), readings.end(),
                                 [&](const Reading& reading) { return reading.stemmers == stemmers; });
    const auto number = static_cast<std::size_t>(at - readings.begin());
    if (at == readings.end()) readings.push_back({language, std::move(stemmers), {}});
    return number;
  }

  void find_broader() {
    std::unordered_map<std::string_view, std::uint32_t> numbers_of_ids;
    for (std::uint32_t i = 0; i < registry->topics.size(); ++i)
      numbers_of_ids.emplace(registry->topics[i].id, i);
    broader.resize(registry->topics.size());
    for (std::uint32_t i = 0; i < broader.size(); ++i) {
      std::vector<std::uint32_t> open{i};
      while (!open.empty()) {
        const std::uint32_t topic = open.back();
        open.pop_back();
        for (const std::string& id : registry->topics[topic].parents) {
          const auto parent = numbers_of_ids.find(id);
          if (parent == numbers_of_ids.end()) continue;
          if (std::find(broader[i].begin(), broader[i].end(), parent->second) != broader[i].end()) continue;
          broader[i].push_back(parent->second);
          open.push_back(parent->second);
        }
      }
    }
  }

  // ---- reading a paper ----

  void read(std::string_view text, std::uint32_t which, Reading& reading) {
    analyzer.analyze(text, reading.language, tokens);
    numbers.clear();
    for (const Token& token : tokens) numbers.push_back(look_up(token, reading));
    for (std::size_t first = 0; first < tokens.size(); ++first) {
      std::uint32_t node = trie.begin(numbers[first]);
      bool one_sentence = true;
      for (std::size_t last = first; node != 0;) {
        for (const std::uint32_t number : trie.phrases(node)) {
          const Phrase& phrase = phrases[number];
          if ((one_sentence || phrase.kind == PhraseKind::not_when) && stands_at(phrase, text, first))
            places.push_back(
                {number, which, tokens[first].begin, tokens[last].end, opens_bracket(text, first)});
        }
        if (++last == tokens.size() || numbers[last] == 0) break;
        one_sentence = one_sentence && !ends_sentence(text.substr(tokens[last - 1].end,
                                                                  tokens[last].begin - tokens[last - 1].end));
        node = trie.next(node, numbers[last]);
      }
    }
  }

  /// Does a sentence end in what stands between two words? (Human3.6M and 3.5 have no white space there.)
  static bool ends_sentence(std::string_view gap) {
    if (gap.find("。") != std::string_view::npos) return true;
    const std::size_t stop = gap.find_first_of(".!?;");
    return stop != std::string_view::npos && gap.find_first_of(" \n", stop) != std::string_view::npos;
  }

  /// Is there nothing but white space and an opening bracket between this word and the one before?
  [[nodiscard]] bool opens_bracket(std::string_view text, std::size_t word) const {
    if (word == 0) return false;
    const std::uint32_t from = tokens[word - 1].end;
    const std::string_view gap = text.substr(from, tokens[word].begin - from);
    return gap == " (" || gap == "(" || gap == " [" || gap == "（";
  }

  std::uint32_t look_up(const Token& token, Reading& reading) {
    const auto at = reading.known.find(token.word);
    if (at != reading.known.end()) return at->second;
    if (reading.known.size() >= kMaxKnownWords) reading.known.clear();
    const auto word =
        words.find(format::posting_term(token.stemmer, analyzer.stem(token.word, token.stemmer)));
    const std::uint32_t number = word == words.end() ? 0 : word->second;
    reading.known.emplace(token.word, number);
    return number;
  }

  /// The stems agree; do the words themselves?
  [[nodiscard]] bool stands_at(const Phrase& phrase, std::string_view text, std::size_t first) const {
    for (std::size_t i = 0; i < phrase.folded.size(); ++i) {
      const Token& token = tokens[first + i];
      if (token.stemmer == format::Stemmer::english && !stands_for(phrase.folded[i], token.word))
        return false;
    }
    for (std::size_t i = 0; i < phrase.printed.size(); ++i) {
      const Token& token = tokens[first + i];
      std::string_view word = text.substr(token.begin, token.end - token.begin);
      const std::string& wanted = phrase.printed[i];
      const bool last = i + 1 == phrase.printed.size();
      if (last && word.size() == wanted.size() + 1 && word.back() == 's') word.remove_suffix(1);
      if (word != wanted) return false;
    }
    return true;
  }

  // ---- judging ----

  /// By topic; within one `not`, `with`, terms; each in order of the text, the longest of one beginning
  /// first.
  void sort_places() {
    const auto order = [this](const Place& place) {
      const Phrase& phrase = phrases[place.phrase];
      return std::tuple(phrase.topic, phrase.kind, place.text, place.begin, ~place.end, phrase.index);
    };
    std::sort(places.begin(), places.end(),
              [&](const Place& a, const Place& b) { return order(a) < order(b); });
  }

  [[nodiscard]] TermStrength strength(const Place& place) const {
    const Phrase& phrase = phrases[place.phrase];
    return registry->topics[phrase.topic].terms[phrase.index].strength;
  }

  /// The first of one topic's places [from, to) that shows the topic, or nullptr.
  const Place* first_to_show(std::size_t from, std::size_t to) {
    const auto begin_of = [&](PhraseKind kind) {
      return std::find_if(places.begin() + static_cast<std::ptrdiff_t>(from),
                          places.begin() + static_cast<std::ptrdiff_t>(to),
                          [&](const Place& place) { return phrases[place.phrase].kind >= kind; });
    };
    const auto nots = begin_of(PhraseKind::not_when);
    const auto withs = begin_of(PhraseKind::with);
    const auto terms = begin_of(PhraseKind::term);
    const auto end = places.begin() + static_cast<std::ptrdiff_t>(to);
    counting.clear();
    Place ruled_out;  // of the `not` phrases that begin no later than the term, the one that ends last
    auto next_not = nots;
    for (auto term = terms; term != end; ++term) {
      if (term != terms && term->text == (term - 1)->text && term->begin == (term - 1)->begin) continue;
      for (; next_not != withs && !term->precedes(*next_not); ++next_not) {
        if (next_not->text != ruled_out.text || next_not->end > ruled_out.end) ruled_out = *next_not;
      }
      if (term->lies_in(ruled_out)) continue;
      if (strength(*term) == TermStrength::broad &&
          std::all_of(withs, terms, [&](const Place& context) { return context.lies_in(*term); }))
        continue;
      counting.push_back(*term);
    }
    const bool apart = stand_apart();
    const auto shows = [&](const Place& place) {
      return apart || place.text == 0 || strength(place) != TermStrength::weak;
    };
    const auto at = std::find_if(counting.begin(), counting.end(), shows);
    return at == counting.end() ? nullptr : &*at;
  }

  /// Does `place` only shorten in brackets what stands before it? Large language models (LLMs).
  static bool shortens(const Place& before, const Place& place) {
    return place.opens_bracket && place.text == before.text && place.begin >= before.end &&
           place.begin - before.end <= kLongestBracket;
  }

  /// Do two of the counting places have no letter in common? An abbreviation in brackets is no place of its
  /// own.
  [[nodiscard]] bool stand_apart() const {
    if (counting.empty()) return false;
    std::uint32_t first_end = counting.front().end;
    for (std::size_t i = 1; i < counting.size(); ++i) {
      if (shortens(counting[i - 1], counting[i])) continue;
      if (counting[i].text != counting.front().text || counting[i].begin >= first_end) return true;
      first_end = std::min(first_end, counting[i].end);
    }
    return false;
  }

  static TopicTag tag(std::uint32_t topic, std::uint32_t term, const Place& place) {
    TopicTag tag{.topic = topic, .term = term, .begin = place.begin, .end = place.end};
    if (place.text == 1) tag.field = TopicField::abstract;
    if (place.text >= 2) {
      tag.field = TopicField::keyword;
      tag.value = place.text - 2;
    }
    return tag;
  }

  void add_broader(std::vector<TopicTag>& tags) const {
    const auto order = [](const TopicTag& tag) {
      return std::tuple(tag.topic, tag.through != TopicTag::kDirect, tag.field, tag.value, tag.begin,
                        tag.through);
    };
    const std::size_t direct = tags.size();
    for (std::size_t i = 0; i < direct; ++i) {
      for (const std::uint32_t topic : broader[tags[i].topic]) {
        TopicTag implied = tags[i];
        implied.through = implied.topic;
        implied.topic = topic;
        tags.push_back(implied);
      }
    }
    std::sort(tags.begin(), tags.end(),
              [&](const TopicTag& a, const TopicTag& b) { return order(a) < order(b); });
    tags.erase(std::unique(tags.begin(), tags.end(),
                           [](const TopicTag& a, const TopicTag& b) { return a.topic == b.topic; }),
               tags.end());
  }
};

TopicMatcher::TopicMatcher(std::shared_ptr<const Registry> registry)
    : impl_(std::make_unique<Impl>(std::move(registry))) {}
TopicMatcher::~TopicMatcher() = default;

void TopicMatcher::match(const Paper& paper, std::vector<TopicTag>& out) {
  out.clear();
  impl_->places.clear();
  for (Reading& reading : impl_->readings) {
    impl_->read(paper.title, 0, reading);
    impl_->read(paper.abstract, 1, reading);
    for (std::uint32_t i = 0; i < paper.keywords.size(); ++i) impl_->read(paper.keywords[i], 2 + i, reading);
  }
  impl_->sort_places();
  const std::vector<Place>& places = impl_->places;
  for (std::size_t from = 0, to = 0; from < places.size(); from = to) {
    const std::uint32_t topic = impl_->phrases[places[from].phrase].topic;
    while (to < places.size() && impl_->phrases[places[to].phrase].topic == topic) ++to;
    if (const Place* place = impl_->first_to_show(from, to))
      out.push_back(Impl::tag(topic, impl_->phrases[place->phrase].index, *place));
  }
  impl_->add_broader(out);
}

}  // namespace labtrail::tagging
