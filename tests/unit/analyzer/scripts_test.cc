// Every script by its own rules; two spellings of one word give the same tokens.
#include <catch2/catch.hpp>

#include "tests/unit/analyzer/tokens.h"

using labtrail::format::Analyzer;
using labtrail::format::Token;
using labtrail::tests::words;

namespace {
struct Row {
  std::string_view text;
  std::string_view words;
};
}  // namespace

TEST_CASE("every spelling of a lab gives the same tokens") {
  const std::string_view spellings[] = {
      "之江实验室", "之江實驗室", "之江 实验室", "之江實验室", "之江实驗室", "\u2F02江实验室",
  };
  for (std::size_t i = 0; i < 5; ++i) CHECK(words(spellings[i]) == "之 江 实 验 室");
  CHECK(words("國家重點實驗室") == words("国家重点实验室"));
  CHECK(words("清華大學") == words("清华大学"));
  CHECK(words("⼤学") == words("大学"));      // a Kangxi radical, as in text from PDF files
  CHECK(words("\uF90A融") == words("金融"));  // a compatibility ideograph
}

TEST_CASE("Han, Kana and Hangul are a token a character") {
  const Row rows[] = {
      {"日本語", "日 本 语"},
      {"時々〇", "时 々 〇"},
      {"カタカナ ひらがな", "カ タ カ ナ ひ ら が な"},
      {"データベース", "デ ー タ ベ ー ス"},
      {"ﾃﾞｰﾀ", "デ ー タ"},
      {"か\u3099", "が"},
      {"か\u309A", "か"},
      {"한국어", "한 국 어"},
      {"\u1112\u1161\u11AB글", "한 글"},
      {"深度学习LSTM模型", "深 度 学 习 lstm 模 型"},
      {"A大学", "a 大 学"},
      {"2019年", "2019 年"},
      {"《中国》，、。", "中 国"},
      {"㍿㈱", "株 式 会 社 株"},
      {"邉\U000E0101", "邉"},
      {"𠀀𪚥", "𠀀 𪚥"},
      {"ㄅㄆ", "ㄅ ㄆ"},
  };
  for (const Row& row : rows) CHECK(words(row.text) == row.words);
}

TEST_CASE("ideographs are marked as such, words are not") {
  Analyzer analyzer;
  std::vector<Token> tokens;
  analyzer.analyze("Lab 之江 ไทย カ 한 ー", "zh", tokens);
  std::string marks;
  for (const Token& token : tokens) marks += token.ideograph ? 'i' : 'w';
  CHECK(marks == "wiiwiii");
}

TEST_CASE("Greek and Cyrillic letters lose their accents, but not what makes another letter") {
  const Row rows[] = {
      {"Ελλάς ΕΛΛΑΣ", "ελλασ ελλασ"},     {"ᾳ α\u0345 ΐ", "α α ι"},
      {"Москва МОСКВА", "москва москва"}, {"ёлка елка Ёлка е\u0308лка", "елка елка елка елка"},
      {"й и\u0306 Й", "й й й"},           {"Київ КИЇВ Киі\u0308в", "київ київ київ"},
      {"за\u0301мок", "замок"},
  };
  for (const Row& row : rows) CHECK(words(row.text) == row.words);
}

TEST_CASE("Indic words keep their signs") {
  const Row rows[] = {
      {"हिन्दी", "हिन्दी"},
      {"\u0958", "\u0915\u093C"},
      {"\u0915\u093C", "\u0915\u093C"},
      {"বাংলা \u09C7\u09BE", "বাংলা"},
      {"ক\u09C7\u09BE", "ক\u09CB"},
      {"தமிழ்", "தமிழ்"},
      {"क्\u200Dष", "क्ष"},
  };
  for (const Row& row : rows) CHECK(words(row.text) == row.words);
}

TEST_CASE("Arabic and Persian spellings of one letter are one") {
  const Row rows[] = {
      {"أحمد إحمد آحمد احمد", "احمد احمد احمد احمد"},
      {"ا\u0654حمد", "احمد"},
      {"مُحَمَّد", "محمد"},
      {"العـــربية", "العربيه"},
      {"مدرسة مدرسه", "مدرسه مدرسه"},
      {"على علي علی", "علي علي علي"},
      {"کتاب كتاب", "كتاب كتاب"},
      {"می\u200Cخواهم", "ميخواهم"},
      {"میخواهم", "ميخواهم"},
      {"فارسی می\u200Cخواهم", "فارسي ميخواهم"},
      {"\u0648\u0654 ؤ", "ؤ ؤ"},
      {"ﻣﺤﻤﺪ", "محمد"},
  };
  for (const Row& row : rows) CHECK(words(row.text) == row.words);
}

TEST_CASE("Hebrew words lose their points and keep their abbreviations whole") {
  const Row rows[] = {
      {"שָׁלוֹם", "שלום"},
      {"צה\"ל צה״ל", "צהל צהל"},
      {"\"שלום\"", "שלום"},
  };
  for (const Row& row : rows) CHECK(words(row.text) == row.words);
}

TEST_CASE("Thai, Lao, Khmer and Burmese are cut into words") {
  const Row rows[] = {
      {"ภาษาไทย", "ภาษา ไทย"},
      {"น้ำ น\u0E49\u0E4D\u0E32", "น้ำ น้ำ"},
      {"๒๕๖๐", "2560"},
      {"ภาษา\u200Bไทย", "ภาษา ไทย"},
  };
  for (const Row& row : rows) CHECK(words(row.text) == row.words);
  for (const std::string_view text : {"ມະຫາວິທະຍາໄລ", "ភាសាខ្មែរ", "မြန်မာဘာသာ"}) {
    CAPTURE(text);
    CHECK(!words(text).empty());
    CHECK(words(words(text)) == words(text));
  }
}

TEST_CASE("scripts without rules of their own still make words") {
  const Row rows[] = {
      {"Հայաստան", "հայաստան"},
      {"საქართველო", "საქართველო"},
      {"አማርኛ", "አማርኛ"},
      {"ᏣᎳᎩ", "ᏣᎳᎩ"},
  };
  for (const Row& row : rows) CHECK(words(row.text) == row.words);
}
