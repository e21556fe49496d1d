// Technology topics of a paper, from the registry's term lists: which topic, by which term, where in the
// text.
//
// Terms and text are compared as folded, stemmed words (the analyzer's; Han character by character), so that
// a term stands for its plural and for both Chinese scripts. One walk over title, abstract and keywords finds
// all terms. Of a topic's terms that begin at one word the longest counts. A term inside a `not` phrase of
// its topic does not count; a weak one counts in a title, elsewhere only when two terms of the topic stand in
// different places; a broad one only in a paper that has one of the topic's `with` phrases too.
//
// Of words: the language of the term decides how they are stemmed, not that of the paper, since sources often
// give the language of the journal; each way of stemming beyond English and Chinese costs a walk of its own.
// English words of one stem are the same only as singular and plural, as robot and robotic, or where the text
// has the -ing of a term's word: `medical image` stands for medical imaging, but `person detection` not for
// personality detection and `face tracking` not for face tracks. With `case = true` every word has the
// letters of the term as printed; the last one may have a plural s.
//
// Of places: two are different when they are in different fields or keywords or have no letter in common. A
// term twice is two places; nested or overlapping terms are one, and so are a term and its abbreviation in
// brackets: large language models (LLMs). What `not` or a missing `with` rules out is none. A `with` phrase
// inside the broad term itself is no context for it. Terms and `with` phrases lie within one field or keyword
// and one sentence, across commas, hyphens and brackets.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "corpus/paper.h"
#include "corpus/registry/registry.h"

namespace labtrail::tagging {

enum class TopicField : std::uint8_t { title, abstract, keyword };
/// "title", "abstract", "keyword".
std::string_view name(TopicField field);

/// One topic on one paper, with the first place that shows it (title before abstract before keywords). A
/// broader topic that the paper bears only through narrower ones has `through` set and repeats the place and
/// term of that narrower topic, directly shown, which comes first in the text (then by index).
struct TopicTag {
  static constexpr std::uint32_t kDirect = 0xFFFFFFFF;
  std::uint32_t topic = 0;          ///< index into Registry::topics
  std::uint32_t through = kDirect;  ///< index of the narrower topic, or kDirect
  std::uint32_t term = 0;  ///< index into the terms of the topic that was matched (through's, if set)
  TopicField field = TopicField::title;
  std::uint32_t value = 0;  ///< which keyword; 0 for title and abstract
  std::uint32_t begin = 0;  ///< half-open span in bytes of that field's text
  std::uint32_t end = 0;
  bool operator==(const TopicTag&) const = default;
};

/// Not thread-safe: one per thread. Same paper, same tags, whatever was matched before.
class TopicMatcher {
 public:
  explicit TopicMatcher(std::shared_ptr<const corpus::Registry> registry);
  ~TopicMatcher();
  TopicMatcher(const TopicMatcher&) = delete;
  TopicMatcher& operator=(const TopicMatcher&) = delete;
  /// Tags in order of topic index, each topic once; written over `out`.
  void match(const corpus::Paper& paper, std::vector<TopicTag>& out);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace labtrail::tagging
