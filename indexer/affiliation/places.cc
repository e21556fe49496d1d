#include "indexer/affiliation/places.h"

#include <unicode/uloc.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <string>

namespace labtrail::affiliation {
namespace {

struct Row {
  std::string_view name;
  std::string_view code;
};

/// Adjectives of countries, in canonical form.
constexpr Row kAdjectives[] = {
    {"american", "US"},  {"argentine", "AR"},  {"australian", "AU"}, {"austrian", "AT"},
    {"belgian", "BE"},   {"brazilian", "BR"},  {"british", "GB"},    {"bulgarian", "BG"},
    {"canadian", "CA"},  {"chilean", "CL"},    {"chinese", "CN"},    {"colombian", "CO"},
    {"croatian", "HR"},  {"cuban", "CU"},      {"czech", "CZ"},      {"danish", "DK"},
    {"dutch", "NL"},     {"egyptian", "EG"},   {"estonian", "EE"},   {"finnish", "FI"},
    {"french", "FR"},    {"german", "DE"},     {"greek", "GR"},      {"hungarian", "HU"},
    {"indian", "IN"},    {"indonesian", "ID"}, {"iranian", "IR"},    {"iraqi", "IQ"},
    {"irish", "IE"},     {"israeli", "IL"},    {"italian", "IT"},    {"japanese", "JP"},
    {"korean", "KR"},    {"latvian", "LV"},    {"lithuanian", "LT"}, {"malaysian", "MY"},
    {"mexican", "MX"},   {"moroccan", "MA"},   {"nigerian", "NG"},   {"norwegian", "NO"},
    {"pakistani", "PK"}, {"peruvian", "PE"},   {"polish", "PL"},     {"portuguese", "PT"},
    {"romanian", "RO"},  {"russian", "RU"},    {"saudi", "SA"},      {"serbian", "RS"},
    {"slovak", "SK"},    {"slovenian", "SI"},  {"spanish", "ES"},    {"swedish", "SE"},
    {"swiss", "CH"},     {"thai", "TH"},       {"tunisian", "TN"},   {"turkish", "TR"},
    {"ukrainian", "UA"}, {"vietnamese", "VN"}};

constexpr Row kSpoken[] = {
    {"USA", "US"},
    {"U.S.A.", "US"},
    {"US", "US"},
    {"United States of America", "US"},
    {"UK", "GB"},
    {"U.K.", "GB"},
    {"England", "GB"},
    {"Scotland", "GB"},
    {"Wales", "GB"},
    {"Northern Ireland", "GB"},
    {"Great Britain", "GB"},
    {"PRC", "CN"},
    {"PR China", "CN"},
    {"P. R. China", "CN"},
    {"P.R.C.", "CN"},
    {"People's Republic of China", "CN"},
    {"Mainland China", "CN"},
    {"Hong Kong", "HK"},
    {"Hongkong", "HK"},
    {"Macau", "MO"},
    {"Macao", "MO"},
    {"Taiwan", "TW"},
    {"Republic of China", "TW"},
    {"Korea", "KR"},
    {"South Korea", "KR"},
    {"Republic of Korea", "KR"},
    {"ROK", "KR"},
    {"Russia", "RU"},
    {"Russian Federation", "RU"},
    {"USSR", "RU"},
    {"Iran", "IR"},
    {"I.R. Iran", "IR"},
    {"Viet Nam", "VN"},
    {"Vietnam", "VN"},
    {"Brasil", "BR"},
    {"México", "MX"},
    {"Deutschland", "DE"},
    {"Czech Republic", "CZ"},
    {"Czechia", "CZ"},
    {"Türkiye", "TR"},
    {"Turkey", "TR"},
    {"The Netherlands", "NL"},
    {"Holland", "NL"},
    {"UAE", "AE"},
    {"U.A.E.", "AE"},
    {"KSA", "SA"},
    {"Kingdom of Saudi Arabia", "SA"},
    {"Côte d'Ivoire", "CI"},
    {"Ivory Coast", "CI"},
    {"DR Congo", "CD"},
    {"Macedonia", "MK"},
    {"Serbia", "RS"},
    {"Burma", "MM"},
    {"Republic of Ireland", "IE"},
    {"Eire", "IE"},
    {"Hellas", "GR"},
    {"México", "MX"},
};

constexpr Row kRegions[] = {
    {"Alabama", "US"},
    {"Alaska", "US"},
    {"Arizona", "US"},
    {"Arkansas", "US"},
    {"California", "US"},
    {"Georgia", "US"},
    {"Colorado", "US"},
    {"Connecticut", "US"},
    {"Delaware", "US"},
    {"Florida", "US"},
    {"Hawaii", "US"},
    {"Idaho", "US"},
    {"Illinois", "US"},
    {"Indiana", "US"},
    {"Iowa", "US"},
    {"Kansas", "US"},
    {"Kentucky", "US"},
    {"Louisiana", "US"},
    {"Maine", "US"},
    {"Maryland", "US"},
    {"Massachusetts", "US"},
    {"Michigan", "US"},
    {"Minnesota", "US"},
    {"Mississippi", "US"},
    {"Missouri", "US"},
    {"Montana", "US"},
    {"Nebraska", "US"},
    {"Nevada", "US"},
    {"New Hampshire", "US"},
    {"New Jersey", "US"},
    {"New Mexico", "US"},
    {"New York", "US"},
    {"North Carolina", "US"},
    {"North Dakota", "US"},
    {"Ohio", "US"},
    {"Oklahoma", "US"},
    {"Oregon", "US"},
    {"Pennsylvania", "US"},
    {"Rhode Island", "US"},
    {"South Carolina", "US"},
    {"South Dakota", "US"},
    {"Tennessee", "US"},
    {"Texas", "US"},
    {"Utah", "US"},
    {"Vermont", "US"},
    {"Virginia", "US"},
    {"Washington, DC", "US"},
    {"Washington, D.C.", "US"},
    {"West Virginia", "US"},
    {"Wisconsin", "US"},
    {"Wyoming", "US"},
    {"Calif", "US"},
    {"Ontario", "CA"},
    {"Quebec", "CA"},
    {"Québec", "CA"},
    {"British Columbia", "CA"},
    {"Alberta", "CA"},
    {"Manitoba", "CA"},
    {"Saskatchewan", "CA"},
    {"Nova Scotia", "CA"},
    {"New Brunswick", "CA"},
    {"Newfoundland", "CA"},
    {"New South Wales", "AU"},
    {"NSW", "AU"},
    {"Queensland", "AU"},
    {"QLD", "AU"},
    {"South Australia", "AU"},
    {"Western Australia", "AU"},
    {"Tasmania", "AU"},
    {"Anhui", "CN"},
    {"Fujian", "CN"},
    {"Gansu", "CN"},
    {"Guangdong", "CN"},
    {"Guangxi", "CN"},
    {"Guizhou", "CN"},
    {"Hainan", "CN"},
    {"Hebei", "CN"},
    {"Heilongjiang", "CN"},
    {"Henan", "CN"},
    {"Hubei", "CN"},
    {"Hunan", "CN"},
    {"Inner Mongolia", "CN"},
    {"Jiangsu", "CN"},
    {"Jiangxi", "CN"},
    {"Jilin", "CN"},
    {"Liaoning", "CN"},
    {"Ningxia", "CN"},
    {"Qinghai", "CN"},
    {"Shaanxi", "CN"},
    {"Shandong", "CN"},
    {"Shanxi", "CN"},
    {"Sichuan", "CN"},
    {"Tibet", "CN"},
    {"Xinjiang", "CN"},
    {"Yunnan", "CN"},
    {"Zhejiang", "CN"},
    {"浙江", "CN"},
    {"广东", "CN"},
    {"江苏", "CN"},
    {"湖北", "CN"},
    {"湖南", "CN"},
    {"陕西", "CN"},
    {"四川", "CN"},
    {"山东", "CN"},
    {"安徽", "CN"},
    {"福建", "CN"},
    {"河南", "CN"},
    {"河北", "CN"},
    {"辽宁", "CN"},
    {"吉林", "CN"},
    {"黑龙江", "CN"},
    {"江西", "CN"},
    {"山西", "CN"},
    {"云南", "CN"},
    {"贵州", "CN"},
    {"甘肃", "CN"},
    {"海南", "CN"},
    {"Tamil Nadu", "IN"},
    {"Karnataka", "IN"},
    {"Kerala", "IN"},
    {"Maharashtra", "IN"},
    {"Uttar Pradesh", "IN"},
    {"West Bengal", "IN"},
    {"Gujarat", "IN"},
    {"Rajasthan", "IN"},
    {"Andhra Pradesh", "IN"},
    {"Telangana", "IN"},
    {"Odisha", "IN"},
    {"Assam", "IN"},
    {"Bavaria", "DE"},
    {"Bayern", "DE"},
    {"Saxony", "DE"},
    {"Lower Saxony", "DE"},
    {"Catalonia", "ES"},
    {"Andalusia", "ES"},
    {"Lombardy", "IT"},
    {"Tuscany", "IT"},
    {"Hokkaido", "JP"},
    {"Minas Gerais", "BR"},
    {"Rio Grande do Sul", "BR"},
    {"Bahia", "BR"},
};

constexpr std::string_view kStates[] = {
    "AB", "AK", "AL", "AR", "AZ", "BC", "CA", "CO", "CT", "DC", "DE", "FL", "GA", "HI", "IA",
    "ID", "IL", "IN", "KS", "KY", "LA", "MA", "MB", "MD", "ME", "MI", "MN", "MO", "MS", "MT",
    "NB", "NC", "ND", "NE", "NH", "NJ", "NL", "NM", "NS", "NV", "NY", "OH", "OK", "ON", "OR",
    "PA", "QC", "RI", "SC", "SD", "SK", "TN", "TX", "UT", "VA", "VT", "WA", "WI", "WV", "WY"};

constexpr std::array kLanguages{"en", "zh", "zh_Hant", "ja", "ko", "fr", "de", "es", "pt",
                                "it", "nl", "ru",      "ar", "fa", "tr", "pl", "vi"};

/// Cities whose names are a letter away from those of institutions elsewhere, or stand for them in many
/// strings.
constexpr Row kCities[] = {
    {"Beijing", "CN"},   {"Shanghai", "CN"}, {"Guangzhou", "CN"}, {"Shenzhen", "CN"},     {"Hangzhou", "CN"},
    {"Nanjing", "CN"},   {"Nanchang", "CN"}, {"Nanning", "CN"},   {"Nantong", "CN"},      {"Nanyang", "CN"},
    {"Changchun", "CN"}, {"Changsha", "CN"}, {"Changzhou", "CN"}, {"Chengdu", "CN"},      {"Chongqing", "CN"},
    {"Dalian", "CN"},    {"Dongguan", "CN"}, {"Foshan", "CN"},    {"Fuzhou", "CN"},       {"Guilin", "CN"},
    {"Guiyang", "CN"},   {"Haikou", "CN"},   {"Harbin", "CN"},    {"Hefei", "CN"},        {"Jinan", "CN"},
    {"Kunming", "CN"},   {"Lanzhou", "CN"},  {"Luoyang", "CN"},   {"Mianyang", "CN"},     {"Ningbo", "CN"},
    {"Qingdao", "CN"},   {"Quanzhou", "CN"}, {"Shenyang", "CN"},  {"Shijiazhuang", "CN"}, {"Suzhou", "CN"},
    {"Taiyuan", "CN"},   {"Tianjin", "CN"},  {"Weihai", "CN"},    {"Wenzhou", "CN"},      {"Wuhan", "CN"},
    {"Xiamen", "CN"},    {"Xuzhou", "CN"},   {"Yangzhou", "CN"},  {"Yantai", "CN"},       {"Zhengzhou", "CN"},
    {"Zhenjiang", "CN"}, {"Zhuhai", "CN"},   {"Salford", "GB"},   {"Manchester", "GB"},   {"Bedford", "GB"},
    {"Bradford", "GB"},  {"Hartford", "US"}, {"Cambridge", "GB"}, {"Cambridge", "US"},
};

}  // namespace

void each_city_name(const std::function<void(std::string_view, std::string_view)>& visit) {
  for (const Row& row : kCities) visit(row.name, row.code);
}

namespace {

bool is_latin(const UChar* text, std::int32_t length) {
  return std::all_of(text, text + length, [](UChar c) { return c < 0x250; });
}

}  // namespace

void each_country_name(const std::function<void(std::string_view, std::string_view)>& visit) {
  for (const Row& row : kSpoken) visit(row.name, row.code);
  for (const char* const* code = uloc_getISOCountries(); *code != nullptr; ++code) {
    // Not in ISO 3166-1: parts of Spain and Britain, and others that ICU keeps.
    constexpr std::string_view kNotCountries[] = {"AC", "CP", "CQ", "DG", "EA", "IC", "TA"};
    if (std::find(std::begin(kNotCountries), std::end(kNotCountries), *code) != std::end(kNotCountries))
      continue;
    const std::string locale = std::string("und_") + *code;
    for (const char* language : kLanguages) {
      UChar name[128];
      UErrorCode status = U_ZERO_ERROR;
      const std::int32_t length = uloc_getDisplayCountry(locale.c_str(), language, name, 128, &status);
      // A default means that this language has no name of its own for it.
      if (U_FAILURE(status) != 0 || status == U_USING_DEFAULT_WARNING || length <= 0 || length > 127)
        continue;
      std::string text;
      icu::UnicodeString(name, length).toUTF8String(text);
      // Short names of other languages are other words in English: Çad (Chad) is CAD, Fas (Morocco) is FAS.
      const bool english = std::string_view(language) == "en";
      if (length <= 4 && !english && is_latin(name, length)) continue;
      if (text.size() > 2) visit(text, *code);
    }
  }
}

void each_region_name(const std::function<void(std::string_view, std::string_view)>& visit) {
  for (const Row& row : kRegions) visit(row.name, row.code);
}

std::string_view state_country(std::string_view capitals) {
  constexpr std::string_view kProvinces[] = {"AB", "BC", "MB", "NB", "NL", "NS", "ON", "QC", "SK"};
  if (!std::binary_search(std::begin(kStates), std::end(kStates), capitals)) return {};
  return std::find(std::begin(kProvinces), std::end(kProvinces), capitals) != std::end(kProvinces) ? "CA"
                                                                                                   : "US";
}

std::string_view adjective_country(std::string_view word) {
  const auto* const at = std::find_if(std::begin(kAdjectives), std::end(kAdjectives),
                                      [&](const Row& row) { return row.name == word; });
  return at == std::end(kAdjectives) ? std::string_view{} : at->code;
}

}  // namespace labtrail::affiliation
