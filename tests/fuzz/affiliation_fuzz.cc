// Any bytes as an affiliation and as an acknowledgement, read against the shipped registry: every mention
// lies inside the string, on whole characters of well-formed text, exact ones equal their alias, and twice
// gives the same.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "corpus/base/text.h"
#include "indexer/affiliation/resolver.h"

using namespace labtrail;

namespace {

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

bool at_character(std::string_view text, std::size_t offset) {
  return offset == text.size() || (static_cast<unsigned char>(text[offset]) & 0xC0) != 0x80;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto vocabulary = affiliation::Vocabulary::compile(*corpus::load_registry({}), {});
  static affiliation::Resolver resolver(vocabulary);
  static affiliation::WordReader reader;
  const std::string_view raw(reinterpret_cast<const char*>(data), size);
  affiliation::Resolution first;
  affiliation::Resolution second;
  for (const auto text : {affiliation::Text::affiliation, affiliation::Text::funding}) {
    resolver.resolve(raw, text, first);
    resolver.resolve(raw, text, second);
    require(first.mentions.size() == second.mentions.size(), "the same string gives the same answer");
    for (const affiliation::Mention& mention : first.mentions) {
      require(mention.begin < mention.end && mention.end <= size, "a span lies inside the string");
      if (base::is_utf8(raw)) {
        require(at_character(raw, mention.begin) && at_character(raw, mention.end),
                "a span lies on whole characters");
      }
      require(mention.score >= 0 && mention.score <= 1, "a score is between 0 and 1");
      require(mention.rule != format::Rule::fuzzy || mention.edits > 0, "a fuzzy mention says how far it is");
      require(text == affiliation::Text::affiliation || mention.role == format::Role::funder,
              "an acknowledgement names funders");
      if (mention.rule == format::Rule::exact) {
        require(affiliation::canonical_form(reader, raw.substr(mention.begin, mention.end - mention.begin)) ==
                    affiliation::canonical_form(reader, vocabulary->string(mention.alias), true),
                "an exact span is its alias");
      }
    }
  }
  return 0;
}
