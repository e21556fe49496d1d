// The resolver's rules as sentences, on a registry and ROR records made for the purpose.
#include <catch2/catch.hpp>
#include <ctime>

#include "tests/support/temporary_folder.h"
#include "tests/unit/affiliation/resolving.h"

using namespace labtrail;
using tests::Resolving;

namespace {

const char* const kRegistry = R"(
[[source]]
key = "made"
text = "made for a test"

[[organisation]]
id = "star-lab"
kind = "lab"
name = "Polar Star Laboratory"
country = "NO"
cities = ["Bodo"]
parents = ["fjord"]
names = [
  { text = "Polar Star Laboratory", lang = "en", source = "made" },
  { text = "北极星实验室", lang = "zh", source = "made" },
  { text = "PSL", lang = "en", kind = "acronym", needs = ["Bodo"], source = "made" },
  { text = "Star", lang = "en", whole_part = true, needs = ["Norway"], source = "made" },
]
units = [ { text = "Aurora Group", source = "made" } ]
decoys = [ { text = "Polar Star Laboratory Supplies", why = "a shop" } ]

[[organisation]]
id = "fjord"
kind = "institution"
name = "University of Fjordland"
country = "NO"
names = [ { text = "University of Fjordland", source = "made" }, { text = "UF", kind = "acronym", needs = ["Norway"], excludes = ["Florida"], source = "made" } ]
)";

corpus::RorOrganisation organisation(std::string id, std::vector<std::string> names, std::string country,
                                     std::string city) {
  corpus::RorOrganisation out;
  out.id = std::move(id);
  out.status = "active";
  for (const std::string& name : names)
    out.names.push_back({name, "en", out.names.empty(), true, false, false});
  out.country = country;
  out.countries = {country};
  out.cities = {std::move(city)};
  return out;
}

std::vector<corpus::RorOrganisation> ror() {
  corpus::RorOrganisation withdrawn = organisation("00old0000", {"Old Amber Institute"}, "EE", "Tartu");
  withdrawn.status = "withdrawn";
  withdrawn.successors = {"01amber00"};
  return {organisation("01north0e", {"Northgate University"}, "GB", "Leeds"),
          organisation("02north0c", {"Northgate University"}, "CN", "Wuhan"),
          organisation("01amber00", {"Amber Institute of Oceanography"}, "EE", "Tartu"), withdrawn,
          organisation("01phys000", {"Institute of Physics"}, "PL", "Warsaw")};
}

Resolving& made() {
  static Resolving one(corpus::parse_registry({{"made.toml", kRegistry}}).value(), ror());
  return one;
}

}  // namespace

TEST_CASE("names, acronyms, units and decoys are told apart, and doubt is a candidate") {
  struct Row {
    const char* raw;
    const char* told;
  };
  const Row row = GENERATE(values<Row>({
      {"Polar Star Laboratory", "star-lab asserted exact"},
      {"Dept. of Ice, Polar Star Lab., Bodo", "star-lab asserted exact"},
      {"北極星實驗室，博多", "star-lab asserted exact"},
      {"3Polar Star Laboratory2", "star-lab asserted exact"},
      {"Pоlar Star Laboratory", "star-lab asserted exact"},  // a Cyrillic о
      {"Polar Star Laboratiry", "star-lab asserted fuzzy"},
      {"Polar Star Labortory", "star-lab asserted exact"},
      {"Polar Ster Laboratory", ""},                            // four letters are too few to be misspelt
      {"Volar Star Laboratory", "star-lab candidate context"},  // another word; "Star" alone is in doubt
      {"Polar Star Laboratory Supplies, Bodo", "star-lab refused decoy"},
      {"PSL, Bodo", "star-lab asserted acronym"},
      {"PSL, Paris", "star-lab candidate context"},
      {"psl, Bodo", ""},
      {"Aurora Group", "star-lab asserted unit"},
      {"Star", "star-lab asserted acronym"},
      {"Star Diner of Leeds", "star-lab candidate context"},
      {"UF, Norway", "fjord asserted acronym"},
      {"UF, Florida, Norway", "fjord refused context"},
      {"University of Fjordland Press", "fjord refused boundary"},
      {"Supported by Polar Star Laboratory (No. 7)", "star-lab asserted exact funder"},
      {"Northgate University, Leeds", "ror:01north0e asserted exact"},
      {"Northgate University, China", "ror:02north0c asserted exact"},
      {"Northgate University", "ror:01north0e candidate ambiguous; ror:02north0c candidate ambiguous"},
      {"Institute of Physics", "ror:01phys000 candidate context"},
      {"Institute of Physics, Warsaw, Poland", "ror:01phys000 asserted exact"},
      {"Old Amber Institute", "ror:01amber00 asserted exact"},
      {"", ""},
  }));
  INFO(row.raw);
  CHECK(made().told(row.raw) == row.told);
}

TEST_CASE("names that only sound alike in the shipped registry") {
  CHECK(tests::shipped().told("Jichuan University, China") == "");
  CHECK(tests::shipped().told("霁川大学，中国") == "");
  // A university of its own, whose name begins as another one's.
  for (const char* raw : {"The Chinese University of Hong Kong, Shenzhen", "香港中文大学（深圳）"}) {
    INFO(raw);
    CHECK(tests::shipped().told(raw) == "cuhk-shenzhen asserted exact");
  }
  CHECK(tests::shipped().told("Sichaun University, Chengdu, China").find("asserted") != std::string::npos);
}

TEST_CASE("misprints, footnote letters and line ends stand between a name and its reader, not in the way") {
  const char* const raw =
      GENERATE("Polar Star Lab0ratory", "P0lar Star Laboratory", "aPolar Star Laboratory",
               "Polar Star La- boratory", "Polar Star Labo-ratory", "POLAR STAR LABORATORY",
               "Polar StarLaboratory", "Polar Star Lab2", "Mr. Nil, Polar Star Laboratory");
  INFO(raw);
  CHECK(made().told(raw).starts_with("star-lab asserted"));
}

TEST_CASE("who gives money is a funder, and nothing is read from people's names") {
  struct Row {
    const char* raw;
    const char* told;
  };
  const Row row = GENERATE(values<Row>({
      {"Key Research Project of Polar Star Laboratory", "star-lab asserted exact funder"},
      {"Polar Star Laboratory Open Fund", "star-lab asserted exact funder"},
      {"北极星实验室开放课题", "star-lab asserted exact funder"},
      {"北极星实验室项目组", "star-lab asserted exact"},
      {"Graduate Program of Polar Star Laboratory", "star-lab asserted exact"},
      {"Funding: Polar Star Laboratory", "star-lab asserted exact funder"},
      {"The support of Polar Star Laboratory is gratefully acknowledged.", "star-lab asserted exact funder"},
      {"Polar Star Laboratory funded this research.", "star-lab asserted exact funder"},
      {"with a grant from Polar Star Laboratory", "star-lab asserted exact funder"},
      {"University of Fjordland. Supported by Polar Star Laboratory.",
       "fjord asserted exact; star-lab asserted exact funder"},
      {"北极星实验室，博多。感谢 University of Fjordland 资助",
       "star-lab asserted exact; fjord asserted exact funder"},
      {"Star Li is with the University of Fjordland", "fjord asserted exact"},
      {"A. Li and Northgate University are with the University of Fjordland",
       "ror:01north0e candidate ambiguous; ror:02north0c candidate ambiguous; fjord asserted exact"},
  }));
  INFO(row.raw);
  CHECK(made().told(row.raw) == row.told);
}

TEST_CASE("schools, streets and shops that bear a name are other bodies") {
  const char* const raw = GENERATE(
      "High School Affiliated to the University of Fjordland", "University of Fjordland Middle School",
      "Kindergarten of the University of Fjordland", "Star Road 5, Oslo", "Star Restaurant, Oslo");
  INFO(raw);
  CHECK(made().told(raw).find("asserted") == std::string::npos);
}

TEST_CASE("namesakes of the shipped registry in real strings are somebody else") {
  struct Row {
    const char* raw;
    const char* id;
    bool asserted;
  };
  const Row row = GENERATE(values<Row>({
      {"IBM Research - Ireland", "sfi", false},
      {"Alexandria University, Egypt, someone@yahoo.com", "yahoo", false},
      {"Osaka Electro-Communication University, Osaka, Japan", "uec", false},
      {"Bundeswehr University of Munich, Germany", "lmu", false},
      {"Tsinghua University and Beijing Innovation Center", "pku", false},
      {"Key Lab of Intel. Info. Processing, Fudan University", "intel", false},
      {"Key Lab of Intel. Info. Processing, Fudan University", "fudan", true},
      {"The HongKong Polytechnic University", "polyu", true},
      {"Natl Univ Def Technol, Coll Syst Engn, Changsha, Peoples R China", "nudt", true},
      {"SIAT, CAS", "cas", true},
      {"NPU and Peking University", "nwpu", true},
      {"BIT, Durg, India", "bit", false},
      {"Face Lab, Tokyo", "megvii", false},
      {"Megvii (Face++)", "megvii", true},
  }));
  INFO(row.raw);
  const std::string told = ";" + tests::shipped().told(row.raw);
  CHECK((told.find(std::string(row.id) + " asserted") != std::string::npos) == row.asserted);
}

TEST_CASE("an acknowledgement makes everything in it a funder") {
  CHECK(made().told("Polar Star Laboratory", affiliation::Text::funding) == "star-lab asserted exact funder");
}

TEST_CASE("the span is in bytes of the string as printed, footnote marks left out") {
  const std::string raw = "École, ²Polar Star Lab.³";
  const auto& mentions = made().resolve(raw);
  REQUIRE(mentions.size() == 1);
  CHECK(raw.substr(mentions[0].begin, mentions[0].end - mentions[0].begin) == "Polar Star Lab");
  const std::string fuzzy = "Polar Star Laboratiry";
  CHECK(made().resolve(fuzzy).at(0).edits == 1);
}

TEST_CASE("countries are what an address ends with, not towns and words that sound like them") {
  struct Row {
    const char* raw;
    std::vector<std::string> countries;
  };
  const Row row = GENERATE(values<Row>({
      {"X, Tallinn, Estonia", {"EE"}},
      {"State Key Lab of CAD&CG, Hangzhou, China", {"CN"}},
      {"ITEE, St Lucia, Queensland, Australia", {"AU"}},
      {"X, Granada, Spain", {"ES"}},
      {"X, Atlanta, Georgia", {}},
      {"PANAMA project-team at IRISA, Rennes, France", {"FR"}},
      {"X, Germany; Y, Japan", {"DE", "JP"}},
      {"X, Germany and Switzerland", {"CH", "DE"}},
      {"X, Vancouver, BC", {"CA"}},
      {"X, Cambridge, MA 02139", {"US"}},
      {"Northgate University, Leeds, GB", {"GB"}},
      {"Amber Institute of Oceanography, Tartu, EE", {"EE"}},
      {"Dept. of EE, Northgate University, Leeds", {"GB"}},
      {"Polar Star Laboratory, US 41", {"NO"}},
      {"Amber Institute of Oceanography, Tartu, Estonia. E-mail: x@y.ee", {"EE"}},
      {"某大学，中国", {"CN"}},
      {"Maurice Mueller", {}},
  }));
  INFO(row.raw);
  made().resolve(row.raw);
  std::vector<std::string> found;
  for (const affiliation::Country country : made().countries())
    found.push_back(affiliation::country_text(country));
  CHECK(found == row.countries);
}

TEST_CASE("a vocabulary written and opened again gives the same answers, and ids lead on") {
  const tests::TemporaryFolder folder;
  made().vocabulary().write(folder.path() / "vocabulary");
  Resolving opened(affiliation::Vocabulary::open(folder.path() / "vocabulary"));
  for (const char* raw :
       {"Polar Star Lab, Bodo", "Northgate University, Leeds", "PSL", "Polar Star Laboratiry"})
    CHECK(opened.told(raw) == made().told(raw));
  const auto& vocabulary = opened.vocabulary();
  REQUIRE(vocabulary.find("ror:00old0000"));
  CHECK(vocabulary.find("ror:00old0000") == vocabulary.find("https://ror.org/01amber00"));
  CHECK_FALSE(vocabulary.find("ror:99nowhere"));
}

TEST_CASE("whatever a string is, it is read in bounded time") {
  const std::clock_t begun = std::clock();  // CPU time: other programs must not fail it
  std::string commas;
  std::string names;
  for (int i = 0; i < 10'000; ++i) {
    commas += ",";
    names += "Polar Star ";
  }
  made().resolve(commas);
  made().resolve(names);
  made().resolve(std::string(100'000, 'x'));
  made().resolve("\xff\xfe Polar Star Laboratory \xc3");
  made().resolve(std::string(1000, '\0') + "Polar");
  CHECK((std::clock() - begun) / CLOCKS_PER_SEC < 20);
}
