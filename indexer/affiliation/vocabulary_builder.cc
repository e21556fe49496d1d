// Compiling a vocabulary: organisations of the registry and of ROR become rows, their names entries of the
// trie.
//
// One organisation that both know (by ROR id) is one row with the names of both. Names that are not a
// source's own are marked: the same without a bracket or a legal form at the end (kCut: "Microsoft (United
// States)"), and "Bonn University" beside "University of Bonn" (kReordered), which gives way wherever another
// organisation has that very name. Withdrawn ROR records lend their names to their successors.
#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "corpus/base/hash.h"
#include "corpus/base/text.h"
#include "indexer/affiliation/name_trie.h"
#include "indexer/affiliation/name_variants.h"
#include "indexer/affiliation/places.h"
#include "indexer/affiliation/vocabulary_storage.h"
#include "indexer/affiliation/words.h"

namespace labtrail::affiliation {

using corpus::NameKind;
using corpus::Organisation;
using corpus::Registry;
using corpus::RorOrganisation;

namespace {

constexpr std::size_t kMaxNameWords = 40;
/// Names of one word in fewer letters than this are treated as acronyms.
constexpr std::size_t kShortName = 5;
/// Without "(...)" at the end; empty when there is none.
std::string_view without_bracket(std::string_view text) {
  if (text.empty() || text.back() != ')') return {};
  const std::size_t open = text.rfind('(');
  if (open == std::string_view::npos || open < 2) return {};
  return base::trim(text.substr(0, open));
}

std::uint8_t type_bits(const std::vector<std::string>& types) {
  std::uint8_t bits = 0;
  for (const std::string& type : types) {
    if (type == "education") bits |= 1;
    if (type == "company") bits |= 2;
    if (type == "healthcare") bits |= 4;
    if (type == "funder") bits |= 8;
    if (type == "government") bits |= 16;
    if (type == "facility") bits |= 32;
  }
  return bits;
}

}  // namespace

class VocabularyBuilder {
 public:
  VocabularyBuilder() {
    storage_->string_offsets.push_back(0);
    intern("");
    storage_->lists.push_back(0);
  }

  std::shared_ptr<const Vocabulary> build(const Registry& registry, const std::vector<RorOrganisation>& ror) {
    each_country_name(
        [&](std::string_view name, std::string_view) { country_names_.insert(joined(name_words(name))); });
    add_registry(registry);
    add_ror(ror);
    add_places();
    add_shorter();
    add_reordered();
    std::string version = "registry " + registry.version;
    if (!ror.empty()) version += " ror " + ror_version(ror);
    version_ = intern(version);
    return finish();
  }

 private:
  std::uint32_t intern(std::string_view text) {
    const auto [at, fresh] = strings_.try_emplace(
        std::string(text), static_cast<std::uint32_t>(storage_->string_offsets.size() - 1));
    if (fresh) {
      storage_->blob.insert(storage_->blob.end(), text.begin(), text.end());
      storage_->string_offsets.push_back(static_cast<std::uint32_t>(storage_->blob.size()));
    }
    return at->second;
  }

  /// Stores a list of strings: its length, then the strings; the number points behind the length.
  std::uint32_t list(const std::vector<std::string>& texts) {
    if (texts.empty()) return 0;
    std::vector<std::uint32_t> numbers;
    for (const std::string& text : texts) numbers.push_back(intern(text));
    const auto [at, fresh] =
        lists_.try_emplace(numbers, static_cast<std::uint32_t>(storage_->lists.size() + 1));
    if (fresh) {
      storage_->lists.push_back(static_cast<std::uint32_t>(numbers.size()));
      storage_->lists.insert(storage_->lists.end(), numbers.begin(), numbers.end());
    }
    return at->second;
  }

  /// Words of a name without joining words (with them, where nothing else is left).
  std::vector<std::string> name_words(std::string_view text) {
    reader_.read(text, read_, true);
    std::vector<std::string> words;
    for (const Word& one : read_) {
      if (!one.joining) words.push_back(one.text);
    }
    if (words.empty()) {
      for (const Word& one : read_) words.push_back(one.text);
    }
    return words;
  }

  /// Canonical words joined by spaces, as context is looked for.
  std::string phrase(std::string_view text) {
    if (text.starts_with("@")) return std::string(text);
    std::string out = " ";
    for (const std::string& one : name_words(text)) out += one + " ";
    return out;
  }
  std::vector<std::string> phrases(const std::vector<std::string>& texts) {
    std::vector<std::string> out;
    for (const std::string& text : texts) out.push_back(phrase(text));
    return out;
  }

  void add_entry(const std::vector<std::string>& words, Entry entry) {
    if (words.empty() || words.size() > kMaxNameWords) return;
    // Nothing but a country or one common word is left of "E&E Co., Ltd. (Japan)" and "Y-tech".
    if (words.size() < read_.size() &&
        (country_names_.contains(joined(words)) || (words.size() == 1 && is_common_word(words[0]))))
      return;
    entry.words = static_cast<std::uint16_t>(words.size());
    if (std::all_of(words.begin(), words.end(), [](const std::string& one) { return is_common_word(one); }))
      entry.flags |= kCommon;
    std::vector<Entry>& there = trie_.entries(words);
    for (Entry& known : there) {
      // What the registry says is no name of it is none, though ROR lists it (College of New Jersey: what
      // Princeton was called until 1896, and another college now).
      const bool disowned =
          known.kind == EntryKind::decoy && entry.kind < EntryKind::decoy && (entry.flags & kRegistry) == 0;
      if (known.organisation == entry.organisation && disowned) return;
      if (known.organisation != entry.organisation || known.kind == EntryKind::decoy ||
          entry.kind == EntryKind::decoy)
        continue;
      if (known.kind >= EntryKind::country || entry.kind >= EntryKind::country) continue;
      // The same name of the same organisation twice: a name beats an acronym, the first source stays.
      if (known.kind == EntryKind::acronym && entry.kind == EntryKind::name && (known.flags & kRegistry) == 0)
        known.kind = EntryKind::name;
      known.flags |= entry.flags & kLabel;
      return;
    }
    there.push_back(entry);
  }

  static std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& one : words) (out += one) += ' ';
    return out;
  }

  void add_registry(const Registry& registry) {
    for (const Organisation& organisation : registry.organisations) {
      const auto number = static_cast<std::uint32_t>(storage_->organisations.size());
      OrganisationRow row;
      row.id = intern(organisation.id);
      row.ror = intern(organisation.ror);
      row.name = intern(organisation.name);
      row.country = country_of(organisation.country);
      row.kind = organisation.kind;
      row.parents = list(organisation.parents);
      row.cities = list(phrases(organisation.cities));
      row.registry = 1;
      storage_->organisations.push_back(row);
      if (!organisation.ror.empty()) by_ror_[organisation.ror] = number;
      for (const corpus::OrganisationName& name : organisation.names) {
        Entry entry;
        entry.organisation = number;
        entry.text = intern(name.text);
        entry.source = intern(name.source);
        entry.needs = list(phrases(name.needs));
        entry.excludes = list(phrases(name.excludes));
        entry.kind = name.kind == NameKind::unit      ? EntryKind::unit
                     : name.kind == NameKind::acronym ? EntryKind::acronym
                                                      : EntryKind::name;
        entry.flags = kRegistry;
        if (name.whole_part) entry.flags |= kWholePart;
        if (name.match_case) entry.flags |= kMatchCase;
        const std::vector<std::string> words = name_words(name.text);
        add_entry(words, entry);
        if (entry.kind == EntryKind::name) note_reordered(words, entry);
      }
      for (const corpus::Decoy& decoy : organisation.decoys) {
        Entry entry;
        entry.organisation = number;
        entry.text = intern(decoy.text);
        entry.source = intern(decoy.why);
        entry.kind = EntryKind::decoy;
        entry.flags = kRegistry;
        add_entry(name_words(decoy.text), entry);
      }
    }
    registry_rows_ = storage_->organisations.size();
  }

  void add_ror(const std::vector<RorOrganisation>& ror) {
    std::vector<std::uint32_t> numbers;
    for (const RorOrganisation& organisation : ror) {
      const auto known = by_ror_.find(organisation.id);
      std::uint32_t number = 0;
      if (known != by_ror_.end()) {
        number = known->second;
      } else {
        number = static_cast<std::uint32_t>(storage_->organisations.size());
        by_ror_[organisation.id] = number;
        OrganisationRow row;
        row.id = intern("ror:" + organisation.id);
        row.ror = intern(organisation.id);
        storage_->organisations.push_back(row);
      }
      numbers.push_back(number);
      OrganisationRow& row = storage_->organisations[number];
      row.status = organisation.status == "withdrawn" ? 2 : organisation.status == "inactive" ? 1 : 0;
      row.type = type_bits(organisation.types);
      if (row.country == 0) row.country = country_of(organisation.country);
      row.countries = list(organisation.countries);
      if (row.name == 0) {
        for (const corpus::RorName& name : organisation.names) {
          if (name.display || row.name == 0) row.name = intern(name.text);
        }
      }
      std::vector<std::string> parents;
      for (const std::string& parent : organisation.parents) parents.push_back("ror:" + parent);
      if (row.parents != 0) {
        for (std::uint32_t at = row.parents; at < row.parents + storage_->lists[row.parents - 1]; ++at)
          parents.push_back(storage_->text(storage_->lists[at]));
      }
      std::sort(parents.begin(), parents.end());
      parents.erase(std::unique(parents.begin(), parents.end()), parents.end());
      row.parents = list(parents);
      std::vector<std::string> cities = phrases(organisation.cities);
      if (row.cities != 0) {
        for (std::uint32_t at = row.cities; at < row.cities + storage_->lists[row.cities - 1]; ++at)
          cities.push_back(storage_->text(storage_->lists[at]));
      }
      std::sort(cities.begin(), cities.end());
      cities.erase(std::unique(cities.begin(), cities.end()), cities.end());
      row.cities = list(cities);
    }
    for (std::size_t i = 0; i < ror.size(); ++i) {
      for (const std::string& successor : ror[i].successors) {
        if (const auto at = by_ror_.find(successor); at != by_ror_.end() && at->second != numbers[i])
          storage_->organisations[numbers[i]].successor = at->second + 1;
      }
    }
    note_place_words();
    for (std::size_t i = 0; i < ror.size(); ++i) add_ror_names(ror[i], numbers[i]);
  }

  void add_ror_names(const RorOrganisation& organisation, std::uint32_t number) {
    if (storage_->organisations[number].status == 2) {
      std::uint32_t at = number;
      for (int steps = 0;
           steps < 8 && storage_->organisations[at].status == 2 && storage_->organisations[at].successor != 0;
           ++steps)
        at = storage_->organisations[at].successor - 1;
      if (storage_->organisations[at].status == 2) return;
      number = at;
    }
    const std::uint32_t source = intern("https://ror.org/" + organisation.id);
    std::unordered_set<std::string> own_places;
    for (const std::string& city : organisation.cities) own_places.insert(phrase(city));
    for (const corpus::RorName& name : organisation.names) {
      Entry entry;
      entry.organisation = number;
      entry.text = intern(name.text);
      entry.source = source;
      if (name.display || name.label) entry.flags |= kLabel;
      std::vector<std::string> words = name_words(name.text);
      // "MICRO-I" without its letter would be "micro".
      const bool letter = std::any_of(read_.begin(), read_.end(), [](const Word& one) {
        return one.joining && one.end - one.begin == 1 && one.capital;
      });
      if (words.empty() || (words.size() == 1 && letter)) continue;
      if (const std::string_view cut = without_bracket(name.text); !cut.empty()) {
        // What ROR adds in brackets tells namesakes apart and is no part of the name; in an alias it is,
        // unless a country or an acronym stands there ("University of Frankfurt (Oder)").
        Entry shorter = entry;
        shorter.flags |= kCut;
        shorter.text = intern(cut);
        const std::vector<std::string> added = name_words(name.text.substr(cut.size()));
        if ((entry.flags & kLabel) == 0 && !is_capitals(name.text.substr(cut.size())) &&
            !country_names_.contains(joined(added)))
          shorter.text = 0;
        std::vector<std::string> kept = name_words(cut);
        shorter.kind = short_name(kept, cut, name.acronym) ? EntryKind::acronym : EntryKind::name;
        if (shorter.text != 0) add_entry(kept, shorter);
      }
      entry.kind = short_name(words, name.text, name.acronym) ? EntryKind::acronym : EntryKind::name;
      add_entry(words, entry);
      if (entry.kind != EntryKind::name) continue;
      note_reordered(words, entry);
      note_variants(name.text, entry, organisation);
      if (number >= registry_rows_ && name.text.find('(') == std::string::npos)
        note_shorter(words, entry, organisation);
    }
  }

  static std::string phrase_of(const std::vector<std::string>& words) {
    std::string out = " ";
    for (const std::string& one : words) out += one + " ";
    return out;
  }

  void note_place_words() {
    const auto add = [&](std::string_view name) {
      const std::vector<std::string> words = name_words(name);
      for (const std::string& one : words) {
        if (one.size() > 4 || words.size() == 1) place_words_.insert(one);
      }
    };
    each_country_name([&](std::string_view name, std::string_view code) {
      add(name);
      if (name.size() > 3 && static_cast<unsigned char>(name[0]) < 0x80)
        names_of_country_[std::string(code)].insert(name_words(name));
    });
    each_region_name([&](std::string_view name, std::string_view) { add(name); });
    for (const OrganisationRow& row : storage_->organisations) {
      if (row.cities == 0) continue;
      for (std::uint32_t at = row.cities; at < row.cities + storage_->lists[row.cities - 1]; ++at)
        add(storage_->text(storage_->lists[at]));
    }
  }

  void note_variants(std::string_view name, const Entry& entry, const RorOrganisation& organisation) {
    NamedBody body;
    reader_.read(name, body.words, true);
    body.country = organisation.country;
    for (const std::string& city : organisation.cities) body.places.push_back(name_words(city));
    if (const auto at = names_of_country_.find(organisation.country); at != names_of_country_.end())
      body.places.insert(body.places.end(), at->second.begin(), at->second.end());
    for (const corpus::RorName& one : organisation.names) {
      if (one.acronym) body.acronyms.push_back(base::ascii_lower(one.text));
    }
    body.is_place = [&](const std::string& word) {
      return place_words_.contains(word) || !adjective_country(word).empty();
    };
    body.is_country = [&](const std::string& word) {
      return country_names_.contains(word + " ") || !adjective_country(word).empty();
    };
    for (std::vector<std::string>& form : name_variants(body)) shorter_.emplace_back(std::move(form), entry);
  }

  /// What a university is called for short: "University of Marburg" for "Philipps University of Marburg",
  /// "Goethe University" for "Goethe University Frankfurt". Kept only where no other organisation could be
  /// meant.
  void note_shorter(const std::vector<std::string>& words, const Entry& entry,
                    const RorOrganisation& organisation) {
    if ((type_bits(organisation.types) & 1) == 0 || words.size() < 3 || organisation.country == "US") return;
    const auto is_university = [](const std::string& one) { return one == "university"; };
    for (const std::string& city : organisation.cities) {
      const std::vector<std::string> place = name_words(city);
      if (place.empty()) continue;
      const auto at = std::search(words.begin(), words.end(), place.begin(), place.begin() + 1);
      if (at == words.end()) continue;
      // Behind the city only its own further words may follow ("Frankfurt am Main").
      const auto rest = static_cast<std::size_t>(words.end() - at);
      const bool last = rest <= place.size() && std::equal(at, words.end(), place.begin());
      const std::vector<std::string> before(words.begin(), at);
      if (last && before.size() >= 2 && !is_unit_word(before[0]) &&
          std::any_of(before.begin(), before.end(),
                      [](const std::string& one) { return !is_common_word(one) && one.size() > 2; }))
        shorter_.emplace_back(before, entry);
      if (std::count_if(words.begin(), words.end(), is_university) != 1) continue;
      // Person's names only: another kind of university is another university.
      if (std::any_of(words.begin(), words.end(), [&](const std::string& one) {
            return !is_university(one) && one != place[0] && (is_common_word(one) || one == "saint");
          }))
        continue;
      shorter_.emplace_back(std::vector<std::string>{"university", place[0]}, entry);
      shorter_.emplace_back(std::vector<std::string>{place[0], "university"}, entry);
    }
  }

  void add_shorter() {
    std::map<std::vector<std::string>, std::set<std::uint32_t>> bearers;
    for (const auto& [words, entry] : shorter_) bearers[words].insert(entry.organisation);
    for (const auto& [words, entry] : shorter_) {
      if (bearers[words].size() > 1) continue;
      bool taken = false;
      for (const Entry& there : trie_.entries(words))
        taken = taken || (there.kind < EntryKind::decoy && there.organisation != entry.organisation);
      if (taken) continue;
      Entry made = entry;
      made.flags |= kReordered;
      made.flags &= static_cast<std::uint8_t>(~kLabel);
      read_.clear();
      add_entry(words, made);
    }
  }

  static bool short_name(const std::vector<std::string>& words, std::string_view text, bool acronym) {
    if (words.size() > 1) return acronym && text.size() <= 12;
    if (words.size() == 1 && static_cast<unsigned char>(words[0][0]) >= 0xE0) return false;
    return acronym || words[0].size() < kShortName || (is_capitals(text) && text.size() <= 6);
  }

  void note_reordered(const std::vector<std::string>& words, const Entry& entry) {
    if (words.size() < 2 || words.size() > 4) return;
    std::vector<std::string> moved;
    if (words.front() == "university") {
      moved.assign(words.begin() + 1, words.end());
      moved.emplace_back("university");
    } else if (words.back() == "university") {
      moved.assign(1, "university");
      moved.insert(moved.end(), words.begin(), words.end() - 1);
    } else {
      return;
    }
    if (std::all_of(moved.begin(), moved.end(), [](const std::string& one) { return is_common_word(one); }))
      return;
    if (std::count(moved.begin(), moved.end(), "university") != 1) return;
    reordered_.emplace_back(std::move(moved), entry);
  }

  void add_reordered() {
    for (auto& [words, entry] : reordered_) {
      bool taken = false;
      for (const Entry& there : trie_.entries(words)) {
        taken = taken || (there.kind != EntryKind::acronym && there.kind < EntryKind::decoy &&
                          (there.flags & kReordered) == 0);
      }
      if (taken) continue;
      Entry made = entry;
      made.flags |= kReordered;
      add_entry(words, made);
    }
  }

  void add_place(std::string_view name, Country country, EntryKind kind) {
    const std::vector<std::string> words = name_words(name);
    if (words.empty()) return;
    // "El Salvador" without its article is a city of Brazil.
    if (words.size() == 1 && read_.size() == 2 && read_[0].text == "el") return;
    std::vector<Entry>& there = trie_.entries(words);
    for (const Entry& known : there) {
      if (known.kind >= EntryKind::country && known.organisation == country) return;
    }
    Entry entry;
    entry.organisation = country;
    entry.text = intern(name);
    entry.kind = kind;
    entry.words = static_cast<std::uint16_t>(words.size());
    there.push_back(entry);
  }

  void add_places() {
    each_country_name([&](std::string_view name, std::string_view code) {
      add_place(name, country_of(code), EntryKind::country);
    });
    each_region_name([&](std::string_view name, std::string_view code) {
      add_place(name, country_of(code), EntryKind::region);
    });
    each_city_name([&](std::string_view name, std::string_view code) {
      add_place(name, country_of(code), EntryKind::city);
    });
    std::set<std::pair<std::string, Country>> cities;
    for (const OrganisationRow& row : storage_->organisations) {
      if (row.cities == 0 || row.country == 0) continue;
      for (std::uint32_t at = row.cities; at < row.cities + storage_->lists[row.cities - 1]; ++at)
        cities.emplace(storage_->text(storage_->lists[at]), row.country);
    }
    for (const auto& [name, country] : cities) {
      if (name.size() >= 5) add_place(name, country, EntryKind::city);
    }
  }

  static std::string ror_version(const std::vector<RorOrganisation>& ror) {
    std::string all;
    for (const RorOrganisation& one : ror) {
      all += one.id + one.status + one.country;
      for (const corpus::RorName& name : one.names) all += name.text;
      for (const std::string& parent : one.parents) all += parent;
      all += '\n';
    }
    return base::hex(base::hash128(all)).substr(0, 16);
  }

  std::shared_ptr<const Vocabulary> finish() {
    Vocabulary::Storage& store = *storage_;
    trie_.mark_ordinary(store);
    trie_.pack(store);

    const auto rows = static_cast<std::uint32_t>(store.organisations.size());
    std::vector<std::uint32_t> by_id(rows);
    for (std::uint32_t i = 0; i < rows; ++i) by_id[i] = i;
    std::vector<std::uint32_t> by_ror = by_id;
    std::sort(by_id.begin(), by_id.end(), [&](auto a, auto b) {
      return store.text(store.organisations[a].id) < store.text(store.organisations[b].id);
    });
    std::sort(by_ror.begin(), by_ror.end(), [&](auto a, auto b) {
      return store.text(store.organisations[a].ror) < store.text(store.organisations[b].ror);
    });
    store.by_id = std::move(by_id);
    store.by_id.insert(store.by_id.end(), by_ror.begin(), by_ror.end());

    std::shared_ptr<Vocabulary> made(new Vocabulary);
    made->version_ = version_;
    made->blob_ = store.blob;
    made->string_offsets_ = store.string_offsets;
    made->lists_ = store.lists;
    made->organisations_ = store.organisations;
    made->by_id_ = store.by_id;
    made->word_blob_ = store.word_blob;
    made->word_offsets_ = store.word_offsets;
    made->word_slots_ = store.word_slots;
    made->node_children_ = store.node_children;
    made->edge_words_ = store.edge_words;
    made->node_entries_ = store.node_entries;
    made->entries_ = store.entries;
    made->deletes_ = store.deletes;
    made->storage_ = storage_;
    return made;
  }

  std::shared_ptr<Vocabulary::Storage> storage_ = std::make_shared<Vocabulary::Storage>();
  WordReader reader_;
  std::vector<Word> read_;
  std::unordered_map<std::string, std::uint32_t> strings_;
  std::map<std::vector<std::uint32_t>, std::uint32_t> lists_;
  NameTrie trie_;
  std::unordered_map<std::string, std::uint32_t> by_ror_;
  std::unordered_set<std::string> country_names_;
  std::unordered_set<std::string> place_words_;
  std::map<std::string, std::set<std::vector<std::string>>> names_of_country_;
  std::vector<std::pair<std::vector<std::string>, Entry>> reordered_;
  std::vector<std::pair<std::vector<std::string>, Entry>> shorter_;
  std::size_t registry_rows_ = 0;
  std::uint32_t version_ = 0;
};

std::shared_ptr<const Vocabulary> Vocabulary::compile(const Registry& registry,
                                                      const std::vector<RorOrganisation>& ror) {
  return VocabularyBuilder().build(registry, ror);
}

}  // namespace labtrail::affiliation
