// From matches of one string to mentions: the rules of resolver.h, in their order. Made for one string and
// thrown away.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "indexer/affiliation/matcher.h"
#include "indexer/affiliation/mention.h"
#include "indexer/affiliation/resolver.h"

namespace labtrail::affiliation {

class Judgement {
 public:
  Judgement(const Vocabulary& vocabulary, WordReader& reader, std::string_view raw,
            std::span<const Word> words, std::span<const Match> matches, Text text);
  void judge(Resolution& out);

 private:
  struct Place {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    Country country = 0;
    EntryKind kind = EntryKind::city;
    bool whole = false;  ///< a whole part of the string
  };
  enum class Support : std::uint8_t { against, none, country, city };
  /// How a name ends on one side.
  enum class Edge : std::uint8_t {
    part,       ///< the string's part begins or ends there
    words,      ///< unit words, numbers, joining words, lower-case words: the name is complete
    open,       ///< another capitalised word: the name may go on
    continued,  ///< it does go on
  };
  struct Kept {
    const Match* match = nullptr;
    bool boundary = false;  ///< refused: the name goes on
    bool decoy = false;
    bool nested = false;    ///< a whole part inside a longer name
    bool ancestor = false;  ///< inside the name of a body that belongs to it
    bool ror_only = false;  ///< part of a look-alike: only names that the registry knows nothing of
    bool registry_only =
        false;  ///< shares its words with a longer name: only the registry's names may do that
  };

  /// What a mention was made from.
  struct Reason {
    const Match* match = nullptr;
    const Entry* entry = nullptr;
    Rule named = Rule::exact;  ///< how the span and the alias agree
  };

  /// Words of a longer name outside a shorter one inside it.
  struct Surplus {
    bool unit = false;    ///< a word for a unit
    bool care = false;    ///< a hospital, a medical centre: bodies of their own
    bool school = false;  ///< a school or faculty
  };
  /// Words first..last-1.
  struct Stretch {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
  };

  // places and context: judgement_context.cc
  [[nodiscard]] bool country_code_stands(std::uint32_t word, Country country, Country state) const;
  [[nodiscard]] bool numbered(std::uint32_t word) const;
  void find_places();
  void state_countries();
  [[nodiscard]] std::string outside(const Match& match) const;
  [[nodiscard]] Country beside(const Match& match) const;
  [[nodiscard]] bool stated_exactly(const OrganisationRow& row) const;
  [[nodiscard]] Support support(const OrganisationRow& row, const Match& match) const;
  [[nodiscard]] bool has_context(const Entry& entry, const Match& match) const;
  [[nodiscard]] bool excluded(const Entry& entry, const Match& match) const;
  [[nodiscard]] bool elsewhere(const OrganisationRow& row, const Match& match) const;
  [[nodiscard]] bool foreign_town(const OrganisationRow& row, const Match& match) const;
  [[nodiscard]] bool bears_town(const OrganisationRow& row, const Match& match) const;
  [[nodiscard]] bool is_town(const Match& match) const;
  [[nodiscard]] bool lies_behind(const Entry& entry, const Match& match) const;

  // who is thanked, who is a person: judgement_sentences.cc
  [[nodiscard]] bool opens_funding(std::uint32_t word) const;
  [[nodiscard]] bool thanks_whole_sentence(std::uint32_t word) const;
  void find_funding();
  [[nodiscard]] bool funded(std::uint32_t word) const;
  [[nodiscard]] bool programme(const Match& match) const;
  void find_persons();
  [[nodiscard]] bool of_a_person(const Match& match) const;

  // where a name ends: judgement_edges.cc
  [[nodiscard]] bool is_lower_school(std::uint32_t first) const;
  [[nodiscard]] bool of_a_school(std::uint32_t word) const;
  [[nodiscard]] Edge left_edge(const Match& match) const;
  [[nodiscard]] bool goes_on_behind_and(const Match& match) const;
  [[nodiscard]] bool numbered_university(const Match& match) const;
  [[nodiscard]] Edge right_edge(const Match& match) const;

  // which names stand, of those that overlap: judgement_names.cc
  [[nodiscard]] bool is_place(std::uint32_t first, std::uint32_t last) const;
  [[nodiscard]] bool names_follow(std::uint32_t first) const;
  [[nodiscard]] bool literal(const Entry& entry, const Match& match, bool folded) const;
  [[nodiscard]] bool ordered_as_shown(const OrganisationRow& row, const Match& match) const;
  [[nodiscard]] bool broken(const Match& match) const;
  [[nodiscard]] bool whole_part(const Match& match) const;
  [[nodiscard]] bool usable(const Match& match, bool& decoy) const;
  [[nodiscard]] bool printed_in_case(const Entry& entry, const Match& match) const;
  [[nodiscard]] bool printed_so(const Entry& entry, const Match& match) const;
  [[nodiscard]] bool place_before(std::uint32_t word) const;
  [[nodiscard]] bool takes_university(const Match& match) const;
  [[nodiscard]] bool ends_with_place(const Match& match) const;
  [[nodiscard]] bool place_behind(const Match& longer, const Match& match) const;
  [[nodiscard]] bool is_separate(const Match& longer, const Match& match) const;
  void keep_longest();
  [[nodiscard]] bool namesake_abroad(const Match& match) const;
  [[nodiscard]] bool truncates(const Match& longer, const Match& match) const;
  [[nodiscard]] bool names_somebody(const Match& match) const;
  [[nodiscard]] bool names_part_of_decoys(const Match& match) const;
  [[nodiscard]] bool of_another(const Match& decoy, const Match& match) const;
  [[nodiscard]] bool printed_within(const Match& match) const;
  [[nodiscard]] Surplus surplus(const Match& longer, const Match& match) const;
  [[nodiscard]] bool has_part(const Entry& body, const Match& longer, bool school) const;
  [[nodiscard]] bool names_ancestor(const Match& match) const;

  // what each of them says: judgement.cc
  void add(const Match& match, const Entry& entry, State state, Rule rule, float score, bool roll_up = false);
  [[nodiscard]] bool descends(std::uint32_t child, std::uint32_t ancestor, int depth = 0) const;
  [[nodiscard]] bool abbreviates_another(const Match& match, std::uint32_t organisation) const;
  bool registry_entry(const Entry& entry, const Match& match, Mention& mention) const;
  void decide_units(const Kept& kept, const std::vector<const Entry*>& entries, bool direct);
  void decide_acronyms(const Kept& kept, const std::vector<const Entry*>& entries);
  void decide_names(const Kept& kept, std::vector<const Entry*>& entries);
  void yield_to_registry(std::size_t names, std::size_t registry);
  void decide(const Kept& kept);
  void settle(Resolution& out);

  // what they say about each other: judgement_neighbours.cc
  void weigh_acronyms();
  void weigh_neighbours();
  [[nodiscard]] bool inside_another(const Mention& mention) const;
  [[nodiscard]] bool related(std::uint32_t a, std::uint32_t b) const;
  [[nodiscard]] bool same_city(std::uint32_t a, std::uint32_t b) const;
  void weigh_units();
  [[nodiscard]] bool backed(const Mention& mention, bool kin) const;
  [[nodiscard]] bool names_unit(const Match& match) const;
  [[nodiscard]] bool where_a_town_stands(const Match& match) const;
  [[nodiscard]] bool names_body(const Match& match) const;
  [[nodiscard]] bool names_subject(const Match& match) const;
  [[nodiscard]] bool names_part(const Match& match) const;

  const Vocabulary& vocabulary_;
  WordReader& reader_;
  std::string_view raw_;
  std::span<const Word> words_;
  std::span<const Match> matches_;
  Text text_;
  std::vector<Stretch> funding_;  ///< acknowledgements
  std::vector<Stretch> persons_;  ///< names of people: "X and Y are with ..."
  std::vector<Place> places_;     ///< outside names
  std::vector<Country> stated_;   ///< countries that the string states outright
  std::vector<Kept> kept_;
  std::vector<Mention> mentions_;
  std::vector<Reason> reasons_;  ///< of mentions_, one each
};

}  // namespace labtrail::affiliation
