// What is a word in Latin text, and which bytes it covers.
#include <catch2/catch.hpp>

#include "tests/unit/analyzer/tokens.h"

using labtrail::format::fold;
using labtrail::tests::spans;
using labtrail::tests::words;

namespace {
struct Row {
  std::string_view text;
  std::string_view words;
};
}  // namespace

TEST_CASE("runs of ASCII letters and digits are words, lower-cased") {
  const Row rows[] = {
      {"", ""},
      {" ,.;-- ", ""},
      {"Deep Learning", "deep learning"},
      {"COVID-19", "covid 19"},
      {"snake_case", "snake case"},
      {"H2O, 3D and ResNet50", "h2o 3d and resnet50"},
      {"3.14 1,000 10-20", "3 14 1 000 10 20"},
      {"a/b (c) [d] {e} <f>", "a b c d e f"},
      {"\\alpha_{i}^2 $x$", "alpha i 2 x"},
      {"mail@example.org", "mail example org"},
      {"tab\tnew\nline\0nul", "tab new line"},
  };
  for (const Row& row : rows) CHECK(words(row.text) == row.words);
  CHECK(words(std::string_view("a\0b", 3)) == "a b");
}

TEST_CASE("single letters joined by dots are one word") {
  const Row rows[] = {
      {"U.S.A.", "usa"},       {"the U.S. Army", "the us army"},
      {"U.K", "uk"},           {"i.i.d. samples, e.g. these", "iid samples eg these"},
      {"U.S.'s", "us s"},      {"U.S's", "us"},
      {"J. Smith", "j smith"}, {"J.Smith", "j smith"},
      {"Ph.D.", "ph d"},       {"G.729", "g 729"},
      {"a.b.c1", "ab c1"},     {"S.p.A.", "spa"},
      {"x.y", "xy"},           {"U.S.–China", "us china"},
      {"A.é", "a e"},          {"A.B.é", "ab e"},
  };
  for (const Row& row : rows) CHECK(words(row.text) == row.words);
}

TEST_CASE("the names of C++ and C# are words") {
  const Row rows[] = {
      {"C++ and C#", "c++ and c#"},
      {"C++17, c++", "c++ 17 c++"},
      {"C#语言", "c# 语 言"},
      {"A+B", "a b"},
      {"C+", "c"},
      {"C+++", "c"},
      {"A#1", "a 1"},
      {"grade A+, tc++", "grade a tc"},
  };
  for (const Row& row : rows) CHECK(words(row.text) == row.words);
}

TEST_CASE("an apostrophe joins, parts elided words, and goes with the possessive s") {
  const Row rows[] = {
      {"Alzheimer's disease", "alzheimer disease"},
      {"Alzheimer’s", "alzheimer"},
      {"ALZHEIMER'S", "alzheimer"},
      {"the students' work", "the students work"},
      {"don't, we're", "dont were"},
      {"Xi'an Jiaotong", "xian jiaotong"},
      {"Xi’an", "xian"},
      {"Xi`an Xi´an Xiʼan Xi′an", "xian xian xian xian"},
      {"O'Brien", "obrien"},
      {"Be'er Sheva", "beer sheva"},
      {"Qurʾān Hawaiʻi", "quran hawaii"},
      {"ʿUmar", "umar"},
      {"l'école L’Aquila", "l ecole l aquila"},
      {"Università dell'Aquila", "universita dell aquila"},
      {"aujourd'hui", "aujourd hui"},
      {"Côte d'Ivoire", "cote d ivoire"},
      {"'quoted' ``TeX''", "quoted tex"},
      {"rock'n'roll", "rocknroll"},
      {"the 90's 5'3", "the 90 5 3"},
      {"м'ята", "мята"},
      {"'s-Hertogenbosch", "s hertogenbosch"},
      {"Côte's", "cote"},
      {"s's", "s"},
  };
  for (const Row& row : rows) CHECK(words(row.text) == row.words);
}

TEST_CASE("accents, strokes and ligatures of Latin letters are folded") {
  const Row rows[] = {
      {"Café Cafe\u0301 CAFÉ", "cafe cafe cafe"},
      {"Müller Muller MÜLLER", "muller muller muller"},
      {"Łódź", "lodz"},
      {"Ørsted København Århus", "orsted kobenhavn arhus"},
      {"Straße STRASSE ẞ", "strasse strasse ss"},
      {"Đà Nẵng, Việt Nam", "da nang viet nam"},
      {"İstanbul ISTANBUL ıstanbul Istanbul", "istanbul istanbul istanbul istanbul"},
      {"Türkçe Ğ", "turkce g"},
      {"cœur Æsop", "coeur aesop"},
      {"Þingvellir Ísland", "thingvellir island"},
      {"ﬁeld eﬃcient", "field efficient"},
      {"col·laboració", "collaboracio"},
      {"N·m", "n m"},
      {"naïve-Bayes", "naive bayes"},
      {"Ǆ ĳ ŉ", "dz ij n"},
  };
  for (const Row& row : rows) CHECK(words(row.text) == row.words);
}

TEST_CASE("accents that stand alone, as in text from PDF files, belong to their word") {
  const Row rows[] = {
      {"T¨ubingen Universit´e Cˆote Ko¸c", "tubingen universite cote koc"},
      {"Universit ´e de Montr ´eal", "universite de montreal"},
      {"M ¨unchen, Universit ¨at S ˜ao", "munchen universitat sao"},
      {"Mart´ınez Lule ˚a", "martinez lulea"},
      {"´Ecole Paris ´Ecole", "ecole paris ecole"},
      {"where ˆx and ¯x", "where x and x"},
      {"the `word' a ´ b", "the word a b"},
      {"2 ¨a", "2 a"},
  };
  for (const Row& row : rows) CHECK(words(row.text) == row.words);
  CHECK(spans("at T ¨ubingen.") == "[at][T ¨ubingen]");
}

TEST_CASE("compatibility forms are what they stand for") {
  const Row rows[] = {
      {"ＡＢＣ１２３", "abc123"},
      {"𝐱 𝛼 ℝ µ Ω", "x α r μ ω"},
      {"H₂O CO₂", "h2o co2"},
      {"x² R²", "x2 r2"},
      {"Wang¹² Lab¹, km²", "wang 12 lab 1 km 2"},
      {"½ 1½", "1 2 1 1 2"},
      {"Ⅷ", "viii"},
      {"5㎏", "5 kg"},
      {"Foo™ ® ©", "foo"},
      {"٣٤ ۱۴۰۰ १२३", "34 1400 123"},
      {"① ⑫", "1 12"},
  };
  for (const Row& row : rows) CHECK(words(row.text) == row.words);
}

TEST_CASE("soft hyphens and zero width characters inside words are removed") {
  const Row rows[] = {
      {"hy\u00ADphen", "hyphen"},
      {"zero\u200Bwidth \u2060wo\u2060rd\uFEFF", "zerowidth word"},
      {"\u200E\u202Bab\u202Cc", "abc"},
  };
  for (const Row& row : rows) CHECK(words(row.text) == row.words);
}

TEST_CASE("a span covers the bytes that made the word, no more") {
  const Row rows[] = {
      {"Alzheimer's disease.", "[Alzheimer][disease]"},
      {"the U.S. Army", "[the][U.S][Army]"},
      {"in C++, C#.", "[in][C++][C#]"},
      {"Xi'an 'x'", "[Xi'an][x]"},
      {"L'École", "[L][École]"},
      {"cafe\u0301!", "[cafe\u0301]"},
      {"之江Lab", "[之][江][Lab]"},
      {"ab\u200B ｶﾞ", "[ab][ｶﾞ]"},
      {"a㍿b", "[a][㍿][][][][b]"},
      {"Lab¹²", "[Lab][¹²]"},
      {"½", "[½][]"},
      {"ﬁne", "[ﬁne]"},
  };
  for (const Row& row : rows) CHECK(spans(row.text) == row.words);
}

TEST_CASE("folded text joins words by spaces and ideographs by nothing") {
  const Row rows[] = {
      {"Zhejiang  Lab, (ZJL)", "zhejiang lab zjl"},
      {"之江實驗室", "之江实验室"},
      {"之江 实验室", "之江实验室"},
      {"ABC大学 Lab", "abc 大学 lab"},
      {"Université de Montréal", "universite de montreal"},
      {"", ""},
  };
  for (const Row& row : rows) CHECK(fold(row.text) == row.words);
}

TEST_CASE("words are cut at a character boundary") {
  const std::string ascii(1000, 'a');
  CHECK(words(ascii) == std::string(128, 'a'));
  CHECK(spans(ascii) == "[" + ascii + "]");
  std::string greek;
  for (int i = 0; i < 1000; ++i) greek += "λ";
  CHECK(words("x" + greek) == "x" + greek.substr(0, 126));
  std::string dotted;
  for (int i = 0; i < 1000; ++i) dotted += "a.";
  CHECK(words(dotted) == std::string(128, 'a'));
}
