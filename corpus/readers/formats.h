// The source formats: one parsed record in, one paper out. What is common to them is below.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "corpus/base/error.h"
#include "corpus/json_tree.h"
#include "corpus/paper.h"
#include "corpus/readers/text_cleaning.h"

namespace labtrail::corpus {

/// What the name of a paperlists file says: "naacl2024.json.gz" is stem "naacl2024", venue "NAACL", year
/// 2024.
struct PaperlistsName {
  std::string stem;
  std::string venue;  ///< empty if the name is not letters followed by a year
  int year = 0;
};
PaperlistsName paperlists_name(std::string_view file_name);

/// Each returns the paper or a bad_record with a reason for a person ("no title").
base::Result<Paper> paper_from_openalex(const JsonValue& record);
base::Result<Paper> paper_from_paperlists(const JsonValue& record, const PaperlistsName& name);
base::Result<Paper> paper_from_jsonl(const JsonValue& record);

/// Does the record look like one of this format? Used to guess a format and to find the next record after
/// damage.
bool is_openalex(const JsonValue& record);
bool is_paperlists(const JsonValue& record);
bool is_jsonl(const JsonValue& record);

/// The W id of an OpenAlex work ("W12" for "https://openalex.org/W12" and for "W12"), or empty.
std::string openalex_work_id(std::string_view text);

/// What follows the last '/' ("https://ror.org/05a0dhs15" -> "05a0dhs15").
std::string_view last_segment(std::string_view url);
/// Appends `value` as JSON with every string cleaned.
void append_clean_json(std::string& out, const JsonValue& value, FieldCleaner& clean);
/// Adds `value` unless it is empty or there; for short lists.
void add_distinct(std::vector<std::string>& list, std::string_view value);
/// Takes out empty values and all but the first of equal ones, in linear time: a stranger decides how many
/// there are.
void make_distinct(std::vector<std::string>& list);

}  // namespace labtrail::corpus
