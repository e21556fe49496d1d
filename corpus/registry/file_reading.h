// What one registry file says, before files are put together: plain values, each with its place. Whatever can
// be checked within one file is checked here; what refers to other files is checked in registry.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "corpus/registry/registry.h"
#include "corpus/registry/toml_reading.h"

namespace labtrail::corpus {

struct OrganisationDraft {
  Organisation value;  ///< members that are not given are empty
  std::optional<OrganisationKind> kind;
  Place place;
  Place name_place;                  ///< of `name`, or of the table
  Place ror_place;                   ///< of `ror`, or of the table
  std::vector<Place> parent_places;  ///< as value.parents
  std::vector<Place> name_places;    ///< as value.names
};

struct ListDraft {
  PublicList value;
  Place place;
  std::vector<Place> entry_places;  ///< as value.entries
};

struct TopicDraft {
  TechnologyTopic value;
  Place place;
  std::vector<Place> parent_places;  ///< as value.parents
};

struct FileDraft {
  std::vector<OrganisationDraft> organisations;
  std::vector<ListDraft> lists;
  std::vector<TopicDraft> topics;
};

/// `root` is the file's top-level table; places borrow `file`.
FileDraft read_registry_file(const TomlValue& root, std::string_view file, Complaints& complaints);

/// "zhejiang-lab": lower-case letters, digits and single hyphens between them.
bool is_slug(std::string_view text);
/// "ror:05a28rw58".
bool is_ror_reference(std::string_view text);
/// A day of the calendar as YYYY-MM-DD.
bool is_date(std::string_view text);

}  // namespace labtrail::corpus
