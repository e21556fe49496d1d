// The public ROR dump (schema v2: https://ror.readme.io/docs/schema-v2): .json, .json.gz, or the .zip that it
// is published in. Read as a stream of records: 120,000 organisations are a few hundred megabytes of JSON.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "corpus/base/error.h"

namespace labtrail::corpus {

struct RorName {
  std::string text;
  std::string language;  ///< ISO 639-1, or empty
  bool display = false;  ///< the name that ROR shows
  bool label = false;
  bool alias = false;
  bool acronym = false;
};

struct RorOrganisation {
  std::string id;                  ///< bare: "05a28rw58"
  std::string status;              ///< active, inactive, withdrawn
  std::vector<std::string> types;  ///< lower case: education, company, ...
  std::vector<RorName> names;
  std::string country;                 ///< ISO 3166-1 alpha-2 of the first location
  std::vector<std::string> cities;     ///< of all locations, as ROR (GeoNames) writes them
  std::vector<std::string> countries;  ///< of all locations, distinct
  std::string region;                  ///< name of the country's subdivision of the first location, or empty
  std::vector<std::string> parents;    ///< bare ids
  std::vector<std::string> children;
  std::vector<std::string> successors;
};

/// Calls `visit` for each record in the file's order; returns how many there were. Relation types are read
/// without regard to case ("Parent" as "parent"). Errors: io, bad_record (with the record's number), and
/// unsupported for schema v1 ("this is a dump of schema v1; take the file named ..._schema_v2.json").
base::Result<std::size_t> read_ror(const std::filesystem::path& file,
                                   const std::function<void(RorOrganisation&&)>& visit);

}  // namespace labtrail::corpus
