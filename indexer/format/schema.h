// The schema: ONE table of everything that is stored under a name, with its prose and its version in
// schema.md. Numbers are stored in the index; never renumber, only append (and raise kFormatVersion when
// meaning changes).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace labtrail::format {

/// Raised whenever an index written before cannot be read as it is meant.
inline constexpr unsigned kFormatVersion = 4;

/// Text that is tokenised into postings and the forward column. Stored in the index; never renumber.
enum class TextField : std::uint8_t { title, abstract, affiliation, author, keyword, funding, venue };
inline constexpr std::size_t kTextFields = 7;

/// Values that can be filtered and counted. Stored in the index; never renumber.
enum class FacetField : std::uint8_t {
  year,
  venue,
  type,
  language,
  status,
  country,
  institution,
  funder,
  topic,
  lab,
  list,
  lineage
};
inline constexpr std::size_t kFacetFields = 12;

enum class Kind : std::uint8_t {
  text,    ///< tokens: postings + forward column
  number,  ///< one number a paper (the year); ranges
  single,  ///< at most one value a paper
  multi,   ///< any number of values a paper
  key,     ///< the paper id
};

/// Which layer of a segment holds it: text never changes, tags are rebuilt by `retag`.
enum class Layer : std::uint8_t { text, tags };

struct SchemaRow {
  std::string_view name;  ///< in queries, filters, facets and JSON
  Kind kind;
  Layer layer;
  std::uint8_t number;  ///< TextField or FacetField
  /// Text only: where this field's count lies in a posting's packed number (wdf), see postings.h.
  std::uint8_t shift;
  std::uint8_t bits;
  std::string_view example;
};

inline constexpr std::array kSchema{
    SchemaRow{"title", Kind::text, Layer::text, 0, 4, 3, "title:tracking"},
    SchemaRow{"abstract", Kind::text, Layer::text, 1, 0, 4, "abstract:\"swarm control\""},
    SchemaRow{"affiliation", Kind::text, Layer::text, 2, 7, 4, "affiliation:\"Zhejiang Lab\""},
    SchemaRow{"author", Kind::text, Layer::text, 3, 11, 3, "author:wang"},
    SchemaRow{"keyword", Kind::text, Layer::text, 4, 14, 2, "keyword:lidar"},
    SchemaRow{"funding", Kind::text, Layer::text, 5, 16, 3, "funding:nsfc"},
    SchemaRow{"venue", Kind::text, Layer::text, 6, 19, 2, "venue:icra"},
    SchemaRow{"year", Kind::number, Layer::text, 0, 0, 0, "year:2019..2023"},
    SchemaRow{"venue", Kind::single, Layer::text, 1, 0, 0, "venue:ICRA"},
    SchemaRow{"type", Kind::single, Layer::text, 2, 0, 0, "type:article"},
    SchemaRow{"language", Kind::single, Layer::text, 3, 0, 0, "language:zh"},
    SchemaRow{"status", Kind::single, Layer::text, 4, 0, 0, "status:Poster"},
    SchemaRow{"country", Kind::multi, Layer::tags, 5, 0, 0, "country:CN"},
    SchemaRow{"institution", Kind::multi, Layer::tags, 6, 0, 0, "institution:ror:05a28rw58"},
    SchemaRow{"funder", Kind::multi, Layer::tags, 7, 0, 0, "funder:openalex:F4320321001"},
    SchemaRow{"topic", Kind::multi, Layer::tags, 8, 0, 0, "topic:gait-recognition"},
    SchemaRow{"lab", Kind::multi, Layer::tags, 9, 0, 0, "lab:zhejiang-lab"},
    SchemaRow{"list", Kind::multi, Layer::tags, 10, 0, 0, "list:us-entity-list"},
    SchemaRow{"institution.lineage", Kind::multi, Layer::tags, 11, 0, 0, "institution.lineage:cas"},
    SchemaRow{"id", Kind::key, Layer::text, 0, 0, 0, "id:paperlists:icra2018/8461170"},
};

constexpr const SchemaRow& row(TextField field) {
  return kSchema[static_cast<std::size_t>(field)];
}
constexpr const SchemaRow& row(FacetField field) {
  return kSchema[kTextFields + static_cast<std::size_t>(field)];
}
constexpr std::string_view name(TextField field) {
  return row(field).name;
}
constexpr std::string_view name(FacetField field) {
  return row(field).name;
}

static_assert(kSchema.size() == kTextFields + kFacetFields + 1);
static_assert([] {
  for (std::size_t i = 0; i < kTextFields + kFacetFields; ++i) {
    const bool text = i < kTextFields;
    if ((kSchema[i].kind == Kind::text) != text) return false;
    if (kSchema[i].number != (text ? i : i - kTextFields)) return false;
  }
  return true;
}());

constexpr std::optional<TextField> text_field(std::string_view name) {
  for (std::size_t i = 0; i < kTextFields; ++i) {
    if (kSchema[i].name == name) return static_cast<TextField>(i);
  }
  return std::nullopt;
}
constexpr std::optional<FacetField> facet_field(std::string_view name) {
  for (std::size_t i = 0; i < kFacetFields; ++i) {
    if (kSchema[kTextFields + i].name == name) return static_cast<FacetField>(i);
  }
  return std::nullopt;
}

}  // namespace labtrail::format
