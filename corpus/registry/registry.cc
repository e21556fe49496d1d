// Puts the registry's files together: drafts of each file, in order, become organisations, lists and topics;
// then everything that one says about another is looked up. The first complaint ends it.
#include "corpus/registry/registry.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <unordered_map>
#include <utility>

#include "corpus/base/hash.h"
#include "corpus/base/text.h"
#include "corpus/registry/file_reading.h"
#include "corpus/registry/registry_version.h"

namespace labtrail::corpus {
namespace {

/// How names are compared when the same one may not stand for two organisations: ASCII case, punctuation and
/// spaces do not matter. The resolver folds more than that, but it needs the analyzer.
std::string folded(std::string_view text) {
  std::string out = base::ascii_lower(text);
  for (char& c : out) {
    const auto byte = static_cast<unsigned char>(c);
    const bool word = byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!word) c = ' ';
  }
  return base::squeeze_space(out);
}

void replace(std::string& old, std::string&& given) {
  if (!given.empty()) old = std::move(given);
}

void add_new(std::vector<std::string>& old, std::vector<std::string>&& given) {
  for (std::string& value : given) {
    if (std::find(old.begin(), old.end(), value) == old.end()) old.push_back(std::move(value));
  }
}

class Assembly {
 public:
  explicit Assembly(Complaints& complaints) : complaints_(complaints) {}

  void add(FileDraft&& file) {
    for (OrganisationDraft& draft : file.organisations) add_organisation(std::move(draft));
    for (ListDraft& draft : file.lists) {
      if (is_new("list", list_places_, draft.value.id, draft.place)) lists_.push_back(std::move(draft));
    }
    for (TopicDraft& draft : file.topics) {
      if (is_new("topic", topic_places_, draft.value.id, draft.place)) topics_.push_back(std::move(draft));
    }
  }

  Registry finish() {
    for (const OrganisationDraft& draft : organisations_) check_organisation(draft);
    check_shared_names();
    check_shared_ror();
    for (const ListDraft& draft : lists_) check_list(draft);
    for (const TopicDraft& draft : topics_) check_topic(draft);
    check_cycles();
    Registry out;
    for (OrganisationDraft& draft : organisations_) {
      draft.value.kind = draft.kind.value_or(OrganisationKind::institution);
      out.organisations.push_back(std::move(draft.value));
    }
    for (ListDraft& draft : lists_) out.lists.push_back(std::move(draft.value));
    for (TopicDraft& draft : topics_) out.topics.push_back(std::move(draft.value));
    const auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };
    std::sort(out.organisations.begin(), out.organisations.end(), by_id);
    std::sort(out.lists.begin(), out.lists.end(), by_id);
    std::sort(out.topics.begin(), out.topics.end(), by_id);
    return out;
  }

 private:
  using Places = std::unordered_map<std::string, Place>;

  bool is_new(std::string_view what, Places& places, const std::string& id, const Place& place) {
    const auto [known, added] = places.try_emplace(id, place);
    if (!added) {
      complaints_.add(place,
                      fmt::format("{} '{}' is there already ({})", what, id, to_string(known->second)));
    }
    return added;
  }

  void add_organisation(OrganisationDraft&& draft) {
    const auto [known, added] = numbers_.try_emplace(draft.value.id, organisations_.size());
    if (added) {
      last_places_.push_back(draft.place);
      organisations_.push_back(std::move(draft));
      return;
    }
    Place& last = last_places_[known->second];
    if (last.file.data() == draft.place.file.data()) {
      complaints_.add(draft.place,
                      fmt::format("organisation '{}' stands in this file twice, first in line {}",
                                  draft.value.id, last.line));
      return;
    }
    last = draft.place;
    merge(organisations_[known->second], std::move(draft));
  }

  /// The later file adds to the lists and wins where it gives a scalar; a name it gives again is its name.
  static void merge(OrganisationDraft& old, OrganisationDraft&& given) {
    Organisation& to = old.value;
    Organisation& from = given.value;
    if (given.kind) old.kind = given.kind;
    if (!from.name.empty()) old.name_place = given.name_place;
    if (!from.ror.empty()) old.ror_place = given.ror_place;
    replace(to.name, std::move(from.name));
    replace(to.country, std::move(from.country));
    replace(to.ror, std::move(from.ror));
    replace(to.wikidata, std::move(from.wikidata));
    replace(to.crossref, std::move(from.crossref));
    replace(to.note, std::move(from.note));
    replace(to.note_source, std::move(from.note_source));
    if (from.founded != 0) to.founded = from.founded;
    add_new(to.cities, std::move(from.cities));
    add_new(to.awards, std::move(from.awards));
    for (std::size_t i = 0; i < from.parents.size(); ++i) {
      if (std::find(to.parents.begin(), to.parents.end(), from.parents[i]) != to.parents.end()) continue;
      to.parents.push_back(std::move(from.parents[i]));
      old.parent_places.push_back(given.parent_places[i]);
    }
    for (std::size_t i = 0; i < from.names.size(); ++i) {
      const auto same = std::find_if(to.names.begin(), to.names.end(), [&](const OrganisationName& name) {
        return name.text == from.names[i].text;
      });
      if (same == to.names.end()) {
        to.names.push_back(std::move(from.names[i]));
        old.name_places.push_back(given.name_places[i]);
      } else {
        old.name_places[static_cast<std::size_t>(same - to.names.begin())] = given.name_places[i];
        *same = std::move(from.names[i]);
      }
    }
    for (Decoy& decoy : from.decoys) to.decoys.push_back(std::move(decoy));
  }

  void check_organisation(const OrganisationDraft& draft) {
    const Organisation& it = draft.value;
    if (!draft.kind) complaints_.add(draft.place, "an organisation without 'kind'");
    if (it.name.empty()) complaints_.add(draft.place, "an organisation without 'name'");
    // The name that the page prints may say more than any name that is matched ("CETC 14th Research
    // Institute").
    if (it.names.empty()) complaints_.add(draft.place, fmt::format("'{}' has no 'names'", it.id));
    for (std::size_t i = 0; i < it.parents.size(); ++i) {
      check_reference(it.parents[i], draft.parent_places[i], "parent");
      if (it.parents[i] == it.id) {
        complaints_.add(draft.parent_places[i], fmt::format("'{}' is its own parent", it.id));
      }
    }
  }

  void check_reference(const std::string& reference, const Place& place, std::string_view what) {
    if (is_ror_reference(reference) || numbers_.count(reference) != 0) return;
    std::vector<std::string_view> ids;
    for (const OrganisationDraft& draft : organisations_) ids.push_back(draft.value.id);
    complaints_.add(place, fmt::format("unknown {} '{}'", what, reference), did_you_mean(reference, ids));
  }

  /// The same name without context for two organisations could never be told apart.
  void check_shared_names() {
    struct Seen {
      const OrganisationDraft* owner;
      std::size_t name;
    };
    std::unordered_map<std::string, std::vector<Seen>> seen;
    for (const OrganisationDraft& draft : organisations_) {
      for (std::size_t i = 0; i < draft.value.names.size(); ++i) {
        const OrganisationName& name = draft.value.names[i];
        if (!name.needs.empty()) continue;
        std::vector<Seen>& others = seen[folded(name.text)];
        for (const Seen& other : others) {
          const OrganisationName& rival = other.owner->value.names[other.name];
          const bool told_apart = (name.match_case || rival.match_case) && name.text != rival.text;
          if (other.owner == &draft || told_apart) continue;
          complaints_.add(draft.name_places[i],
                          fmt::format("'{}' of '{}' is also a name of '{}' ({}), both without context",
                                      name.text, draft.value.id, other.owner->value.id,
                                      to_string(other.owner->name_places[other.name])),
                          "give one of them 'needs'");
        }
        others.push_back({&draft, i});
      }
    }
  }

  void check_shared_ror() {
    std::unordered_map<std::string_view, const OrganisationDraft*> owners;
    for (const OrganisationDraft& draft : organisations_) {
      if (draft.value.ror.empty()) continue;
      const auto [known, added] = owners.try_emplace(draft.value.ror, &draft);
      if (added) continue;
      complaints_.add(draft.ror_place, fmt::format("ROR id {} of '{}' is also that of '{}' ({})",
                                                   draft.value.ror, draft.value.id, known->second->value.id,
                                                   to_string(known->second->ror_place)));
    }
  }

  void check_list(const ListDraft& draft) {
    for (std::size_t i = 0; i < draft.value.entries.size(); ++i) {
      check_reference(draft.value.entries[i].organisation, draft.entry_places[i], "organisation");
    }
  }

  void check_topic(const TopicDraft& draft) {
    for (std::size_t i = 0; i < draft.value.parents.size(); ++i) {
      const std::string& parent = draft.value.parents[i];
      if (topic_places_.count(parent) != 0) continue;
      std::vector<std::string_view> ids;
      for (const TopicDraft& topic : topics_) ids.push_back(topic.value.id);
      complaints_.add(draft.parent_places[i], fmt::format("unknown topic '{}'", parent),
                      did_you_mean(parent, ids));
    }
  }

  /// Takes away topics all of whose parents are gone; what remains lies on a cycle or below one.
  void check_cycles() {
    std::unordered_map<std::string_view, std::size_t> open;  // parents not yet gone
    std::unordered_map<std::string_view, std::vector<std::string_view>> children;
    std::deque<std::string_view> gone;
    for (const TopicDraft& draft : topics_) {
      std::size_t& count = open[draft.value.id];
      for (const std::string& parent : draft.value.parents) {
        if (topic_places_.count(parent) == 0) continue;
        ++count;
        children[parent].push_back(draft.value.id);
      }
      if (count == 0) gone.push_back(draft.value.id);
    }
    while (!gone.empty()) {
      const std::string_view topic = gone.front();
      gone.pop_front();
      open.erase(topic);
      for (const std::string_view child : children[topic]) {
        if (--open[child] == 0) gone.push_back(child);
      }
    }
    for (const TopicDraft& draft : topics_) {
      if (open.count(draft.value.id) == 0) continue;
      complaints_.add(draft.place, cycle_above(draft, open));
    }
  }

  /// "the topics a > b > a are parents of each other", for a topic that is on a cycle or below one.
  template <typename Open>
  std::string cycle_above(const TopicDraft& start, const Open& open) {
    std::unordered_map<std::string_view, const TopicDraft*> topics;
    for (const TopicDraft& draft : topics_) topics[draft.value.id] = &draft;
    std::vector<std::string_view> path{start.value.id};
    while (true) {
      const auto& parents = topics[path.back()]->value.parents;
      const auto next = std::find_if(parents.begin(), parents.end(),
                                     [&](const std::string& parent) { return open.count(parent) != 0; });
      const auto seen = std::find(path.begin(), path.end(), std::string_view(*next));
      if (seen != path.end()) {
        std::string out = "topics are parents of each other: ";
        for (auto step = seen; step != path.end(); ++step) out += fmt::format("{} > ", *step);
        return out + *next;
      }
      path.push_back(*next);
    }
  }

  Complaints& complaints_;
  std::vector<OrganisationDraft> organisations_;
  std::vector<ListDraft> lists_;
  std::vector<TopicDraft> topics_;
  std::unordered_map<std::string, std::size_t> numbers_;  ///< of organisations, by id
  std::vector<Place> last_places_;                        ///< where each organisation stood last
  Places list_places_;
  Places topic_places_;
};

template <typename T>
const T* find(const std::vector<T>& sorted, std::string_view id) {
  const auto at = std::lower_bound(sorted.begin(), sorted.end(), id,
                                   [](const T& item, std::string_view wanted) { return item.id < wanted; });
  return at != sorted.end() && at->id == id ? &*at : nullptr;
}

}  // namespace

const Organisation* Registry::organisation(std::string_view id) const {
  return find(organisations, id);
}
const TechnologyTopic* Registry::topic(std::string_view id) const {
  return find(topics, id);
}

std::string registry_version(const std::vector<RegistryFile>& files) {
  std::string hashes;
  for (const RegistryFile& file : files) hashes += base::hex(base::hash128(file.text));
  return fmt::format("{:016x}", base::hash64(hashes));
}

base::Result<Registry> parse_registry(const std::vector<RegistryFile>& files) {
  Complaints complaints;
  Assembly assembly(complaints);
  for (const RegistryFile& file : files) {
    const auto root = parse_toml(file.name, file.text);
    if (!root) return tl::unexpected(root.error());
    assembly.add(read_registry_file(*root, file.name, complaints));
    if (complaints.first()) return tl::unexpected(*complaints.first());
  }
  Registry registry = assembly.finish();
  if (complaints.first()) return tl::unexpected(*complaints.first());
  registry.version = registry_version(files);
  return registry;
}

}  // namespace labtrail::corpus
