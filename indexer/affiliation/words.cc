#include "indexer/affiliation/words.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "corpus/base/text.h"

namespace labtrail::affiliation {
namespace {

/// One line a canonical word: the words that are written as it.
struct Family {
  std::string_view canonical;
  std::string_view members;
};

constexpr Family kFamilies[] = {
    {"university",
     "univ unv universiteit universitaet universitat universite universitas universita "
     "universitatea "
     "universidad universidade universitet universitetet universitet universiti uniwersytet univerzita "
     "univerziteta univerzitet sveuciliste egyetem universitesi yliopisto "
     "uni universit universities università"},
    {"institute",
     "inst instit institut instituto istituto instytut institutt institutet institutul instituut instituts "
     "institution institutions ins"},
    {"laboratory",
     "lab labs laboratories laboratorio laboratoire laboratori labo "
     "laboratorium"},
    {"department", "dept dep depart departement departamento dipartimento departments dpt depts departament"},
    {"technology",
     "tech technol techn tec technologies technologie technologi tecnologia tecnologias teknoloji "
     "tecnologico technical "
     "technische technischen technique technica tecnica tecnico technicka techniczny teknik tekniska "
     "technological "
     "tecnologica technologique"},
    {"science", "sci scis sciences ciencias ciencia scienze wissenschaften sc ciencies stiinte nauk ciencas"},
    {"scientific", "scientifique scientifica cientifica cientificas"},
    {"national", "natl nat nacional nazionale nationale nationaal narodowy ulusal natn"},
    {"academy", "acad academies academia akademie akademia akademi academie accademia akademii"},
    {"engineering", "engn engng engineer ingenieria engenharia ingenierie ingegneria engg"},
    {"college", "coll colleges colegio collegio kolegium"},
    {"school", "sch schools escuela escola ecole scuola schule skole"},
    {"faculty", "fac facultad faculdade faculte facolta fakultat fakultet fakultesi faculties fakulta"},
    {"research",
     "res recherche recherches investigacion investigaciones pesquisa pesquisas ricerca ricerche forschung "
     "onderzoek badan rsch"},
    {"centre", "ctr center centers centres centro centrum zentrum cent centar centru zentren keskus"},
    {"hospital",
     "hosp hospitals hopital hopitaux ospedale krankenhaus klinikum spital sjukhus sygehus hospitalier "
     "hospitalar"},
    {"medical", "med medico medica medicale medizinische medicas"},
    {"medicine", "medicina medecine medizin medicines"},
    {"polytechnic",
     "polytech polytechnique politecnica politecnico polytechnical politechnika politehnica polytechnics"},
    {"autonomous", "autonoma autonomo autonome"},
    {"catholic", "catolica cattolica catholique katholische katolicki katholieke"},
    {"federal", "federale fed"},
    {"state", "estatal estadual statale estado"},
    {"pedagogical", "pedagogica pedagogico"},
    {"agricultural", "agr agric agraria agricola"},
    {"agriculture", "agricultura agriculture"},
    {"physics", "phys physik physique fisica"},
    {"chemistry", "chem chemie chimie quimica chimica"},
    {"biology", "biol biologia biologie"},
    {"mathematics", "math maths matematica matematicas mathematik mathematiques"},
    {"computer", "comput comp computers computing"},
    {"computation", "computational"},
    {"electronic", "electron elect"},
    {"electrical", "elec electr"},
    {"mechanical", "mech"},
    {"information", "info inf informat"},
    {"aeronautics", "aeronaut aeronautical"},
    {"astronautics", "astronaut"},
    {"international", "intl int internacional internazionale internationale"},
    {"foundation", "fdn fundacion fundacao fondazione fondation stiftung"},
    {"ministry", "minist ministerio ministere ministero ministerium"},
    {"council", "consejo conselho consiglio conseil"},
    {"association", "assoc asociacion associacao associazione verein"},
    {"society", "soc gesellschaft sociedad sociedade"},
    {"environment", "environ environmental medio"},
    {"management", "mgmt manag"},
    {"development", "dev devel"},
    {"applied", "appl aplicada aplicadas appliquees applicata"},
    {"group", "grp"},
    {"corporation", "corp"},
    {"defense", "defence"},
    {"saint", "st ste"},
    {"republic", "rep republica"},
    {"people", "peoples"},
    {"health", "salud saude sante salute gesundheit"},
    {"general", "generale gen"},
    {"veterinary", "vet veterinaria"},
    {"advanced", "adv"},
    {"intelligence", "intell intelligent"},
    {"automation", "autom"},
    {"industry", "industrial ind"},
    {"and", "and"},
    // Capital I and small L look alike.
    {"ai", "al"},
    // Cities with two common names.
    {"vienna", "wien vienne viena"},
    {"munich", "munchen muenchen munchener"},
    {"cologne", "koln koeln"},
    {"rome", "roma"},
    {"milan", "milano"},
    {"turin", "torino"},
    {"florence", "firenze"},
    {"naples", "napoli"},
    {"genoa", "genova"},
    {"venice", "venezia"},
    {"padua", "padova"},
    {"geneva", "geneve genf ginebra"},
    {"zurich", "zuerich"},
    {"basel", "basle"},
    {"bern", "berne"},
    {"prague", "praha"},
    {"warsaw", "warszawa warszawski"},
    {"krakow", "cracow"},
    {"lisbon", "lisboa"},
    {"porto", "oporto"},
    {"seville", "sevilla"},
    {"brussels", "bruxelles brussel"},
    {"antwerp", "antwerpen"},
    {"ghent", "gent gand"},
    {"leuven", "louvain"},
    {"copenhagen", "kobenhavn koebenhavn"},
    {"gothenburg", "goteborg goeteborg"},
    {"athens", "athina"},
    {"moscow", "moskva moskau"},
    {"bucharest", "bucuresti"},
    {"belgrade", "beograd beogradu"},
    {"strasbourg", "strassburg"},
    {"gottingen", "goettingen"},
    {"tubingen", "tuebingen"},
    {"wurzburg", "wuerzburg"},
    {"lubeck", "luebeck"},
    {"dusseldorf", "duesseldorf"},
    {"nurnberg", "nuernberg nuremberg"},
    {"hannover", "hanover"},
    {"kyiv", "kiev"},
    {"beijing", "peking"},
    {"bengaluru", "bangalore"},
};

/// Skipped by every comparison. Legal forms among them: "Hikvision Co., Ltd." is Hikvision.
constexpr std::string_view kJoining =
    "the of and for at in on de la le les des du di da do dos das del della delle dell degli dei el los las "
    "y e et und "
    "der die das fur zu zur zum von van voor och og i en an a with "
    "co ltd inc llc gmbh plc limited incorporated company pvt pty kgaa";

constexpr std::string_view kUnits =
    "department school faculty college institute laboratory centre division section unit group team program "
    "programme "
    "hospital clinic chair program graduate office branch campus key state joint subdivision bureau service "
    "laboratory observatory station library museum committee";

constexpr std::string_view kCommon =
    "university institute laboratory department technology technical technological science scientific "
    "national academy "
    "engineering college school faculty research centre hospital medical excellence medicine polytechnic "
    "autonomous catholic "
    "federal state pedagogical agricultural agriculture physics chemistry biology mathematics computer "
    "computation "
    "electronic electrical mechanical information international foundation ministry council association "
    "society "
    "environment management development applied group corporation defense republic people health general "
    "veterinary "
    "advanced intelligence automation industry artificial joint key division section unit service bureau "
    "public "
    "education teacher normal nursing clinical clinic cancer heart children child central royal first second "
    "third "
    "east west north south eastern western northern southern system systems bioscience biomedical "
    "biotechnology "
    "bioinformatic genetic genomic molecular cell neuroscience brain psychology psychiatry surgery oncology "
    "cardiology "
    "pharmacy pharmaceutical pharmacology nutrition food plant animal marine ocean water earth geology "
    "geological "
    "geography astronomy space energy nuclear power material nanotechnology nano optic photonic electronic "
    "communication telecommunication software network data digital security law business economic economics "
    "finance "
    "commerce art arts design architecture language linguistic humanity social study policy history "
    "philosophy "
    "theology music library museum archive observatory government city municipal provincial regional "
    "district county "
    "community family life natural experimental theoretical fundamental basic modern new innovation "
    "transport "
    "transportation traffic railway aviation aerospace military army navy naval air force police fire mining "
    "mine "
    "petroleum oil gas chemical textile forestry forest fishery veterinary dental dentistry ophthalmology "
    "eye "
    "immunology infection infectious disease epidemiology tropical microbiology virology biochemistry "
    "biophysics "
    "metabolism diabetes endocrinology radiology radiation nuclear pathology anatomy physiology neurology "
    "urology "
    "emergency rehabilitation sport sports exercise physical therapy care home welfare women maternal "
    "pediatric "
    "graduate postgraduate open distance teaching training learning technologist expert human resource "
    "control "
    "prevention evaluation standard quality assurance safety occupational labor work employment statistics "
    "census "
    "meteorology meteorological climate weather polar mountain desert agro agronomy crop soil horticulture "
    "seed "
    "livestock dairy biodiversity ecology conservation wildlife zoology botany entomology institute team "
    "office "
    "authority agency board commission committee union federation alliance consortium trust fund bank "
    "company program "
    "project initiative platform facility complex park campus";

std::unordered_set<std::string> words_of(std::string_view list) {
  std::unordered_set<std::string> set;
  std::size_t at = 0;
  while (at < list.size()) {
    const std::size_t end = std::min(list.find(' ', at), list.size());
    if (end > at) set.emplace(list.substr(at, end - at));
    at = end + 1;
  }
  return set;
}

struct Tables {
  std::unordered_map<std::string, std::string> canonical;
  std::unordered_set<std::string> joining = words_of(kJoining);
  std::unordered_set<std::string> units = words_of(kUnits);
  std::unordered_set<std::string> common = words_of(kCommon);
  Tables() {
    for (const Family& family : kFamilies) {
      for (const std::string& member : words_of(family.members)) canonical.emplace(member, family.canonical);
      canonical.emplace(family.canonical, family.canonical);
    }
  }
};

const Tables& tables() {
  static const Tables made;
  return made;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_ascii_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Cyrillic and Greek letters that look like Latin ones, folded (lower case).
char latin_twin(char32_t c) {
  switch (c) {
    case U'а':
      return 'a';
    case U'в':
      return 'b';
    case U'с':
      return 'c';
    case U'е':
      return 'e';
    case U'һ':
    case U'н':
      return 'h';
    case U'і':
    case U'ι':
      return 'i';
    case U'ј':
      return 'j';
    case U'к':
    case U'κ':
      return 'k';
    case U'м':
      return 'm';
    case U'о':
    case U'ο':
      return 'o';
    case U'р':
    case U'ρ':
      return 'p';
    case U'ѕ':
      return 's';
    case U'т':
    case U'τ':
      return 't';
    case U'у':
    case U'υ':
      return 'y';
    case U'х':
    case U'χ':
      return 'x';
    case U'α':
      return 'a';
    case U'ν':
      return 'v';
    case U'ε':
      return 'e';
    case U'η':
      return 'n';
    case U'β':
      return 'b';
    default:
      return '\0';
  }
}

/// A word that mixes Latin letters with look-alikes of other scripts, in Latin; anything else as it is.
std::string without_homoglyphs(std::string_view folded) {
  bool latin = false;
  bool other = false;
  for (const char c : folded) {
    if (is_ascii_letter(c)) latin = true;
    if (static_cast<unsigned char>(c) >= 0xCD && static_cast<unsigned char>(c) <= 0xD4) other = true;
  }
  if (!latin || !other) return std::string(folded);
  std::string out;
  for (std::size_t at = 0; at < folded.size();) {
    const std::size_t begin = at;
    const char32_t c = base::next_code_point(folded, at);
    const char twin = c < 0x80 ? static_cast<char>(c) : latin_twin(c);
    if (twin != '\0') {
      out += twin;
    } else {
      out += folded.substr(begin, at - begin);
    }
  }
  return out;
}

/// Both sides lose a plural s, so that names and strings agree whatever it stood for.
void drop_plural(std::string& word) {
  if (word.size() < 6 || word.back() != 's') return;
  const std::string_view end = std::string_view(word).substr(word.size() - 2);
  if (end == "ss" || end == "us" || end == "is" || end == "os" || end == "cs") return;
  word.pop_back();
}

Break break_between(std::string_view gap) {
  Break found = Break::none;
  for (std::size_t at = 0; at < gap.size();) {
    const char32_t c = base::next_code_point(gap, at);
    switch (c) {
      case U',':
      case U';':
      case U'|':
      case U'(':
      case U')':
      case U'[':
      case U']':
      case U'{':
      case U'}':
      case U'\n':
      case U'\t':
      case U'，':
      case U'；':
      case U'、':
      case U'（':
      case U'）':
      case U'•':
      case U'·':
      case U'。':
      case U':':
      case U'：':
      case U'"':
      case U'“':
      case U'”':
      case U'†':
      case U'‡':
      case U'♡':
      case U'∗':
      case U'*':
      case U'§':
      case U'¶':
        return Break::strong;
      case U'&':
      case U'/':
      case U'—':
      case U'–':
      case U'+':
      case U'#':
      case U'\\':
        found = Break::weak;
        break;
      case U'-':
        if (gap.size() > 2) found = Break::weak;
        break;
      default:
        break;
    }
  }
  // Where a source has dropped its commas, two spaces are what is left of one.
  if (gap == "  " || gap == "   ") found = Break::weak;
  return found;
}

}  // namespace

std::string canonical_word(std::string_view folded) {
  const Tables& known = tables();
  std::string word = without_homoglyphs(folded);
  if (const auto at = known.canonical.find(word); at != known.canonical.end()) return at->second;
  drop_plural(word);
  if (const auto at = known.canonical.find(word); at != known.canonical.end()) return at->second;
  return word;
}

bool is_unit_word(std::string_view canonical) {
  return tables().units.contains(std::string(canonical));
}
bool is_common_word(std::string_view canonical) {
  return tables().common.contains(std::string(canonical));
}

/// Where two words were printed as one ("addressGoogle", "UniversitédeLyon", "UniversityThanyaburi"): 0 =
/// nowhere. Only where one side is a word that no name begins with, or that stands in most: names, too, have
/// capitals inside ("SenseTime").
std::size_t torn(std::string_view word) {
  constexpr std::string_view kLead[] = {"address", "formerly", "currently", "now", "at", "from", "with"};
  const auto lower = [](char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; };
  for (std::size_t at = 2; at + 4 <= word.size(); ++at) {
    if (word[at] < 'A' || word[at] > 'Z' || !lower(word[at - 1])) continue;
    const std::string left = format::fold(word.substr(0, at));
    const std::string right = canonical_word(format::fold(word.substr(at)));
    const bool lead = std::find(std::begin(kLead), std::end(kLead), left) != std::end(kLead);
    // "atNVIDIA", yet not "fromIBM" of a name in capitals.
    if (!lower(word[at + 1]) && !(lead && word[0] >= 'a')) continue;
    if (lead || (left.size() >= 6 && canonical_word(left) == "university") ||
        (right == "university" && left.size() >= 2))
      return at;
  }
  return 0;
}

/// Line ends and characters that a data source has written as marks ("Tarbiat#N#Modares", "&quot;"), blanked
/// without moving anything; the text itself where there are none.
std::string_view WordReader::unmarked(std::string_view text) {
  constexpr std::pair<std::string_view, char> kMarks[] = {
      {"#TAB#", ' '}, {"#N#", ' '}, {"#R#", ' '}, {"&quot;", '"'}, {"&amp;", '&'}};
  if (text.find('#') == std::string_view::npos && text.find("&quot;") == std::string_view::npos &&
      text.find("&amp;") == std::string_view::npos)
    return text;
  unmarked_ = text;
  for (const auto& [mark, stands_for] : kMarks) {
    for (std::size_t at = 0; (at = unmarked_.find(mark, at)) != std::string::npos; at += mark.size()) {
      unmarked_.replace(at, mark.size(), mark.size(), ' ');
      unmarked_[at] = stands_for;
    }
  }
  return unmarked_;
}

void WordReader::read(std::string_view text, std::vector<Word>& out, bool is_name) {
  out.clear();
  if (!is_name) text = unmarked(text);
  if (!is_name) mend(text);
  if (is_name || torn_.empty()) {
    read_whole(text, out, is_name);
    return;
  }
  read_whole(mended_, out, is_name);
  // Spans are those of the text as it was printed.
  const auto printed = [&](std::uint32_t at) {
    const auto before = std::lower_bound(torn_.begin(), torn_.end(), at) - torn_.begin();
    return at - static_cast<std::uint32_t>(before);
  };
  for (Word& word : out) {
    word.begin = printed(word.begin);
    word.end = printed(word.end);
  }
}

/// A copy with a space wherever a word is torn; `torn_` holds the places of those spaces.
void WordReader::mend(std::string_view text) {
  torn_.clear();
  // Bytes after the letter at `at`; `at` itself where no letter stands.
  const auto letter_end = [&](std::size_t at) {
    if (static_cast<unsigned char>(text[at]) < 0x80) return is_ascii_letter(text[at]) ? at + 1 : at;
    std::size_t next = at;
    const char32_t c = base::next_code_point(text, next);
    return u_isalpha(static_cast<UChar32>(c)) != 0 ? next : at;
  };
  std::size_t copied = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = letter_end(begin);
    if (end == begin) {
      ++begin;
      continue;
    }
    bool inner = false;
    for (std::size_t next = 0; end < text.size() && (next = letter_end(end)) != end; end = next)
      inner = inner || (text[end] >= 'A' && text[end] <= 'Z');
    if (const std::size_t at = inner && end - begin < 60 ? torn(text.substr(begin, end - begin)) : 0;
        at != 0) {
      if (torn_.empty()) mended_.clear();
      mended_.append(text.substr(copied, begin + at - copied));
      copied = begin + at;
      torn_.push_back(static_cast<std::uint32_t>(mended_.size()));
      mended_ += ' ';
    }
    begin = end;
  }
  if (!torn_.empty()) mended_.append(text.substr(copied));
}

void WordReader::read_whole(std::string_view text, std::vector<Word>& out, bool is_name) {
  const Tables& known = tables();
  analyzer_.analyze_names(text, tokens_);
  std::size_t previous_end = 0;
  Break pending = Break::strong;
  for (const format::Token& token : tokens_) {
    if (token.end <= token.begin) continue;
    std::string_view folded = token.word;
    std::uint32_t begin = token.begin;
    std::uint32_t end = token.end;
    const std::string_view gap =
        text.substr(previous_end, begin - std::min<std::size_t>(begin, previous_end));
    const Break before =
        std::max(pending, previous_end == 0 && out.empty() ? Break::strong : break_between(gap));
    previous_end = end;
    pending = Break::none;
    Word word;
    word.ideograph = token.ideograph;
    if (!token.ideograph) {
      // Footnote marks: digits before or after a word of three letters or more; the span leaves them out.
      std::size_t lead = 0;
      while (lead < folded.size() && is_digit(folded[lead])) ++lead;
      std::size_t tail = folded.size();
      while (tail > lead && is_digit(folded[tail - 1])) --tail;
      if (lead == folded.size()) {
        word.number = true;
      } else if (!is_name && lead <= 2 && tail - lead >= 4 && folded.size() - tail <= 2 &&
                 (lead > 0 || tail < folded.size()) && end - begin == folded.size()) {
        begin += static_cast<std::uint32_t>(lead);
        end -= static_cast<std::uint32_t>(folded.size() - tail);
        folded = folded.substr(lead, tail - lead);
      } else if (!is_name && tail - lead <= 2 && (lead > 0 || tail < folded.size())) {
        word.number = true;
      }
    }
    word.folded = folded;
    word.text = token.ideograph ? word.folded : canonical_word(folded);
    word.begin = begin;
    word.end = end;
    word.before = before;
    word.shortened = end < text.size() && text[end] == '.';
    word.hyphened = gap == "-" && !out.empty();
    const std::string_view raw = text.substr(begin, end - begin);
    word.capital =
        !raw.empty() && ((raw[0] >= 'A' && raw[0] <= 'Z') || static_cast<unsigned char>(raw[0]) >= 0xC3);
    int letters = 0;
    bool lower = false;
    for (const char c : raw) {
      letters += is_ascii_letter(c) ? 1 : 0;
      lower = lower || (c >= 'a' && c <= 'z');
    }
    word.upper = letters >= 2 && !lower;
    // "U. of Oxford", "U of T": a university.
    if (raw == "U" && folded == "u") word.text = "university";
    word.joining =
        !token.ideograph && known.joining.contains(word.text) && !(word.upper && word.text.size() > 2) &&
        !(word.upper && word.text.size() == 2 && raw.size() == 2 && word.text != "of" && word.text != "co");
    // "Massachusett.s": a letter torn off.
    if (folded.size() == 1 && gap == "." && !word.capital && !word.number) word.joining = true;
    if (word.joining && word.text == "and") pending = Break::weak;
    out.push_back(std::move(word));
  }
}

std::string canonical_form(WordReader& reader, std::string_view text, bool is_name) {
  std::vector<Word> words;
  reader.read(text, words, is_name);
  std::string form;
  for (const Word& word : words) {
    if (!word.joining) form += word.text;
  }
  return form;
}

}  // namespace labtrail::affiliation
