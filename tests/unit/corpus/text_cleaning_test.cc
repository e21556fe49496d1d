#include "corpus/readers/text_cleaning.h"

#include <catch2/catch.hpp>

#include "corpus/readers/country_names.h"

using namespace labtrail::corpus;

namespace {

struct Row {
  std::string_view text;
  std::string_view result;
};

}  // namespace

TEST_CASE("e-mail addresses vanish with their label, their brackets and their commas") {
  const Row rows[] = {
      {"Uppsala University (E-mail: a.b@example.edu.sa), Sweden", "Uppsala University, Sweden"},
      {"Lab X, Orléans, France; e-mail: d.doe@example.fr, ym.roe@example.fr", "Lab X, Orléans, France"},
      {"CNRS, Paris; e\u2010mails: a@u\u2010example.fr; b@u-example.fr; c@u-example.fr", "CNRS, Paris"},
      {"Qatar University, Doha. E-mail: a@example.edu.qa ; b@example.com ; c@example.edu.qa ",
       "Qatar University, Doha."},
      {"University of Kansas, USA. doe@example.edu", "University of Kansas, USA."},
      {"Elsevier, Paris. Electronic address: x@y.org.", "Elsevier, Paris."},
      {"KAUST, Thuwal (doe@example.edu.sa)", "KAUST, Thuwal"},
      {"KFUPM. E-mail: g@example.edu.sa (corresponding author); s@example.com",
       "KFUPM. (corresponding author)"},
      {"{anna,bob}@example.com", ""},
      {"University of X {a, b.c}@x.edu, Y", "University of X, Y"},
      {"Lab, {a;b}@x.edu", "Lab"},
      {"PAT .DOE @EX.AC.UK", ""},
      {"DOE @EXAMPLE .EDU", ""},
      {"jane [at] example.org", ""},
      {"Arabiaanna@example.edu.sabob@example.edu.sa", ""},
      {"mailto:x@y.org", ""},
      {"A (x@y.org) B", "A B"},
      {"张三 zhangsan＠example.edu.cn", "张三"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(strip_emails(row.text) == row.result);
    CHECK(strip_emails(row.result) == row.result);
  }
}

TEST_CASE("an @ that makes no address stays") {
  for (const std::string_view text : {"outperforms by 4.2% mAP@0.5 and 4.8% mAP@0.75.",
                                      "prec@k for ranking",
                                      "Pass@1",
                                      "Recall@K (R@K)",
                                      "CIDEr@0.5IoU respectively",
                                      "Graph@FIT, Brno University of Technology",
                                      "Temasek Laboratories @ NUS, Singapore",
                                      "Center for Micro-BioRobotics@SSSA, Istituto Italiano di Tecnologia",
                                      "Rolls-Royce@NTU Corporate Lab",
                                      "HEALTH[at]SCALE",
                                      "SHI Labs @Georgia Tech",
                                      "UAV123@10fps",
                                      "NDCG@k.In general",
                                      "IIT@MIT",
                                      "@",
                                      "a@",
                                      "@b.c",
                                      "RoboCup@Home 2017",
                                      "PRIOR @ Allen Institute for AI",
                                      "OPAL (Open@LaTrobe)"}) {
    CAPTURE(text);
    CHECK(strip_emails(text) == text);
  }
}

TEST_CASE("semicolons that separate values survive the removal of an address") {
  CHECK(strip_emails("A, USA; a@example.edu; B; C", true) == "A, USA;; B; C");
  CHECK(strip_emails("A B {a;b;c}@example.com; D", true) == "A B; D");
  CHECK(strip_emails("A; x@y.org", true) == "A;");
}

TEST_CASE("HTML becomes text") {
  const Row rows[] = {
      {"Effect of CO<sub>2</sub> on <i>E. coli</i>", "Effect of CO2 on E. coli"},
      {"CO <sub>2</sub> basalt", "CO2 basalt"},
      {"The genus<i>Veryhachium</i>Deunff 1954", "The genus Veryhachium Deunff 1954"},
      {"<i>Lumbr</i><i>icaria</i> and <i>p</i>H", "Lumbricaria and pH"},
      {"with <scp>CFD</scp> simulations", "with CFD simulations"},
      {"Management &amp;amp; Policy&amp;#160;now", "Management & Policy\u00A0now"},
      {"the&lt;br&gt;Paleozoic", "the Paleozoic"},
      {"x <mml:math xmlns:mml=\"http://www.w3.org/1998/Math/MathML\"><mml:mi>k</mml:mi></mml:math> y",
       "x k y"},
      {"<jats:title>Abstract</jats:title><jats:p>We</jats:p>", " Abstract  We "},
      {"a<!-- note -->b", "ab"},
      {"<inline-formula><tex-math>$x$</tex-math><math>x</math></inline-formula>", "x"},
      {"caf&eacute; &alpha;&ndash;&#946;&#x3B3; &#150;", "café α–βγ –"},
      {"Reservoir&lt;subtitle&gt;Porosity&lt;/subtitle&gt;", "Reservoir Porosity "},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(html_to_text(row.text) == row.result);
    CHECK(html_to_text(row.result) == row.result);
  }
}

TEST_CASE("text that only looks like HTML stays") {
  for (const std::string_view text :
       {"a < b and c > d", "P<0.05", "the token <unk>", "<subject, relation, object>", "</s>", "<i, j> pairs",
        "AT&T", "R&D; and A&M;", "024<0055:NEFLPF>2.3.CO;2", "&unknown;", "&#xD800;", "&#0;", "<", "&", "x<y",
        "<color>", "<a>"}) {
    CAPTURE(text);
    CHECK(html_to_text(text) == text);
  }
}

TEST_CASE("double-encoded UTF-8 is decoded") {
  const Row rows[] = {
      {"UniversitÃ¤t", "Universität"},
      {"Jo MartÃ\u00ADn-MartÃ\u00ADn", "Jo Martín-Martín"},
      {"ÃŽle-de-France", "Île-de-France"},
      {"Ä°stanbul", "İstanbul"},
      {"agentsâ€™ and â€œMurrayâ€™sâ€\u009D", "agents’ and “Murray’s”"},
      {"agentsâ\u0080\u0099 work", "agents’ work"},
      {"systemÃ¢Â€Â™s", "system’s"},
      {"269Â°/s and 8.81Â±0.10", "269°/s and 8.81±0.10"},
      {"640Ã\u0097480", "640×480"},
      {"eï¬€ective", "eﬀective"},
      {"Ï€-ambiguity and Î²-decay", "π-ambiguity and β-decay"},
      {"ÐœÐ¾ÑÐºÐ²Ð°", "ÐœÐ¾ÑÐºÐ²Ð°"},  // a byte is gone: not all of it decodes
      {"ä¸­æ–‡", "中文"},
      {"ðŸ˜€", "😀"},
      {"“cafÃ©”", "“café”"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(repair_double_encoding(row.text) == row.result);
    CHECK(repair_double_encoding(row.result) == row.result);
  }
}

TEST_CASE("ordinary text that would decode is not taken for double-encoded") {
  for (const std::string_view text :
       {"from 2.5 Å–3 Å", "10 Å² and 5 Å³ at 3 Å°", "« liberté\u00A0» et « voilà\u00A0»",
        "“Lukáš” and „Tomáš”", "„Spaß“", "Universit¨at", "Itô’s lemma", "CAFÉ»", "naïve café", "“SÃO”",
        "5 Å”", "Müller–Schmidt", "Ž“", "ÉÈ", "ZÈªµich"}) {
    CAPTURE(text);
    CHECK(repair_double_encoding(text) == text);
  }
}

TEST_CASE("a field is cleaned in one go, and the text before a repair is kept once, without addresses") {
  std::vector<Original> originals;
  FieldCleaner clean(originals);
  CHECK(clean.markup("title", "On <i>labs</i>  &amp; more") == "On labs & more");
  CHECK(clean.markup("abstract", "<p>We\n measure</p>") == "We measure");
  CHECK(clean.plain("affiliations", "UniversitÃ¤t X, a@x.de") == "Universität X");
  CHECK(clean.plain("affiliations", "UniversitÃ¤t X, a@x.de") == "Universität X");
  CHECK(clean.plain("authors", " plain \t name ") == "plain name");
  CHECK(originals ==
        std::vector<Original>{{"title", "On <i>labs</i> &amp; more"}, {"affiliations", "UniversitÃ¤t X"}});
}

TEST_CASE("country names map to ISO codes by table, never by guess") {
  const Row rows[] = {
      {"United States", "US"},
      {"south  korea", "KR"},
      {"Türkiye", "TR"},
      {"Czech Republic", "CZ"},
      {"Czechia", "CZ"},
      {"Russian Federation", "RU"},
      {"Viet Nam", "VN"},
      {"State of Palestine", "PS"},
      {"Kingdom of Saudi Arabia", "SA"},
      {"Hong Kong", "HK"},
      {"Taiwan", "TW"},
      {"Côte d'Ivoire", "CI"},
      {"Unknown", ""},
      {"", ""},
      {"Atlantis", ""},
      {"zimbabwe", "ZW"},
      {"Afghanistan", "AF"},
      {"Åland Islands", "AX"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(country_code(row.text) == row.result);
  }
}
