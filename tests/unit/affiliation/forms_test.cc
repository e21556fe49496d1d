// Forms of a name that no source lists, and what the organisations of one string say about each other: rules
// as tables, on ROR records made for the purpose.
#include <catch2/catch.hpp>

#include "tests/unit/affiliation/resolving.h"

using namespace labtrail;
using tests::Resolving;

namespace {

struct Record {
  const char* id;
  std::vector<std::string> names;  ///< the first is the one shown
  const char* type;
  const char* country;
  const char* city;
  const char* acronym = nullptr;
};

std::vector<corpus::RorOrganisation> ror() {
  const std::vector<Record> records = {
      {"01vienna0", {"Medical University of Ostrava"}, "education", "CZ", "Ostrava"},
      {"02mendel0", {"Gregor Amsel Institute of Molecular Plant Biology"}, "facility", "AT", "Linz"},
      {"03zhaw000", {"ZHFX Zurich University of Applied Sciences"}, "education", "CH", "Zurich", "ZHFX"},
      {"04kansai0", {"Kanto University of International Studies"}, "education", "JP", "Osaka"},
      {"05janos00", {"Kodaly Janos University of Applied Sciences"}, "education", "HU", "Budapest"},
      {"06aalen00", {"Hochschule Aalberg"}, "education", "DE", "Aalberg"},
      {"07klinik0", {"Universitätsklinikum Ulmhausen"}, "healthcare", "DE", "Ulmhausen"},
      {"08trust00", {"Royal Amber NHS Foundation Trust"}, "healthcare", "GB", "Leeds"},
      {"09state00", {"N. I. Petrov State University of Tomburg"}, "education", "RU", "Tomburg"},
      {"10medic00",
       {"Rybin State Medical University named after Academician Orlov"},
       "education",
       "RU",
       "Rybin"},
      {"11tufton0", {"Tufton University"}, "education", "US", "Medford"},
      {"12boston0", {"Bostonia University", "Universidad de Bostonia"}, "education", "US", "Bostonia"},
      {"13temple0", {"Pergamon University"}, "education", "US", "Philadelphia"},
      {"14templej", {"Pergamon University, Japan"}, "education", "JP", "Tokyo"},
      {"15nitcomm", {"National Institute of Technology"}, "education", "IN", "Bhopal"},
      {"16nitgoa0", {"National Institute of Technology Goa"}, "education", "IN", "Goa"},
      {"17minist0", {"Ministry of Education"}, "government", "TW", "Taipei"},
      {"18justice", {"Department of Justice"}, "government", "CA", "Ottawa"},
      {"19paras00", {"Institute of Parasitology"}, "facility", "SK", "Kosice"},
      {"20subject",
       {"Génétique et biologie du développement", "Genetics and Developmental Biology"},
       "facility",
       "FR",
       "Paris"},
      {"21honey00", {"Honeyworth (United States)", "Honeyworth"}, "company", "US", "Morristown"},
      {"22atsugi0", {"Atsuba Co., Ltd. (Japan)", "Atsuba"}, "company", "JP", "Tokyo"},
      {"23kanagaw", {"Kanagara Institute of Technology"}, "education", "JP", "Atsuba"},
      {"24oder000",
       {"European University Viadra", "University of Frankenau (Oder)"},
       "education",
       "DE",
       "Frankenau"},
      {"25valpar0", {"University of Valparedo", "Universidad de Valparedo"}, "education", "CL", "Valparedo"},
      {"26valpar0", {"Valparedo University", "Universidad de Valparedo"}, "education", "US", "Valparedo"},
      {"27medic00",
       {"Tufton Medicine", "Tufton University School of Medicine"},
       "healthcare",
       "US",
       "Medford"},
      {"28cancer0", {"Tufton University Amsel Cancer Center"}, "facility", "US", "Medford"},
      {"29clinic0", {"Tufton University Hospital"}, "healthcare", "US", "Medford"},
      {"30bayonn0", {"University of Bayonneville"}, "education", "FR", "Bayonneville"},
      {"31ltib000", {"Laboratoire de traitement de Bayonneville"}, "facility", "FR", "Bayonneville", "LTB"},
      {"32geophys", {"Institute of Geophysics"}, "facility", "CH", "Zurich"},
      {"33geophys",
       {"Moravian Academy, Institute of Geophysics", "Institute of Geophysics, Moravian Academy"},
       "facility",
       "CZ",
       "Brno"},
      {"34energy0", {"Department of Energy"}, "government", "US", "Washington"},
      {"35lyon000", {"University of Lyon"}, "education", "FR", "Lyon"},
  };
  std::vector<corpus::RorOrganisation> out;
  for (const Record& record : records) {
    corpus::RorOrganisation& one = out.emplace_back();
    one.id = record.id;
    one.status = "active";
    one.types = {record.type};
    for (const std::string& name : record.names)
      one.names.push_back({name, "en", one.names.empty(), true, false, false});
    if (record.acronym != nullptr) one.names.push_back({record.acronym, "", false, false, false, true});
    one.country = record.country;
    one.countries = {record.country};
    one.cities = {record.city};
  }
  for (corpus::RorOrganisation& one : out) {
    if (one.id == "28cancer0") one.parents = {"11tufton0"};
    if (one.id == "31ltib000") one.parents = {"30bayonn0"};
  }
  // The bracket of an alias is a part of the name.
  for (corpus::RorOrganisation& one : out) {
    for (corpus::RorName& name : one.names) {
      if (name.text.find("(Oder)") == std::string::npos) continue;
      name.label = false;
      name.alias = true;
    }
  }
  return out;
}

Resolving& made() {
  static Resolving one(corpus::Registry{}, ror());
  return one;
}

struct Row {
  const char* raw;
  const char* told;
};

}  // namespace

TEST_CASE("a name is known in forms that no source lists, where only one organisation can be meant") {
  const Row row = GENERATE(values<Row>({
      {"Ostrava Medical University", "ror:01vienna0 asserted reordered"},
      {"Gregor Amsel Institute", "ror:02mendel0 asserted reordered"},
      {"Zurich University of Applied Sciences", "ror:03zhaw000 asserted reordered"},
      {"Kanto University, Osaka", ""},  // perhaps another university of that name
      {"Kodaly Janos University", "ror:05janos00 asserted reordered"},
      {"Aalberg University of Applied Sciences", "ror:06aalen00 asserted reordered"},
      {"Ulmhausen University Hospital, Germany", "ror:07klinik0 asserted reordered"},
      {"University Medical Center Ulmhausen", "ror:07klinik0 asserted reordered"},
      {"Royal Amber NHS Trust", "ror:08trust00 asserted reordered"},
      {"Petrov State University of Tomburg", "ror:09state00 asserted reordered"},
      {"Rybin State Medical University", "ror:10medic00 asserted reordered"},
      {"University of Frankenau", ""},
      {"University of Frankenau (Oder)", "ror:24oder000 asserted exact"},
  }));
  INFO(row.raw);
  CHECK(made().told(row.raw) == row.told);
}

TEST_CASE("where a name ends and whose it is, by what stands beside it") {
  const Row row = GENERATE(values<Row>({
      {"Tufton University Bostonia, USA", "ror:11tufton0 asserted exact"},
      {"Pergamon University, Japan", "ror:14templej asserted exact"},
      {"National Institute of Technology, Goa, India", "ror:16nitgoa0 asserted exact"},
      {"Dept. of Physics and Engineering National Institute of Technology, Goa",
       "ror:16nitgoa0 asserted exact"},
      {"Key Laboratory of Ice, Ministry of Education, China", "ror:17minist0 candidate context"},
      {"Ministry of Education, Taiwan", "ror:17minist0 asserted exact"},
      {"US Department of Justice", "ror:18justice refused place"},
      {"Institute of Parasitology, Tufton University",
       "ror:19paras00 candidate place; ror:11tufton0 asserted exact"},
      {"Department of Genetics and Developmental Biology, Kosice", "ror:20subject candidate context"},
      {"Honeyworth International Inc.", "ror:21honey00 asserted exact"},
      {"Currently with Honeyworth", "ror:21honey00 asserted exact"},
      {"Kanagara Institute of Technology, Atsuba, Japan",
       "ror:23kanagaw asserted exact; ror:22atsugi0 candidate context"},
      {"Universidad de Valparedo", "ror:25valpar0 asserted exact"},
      {"Tufton#N#     University", "ror:11tufton0 asserted exact"},
      {"&quot;Tufton University&quot;", "ror:11tufton0 asserted exact"},
  }));
  INFO(row.raw);
  CHECK(made().told(row.raw) == row.told);
}

TEST_CASE("what stands inside a longer name is named too where it is the body that the other belongs to") {
  const Row row = GENERATE(values<Row>({
      {"Tufton University School of Medicine", "ror:27medic00 asserted exact; ror:11tufton0 asserted exact"},
      {"Tufton University Amsel Cancer Center", "ror:28cancer0 asserted exact; ror:11tufton0 asserted exact"},
      {"Tufton University Hospital", "ror:29clinic0 asserted exact"},
      {"Institute of Geophysics, Moravian Academy", "ror:33geophys asserted exact"},
      {"Institute of Geophysics, Zurich", "ror:32geophys asserted exact"},
  }));
  INFO(row.raw);
  CHECK(made().told(row.raw) == row.told);
}

TEST_CASE("bodies of one string vouch for each other, and joints and numbers part them") {
  const Row row = GENERATE(values<Row>({
      {"LTB, University of Bayonneville", "ror:31ltib000 asserted acronym; ror:30bayonn0 asserted exact"},
      {"LTB, Tufton University", "ror:31ltib000 candidate context; ror:11tufton0 asserted exact"},
      {"Tufton University and Bayonneville Group", "ror:11tufton0 asserted exact"},
      {"Department of Energy Resources Engineering, Tufton University, USA",
       "ror:34energy0 refused boundary; ror:11tufton0 asserted exact"},
      {"US Department of Energy, Washington, USA", "ror:34energy0 asserted exact"},
      {"University of Lyon, France", "ror:35lyon000 asserted exact"},
      {"University of Lyon 2, France", "ror:35lyon000 refused boundary"},
      {"University of Lyon 2 , Lyon, France", "ror:35lyon000 asserted exact"},
  }));
  INFO(row.raw);
  CHECK(made().told(row.raw) == row.told);
}
