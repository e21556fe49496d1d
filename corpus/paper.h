// What a paper is: plain structs, as the source printed it. Everything here was asserted by the source; what
// Labtrail works out itself (resolved institutions, labs, topics) is kept apart and is not part of this
// struct. The JSON form is in paper_json.h; the meaning of every member in contract terms:
//   - strings are valid UTF-8, white space squeezed, e-mail addresses stripped; empty = the source says
//   nothing
//   - subjects are institutions on papers: nothing is ever derived from `Author::name`
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace labtrail::corpus {

/// One affiliation string as published, with the ids of the institutions that the source itself ties to it.
struct Affiliation {
  std::string raw;
  std::vector<std::string> institutions;  ///< ids that occur in Paper::institutions
  bool operator==(const Affiliation&) const = default;
};

struct Author {
  std::string name;
  std::string orcid;
  std::vector<Affiliation> affiliations;
  bool operator==(const Author&) const = default;
};

/// An institution that the source asserts.
struct Institution {
  std::string
      id;  ///< "ror:05a0dhs15" if the source knows a ROR id, else "openalex:I123", else the name itself
  std::string name;
  std::string ror;                   ///< bare ROR id ("05a0dhs15") or empty
  std::string country;               ///< ISO 3166-1 alpha-2, upper case, or empty
  std::string type;                  ///< the source's word: education, government, company, ...
  std::vector<std::string> lineage;  ///< ids of parents, in the source's own terms (not made into mentions)
  bool operator==(const Institution&) const = default;
};

struct Funder {
  std::string name;
  std::string id;     ///< as Institution::id: "ror:...", "openalex:F...", or empty
  std::string award;  ///< award number as printed, or empty
  bool operator==(const Funder&) const = default;
};

/// A topic that the source assigns (OpenAlex topics), never one of ours.
struct Topic {
  std::string id;  ///< "openalex:T10399"
  std::string name;
  bool operator==(const Topic&) const = default;
};

/// Text of a field before it was repaired (double-encoded UTF-8, HTML in a title).
struct Original {
  std::string field;  ///< "title", "abstract", ...
  std::string text;
  bool operator==(const Original&) const = default;
};

struct Provenance {
  std::string name;       ///< "openalex", "paperlists", ...
  std::string record;     ///< the source's own id of the record
  std::string retrieved;  ///< ISO date, or empty; not part of the content hash
  bool operator==(const Provenance&) const = default;
};

struct Paper {
  std::string id;     ///< contract.md, "Paper id"; required
  std::string title;  ///< required
  std::string abstract;
  std::string language;  ///< ISO 639-1 (zh, en) or empty
  int year = 0;          ///< 0 = unknown
  std::string date;      ///< YYYY-MM-DD or empty
  std::string venue;
  std::string type;    ///< article, preprint, book-chapter, ...
  std::string status;  ///< what a venue decided: Poster, Oral, Reject, ...; a rejected submission is not a
                       ///< publication
  std::vector<Author> authors;
  bool unpaired = false;  ///< affiliations belong to the paper, but the source does not say to which author
  std::vector<Affiliation>
      affiliations;  ///< only when `unpaired`: the paper's affiliations, in the source's order
  std::vector<Institution> institutions;
  std::vector<std::string> countries;  ///< ISO 3166-1 alpha-2, upper case, distinct, in the source's order
  std::vector<Funder> funders;
  std::string funding_text;
  std::vector<std::string> keywords;
  std::vector<Topic> topics;
  std::vector<std::pair<std::string, std::string>>
      ids;  ///< {"doi","10.1000/x"}, {"openalex","W1"}, {"arxiv",...}
  std::string url;
  bool retracted = false;
  Provenance source;
  std::vector<Original> originals;
  std::vector<std::pair<std::string, std::string>>
      extra;  ///< other fields of the source: name, JSON value as text
  bool operator==(const Paper&) const = default;
};

}  // namespace labtrail::corpus
