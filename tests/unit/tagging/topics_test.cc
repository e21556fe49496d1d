// Each rule of topics as a sentence, on a small list; then the shipped lists.
#include "indexer/tagging/topics.h"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace labtrail;
using tagging::TopicField;
using tagging::TopicTag;

namespace {

/// A registry of the topics in `text`, in the form of corpus/registry/topics.
std::shared_ptr<const corpus::Registry> registry(const std::string& text) {
  auto parsed = corpus::parse_registry({{"topics/made.toml", text}});
  REQUIRE(parsed);
  return std::make_shared<const corpus::Registry>(std::move(*parsed));
}

const char* const kTopics = R"(
[[topic]]
id = "biometrics"
name = "Biometrics"
note = "Telling people apart by their bodies."

[[topic]]
id = "gait"
name = "Gait recognition"
zh = "步态识别"
parents = ["biometrics"]
note = "Telling people apart by the way they walk."
terms = [
  { text = "gait recognition network", lang = "en" },
  { text = "步态识别", lang = "zh" },
  { text = "walking style", lang = "en", weak = true },
  { text = "style of gait", lang = "en", weak = true },
  { text = "gait", lang = "en", broad = true },
  { text = "gait recognition of animals", lang = "en", broad = true },
  { text = "GR", lang = "en", case = true },
  { text = "WST", lang = "en", weak = true, case = true },
  { text = "person detection", lang = "en" },
  { text = "walking image", lang = "en" },
  { text = "walker tracking", lang = "en" },
  { text = "gait recognition network for animals", lang = "en", broad = true },
]
with = ["person identification", "gait data"]
not = ["gait rehabilitation", "recovered walking style"]
)";

std::vector<TopicTag> tags_of(const corpus::Paper& paper, const char* topics = kTopics) {
  tagging::TopicMatcher matcher(registry(topics));
  std::vector<TopicTag> tags;
  matcher.match(paper, tags);
  return tags;
}

corpus::Paper paper(std::string title, std::string abstract = {}, std::vector<std::string> keywords = {}) {
  corpus::Paper paper;
  paper.title = std::move(title);
  paper.abstract = std::move(abstract);
  paper.keywords = std::move(keywords);
  return paper;
}

bool is_gait(const corpus::Paper& paper) {
  return tags_of(paper).size() == 2;
}
bool in_title(const std::string& title) {
  return is_gait(paper(title));
}
bool in_abstract(const std::string& abstract) {
  return is_gait(paper("A study", abstract));
}

}  // namespace

TEST_CASE("a term counts in its plural, in any case, with any hyphens") {
  CHECK(in_title("Gait Recognition Networks at night"));
  CHECK(in_abstract("We train a gait-recognition network."));
  CHECK_FALSE(in_title("A network for the recognition of gait"));
}

TEST_CASE("words of one stem and different meaning are different words") {
  CHECK(in_title("Person detections"));
  CHECK_FALSE(in_title("Personality detection"));
  CHECK(in_title("Walking imaging"));
  CHECK_FALSE(in_title("Walker tracks"));
  CHECK_FALSE(in_title("Walker tracked"));
}

TEST_CASE("a term runs across commas, but neither across sentences nor across keywords") {
  CHECK(in_abstract("We treat gait, recognition networks, and more."));
  CHECK_FALSE(in_abstract("We study person. Detection is hard."));
  CHECK_FALSE(is_gait(paper("A study", "", {"person", "detection"})));
  CHECK(is_gait(paper("A study", "", {"person detection"})));
}

TEST_CASE("Chinese terms count in both scripts, whatever the paper's language is said to be") {
  for (const char* language : {"", "zh", "en", "de"}) {
    INFO(language);
    corpus::Paper chinese = paper("步态识别研究");
    corpus::Paper traditional = paper("步態識別研究");
    corpus::Paper english = paper("Gait recognition networks");
    chinese.language = traditional.language = english.language = language;
    CHECK(is_gait(chinese));
    CHECK(is_gait(traditional));
    CHECK(is_gait(english));
  }
}

TEST_CASE("a weak term counts in a title, elsewhere only in two places") {
  CHECK(in_title("Walking styles"));
  CHECK_FALSE(in_abstract("The walking style differs."));
  CHECK(in_abstract("One walking style is not another walking style."));
  CHECK(in_abstract("Walking style and style of gait."));
  CHECK(is_gait(paper("A study", "The walking style differs.", {"walking style"})));
  CHECK(is_gait(paper("A study", "", {"walking style", "style of gait"})));
  CHECK_FALSE(is_gait(paper("A study", "", {"walking style"})));
}

TEST_CASE("an abbreviation in brackets is not a second place, but its next use is") {
  CHECK_FALSE(in_abstract("Each walking style (WST) differs."));
  CHECK_FALSE(in_abstract("Each walking style type (WST) differs."));
  CHECK(in_abstract("Each walking style (WST) differs. Every WST is known."));
  CHECK(in_abstract("Each walking style differs. We know them (WST)."));
}

TEST_CASE("a broad term counts only beside its context, which lies outside of it") {
  CHECK_FALSE(in_title("Gait of robots"));
  CHECK(is_gait(paper("Gait of people", "for person identification")));
  CHECK(is_gait(paper("A study", "The gait differs.", {"person identification"})));
  // "gait data" reaches beyond the term "gait": it is context.
  CHECK(in_abstract("These are gait data."));
}

TEST_CASE("a context inside the broad term itself shows nothing") {
  const char* const topics = R"(
[[topic]]
id = "small-targets"
name = "Small targets"
note = "Targets of few pixels."
terms = [{ text = "infrared small target", lang = "en", broad = true }]
with = ["infrared"]
)";
  CHECK(tags_of(paper("Infrared small targets"), topics).empty());
  CHECK(tags_of(paper("Infrared small targets", "seen in infrared"), topics).size() == 1);
}

TEST_CASE("of the terms that begin at one word the longest counts alone") {
  CHECK(in_title("Gait recognition network"));
  // The longer term is broad, and its context is missing: the shorter one does not step in.
  CHECK_FALSE(in_title("Gait recognition network for animals"));
  const auto tags = tags_of(paper("Gait recognition of animals", "for person identification"));
  REQUIRE(tags.size() == 2);
  CHECK(tags[1].term == 5);
}

TEST_CASE("nested and overlapping terms are one place") {
  const char* const topics = R"(
[[topic]]
id = "tracking"
name = "Tracking"
note = "Following objects."
terms = [
  { text = "multi object tracking", lang = "en", weak = true },
  { text = "object tracking", lang = "en", weak = true },
  { text = "tracking filter", lang = "en", weak = true },
  { text = "tracking filter bank", lang = "en", weak = true },
  { text = "filter bank", lang = "en", weak = true },
]
)";
  CHECK(tags_of(paper("A study", "Multi-object tracking."), topics).empty());
  CHECK(tags_of(paper("A study", "An object tracking filter."), topics).empty());
  CHECK(tags_of(paper("A study", "Object tracking by a tracking filter."), topics).size() == 1);
  // "Object tracking" and "filter bank" have no letter in common.
  CHECK(tags_of(paper("A study", "An object tracking filter bank."), topics).size() == 1);
}

TEST_CASE("a term inside a phrase that excludes it does not count, elsewhere it does") {
  CHECK_FALSE(is_gait(paper("Gait rehabilitation", "not for person identification")));
  CHECK(is_gait(paper("Gait rehabilitation", "and gait, for person identification")));
  CHECK_FALSE(in_title("Recovered walking styles"));
  CHECK_FALSE(in_abstract("A recovered walking style is a walking style."));
}

TEST_CASE("letters of a term with case are as printed, but for a plural s") {
  CHECK(in_title("The GR model"));
  CHECK(in_title("Two GRs"));
  CHECK_FALSE(in_title("The gr model"));
  CHECK_FALSE(in_title("The Gr model"));
  CHECK_FALSE(in_title("GRS"));
}

TEST_CASE("the tag says which term, where: bytes of the field's text, the first place in reading order") {
  const corpus::Paper chinese = paper("Über 步态识别", "步态识别");
  const auto direct = tags_of(chinese)[1];
  CHECK(direct.through == TopicTag::kDirect);
  CHECK(direct.term == 1);
  CHECK(direct.field == TopicField::title);
  CHECK(chinese.title.substr(direct.begin, direct.end - direct.begin) == "步态识别");

  const corpus::Paper keyword = paper("Ärzte", "Nothing here.", {"naïve", "über GR"});
  const auto tag = tags_of(keyword).at(1);
  CHECK(tag.field == TopicField::keyword);
  CHECK(tag.value == 1);
  CHECK(keyword.keywords[1].substr(tag.begin, tag.end - tag.begin) == "GR");
}

TEST_CASE("a broader topic repeats the place of the narrower one, unless it is shown itself") {
  const char* const topics = R"(
[[topic]]
id = "a-all"
name = "All"
note = "Groups."

[[topic]]
id = "b-body"
name = "Body"
parents = ["a-all"]
note = "Bodies."
terms = [{ text = "body", lang = "en" }]

[[topic]]
id = "c-face"
name = "Face"
parents = ["b-body"]
note = "Faces."
terms = [{ text = "face", lang = "en" }]

[[topic]]
id = "d-gait"
name = "Gait"
parents = ["b-body"]
note = "Gait."
terms = [{ text = "gait", lang = "en" }]
)";
  const auto two = tags_of(paper("Gait and face"), topics);
  REQUIRE(two.size() == 4);
  // The gait stands first in the text, so it is what shows the broader ones.
  CHECK(two[0].topic == 0);
  CHECK(two[0].through == 3);
  CHECK(two[1].through == 3);
  CHECK(two[1].begin == two[3].begin);
  CHECK(two[2].through == TopicTag::kDirect);

  // A title comes before an abstract, even where the word stands further behind.
  CHECK(tags_of(paper("On the human gait", "Face"), topics)[1].through == 3);
  CHECK(tags_of(paper("On the human face", "Gait"), topics)[1].through == 2);

  const auto own = tags_of(paper("Gait and body"), topics);
  REQUIRE(own.size() == 3);
  CHECK(own[1].topic == 1);
  CHECK(own[1].through == TopicTag::kDirect);
  CHECK(own[1].begin == 9);
}

TEST_CASE("a paper's tags do not depend on the papers before it") {
  tagging::TopicMatcher matcher(registry(kTopics));
  const corpus::Paper one = paper("Walking styles", "person identification");
  std::vector<TopicTag> first;
  std::vector<TopicTag> again;
  matcher.match(one, first);
  matcher.match(paper("Gait", "gait, gait data", {"GR"}), again);
  matcher.match(paper(""), again);
  CHECK(again.empty());
  matcher.match(one, again);
  CHECK(first == again);
}

TEST_CASE("a hostile text of terms only is judged in time that grows with its length") {
  std::string text;
  while (text.size() < 4'000'000) text += "gait rehabilitation walking style person identification ";
  CHECK(in_abstract(text));
}

TEST_CASE("terms of another language are stemmed in that language") {
  const char* const topics = R"(
[[topic]]
id = "nets"
name = "Nets"
note = "Nets."
terms = [
  { text = "Netzwerk", lang = "de" },
  { text = "neural network", lang = "en" },
]
)";
  corpus::Paper german = paper("Zwei Netzwerke");
  german.language = "de";
  CHECK(tags_of(german, topics).size() == 1);
  german.title = "Neural networks";
  CHECK(tags_of(german, topics).size() == 1);
}

TEST_CASE("every term of the shipped lists is found in a text made of it") {
  auto loaded = corpus::load_registry({});
  REQUIRE(loaded);
  const auto shipped = std::make_shared<const corpus::Registry>(std::move(*loaded));
  tagging::TopicMatcher matcher(shipped);
  std::vector<TopicTag> tags;
  for (std::uint32_t topic = 0; topic < shipped->topics.size(); ++topic) {
    const corpus::TechnologyTopic& it = shipped->topics[topic];
    for (const corpus::TopicTerm& term : it.terms) {
      INFO(it.id << ": " << term.text);
      matcher.match(paper(term.text, it.with.empty() ? "" : it.with.front(), it.with), tags);
      const auto found =
          std::find_if(tags.begin(), tags.end(), [&](const TopicTag& tag) { return tag.topic == topic; });
      REQUIRE(found != tags.end());
      CHECK(found->through == TopicTag::kDirect);
      CHECK(found->field == TopicField::title);
    }
  }
}
