#include "indexer/affiliation/word_families.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "indexer/affiliation/misprints.h"

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
     "uni universit universities università "
     "univeristy universtiy univerisity univerity univesity univercity unversity univrsity uinversity"},
    {"institute",
     "inst instit institut instituto istituto instytut institutt institutet institutul instituut instituts "
     "institution institutions ins "
     "institue insitute intitute insititute instiute institude"},
    {"laboratory",
     "lab labs laboratories laboratorio laboratoire laboratori labo "
     "laboratorium labratory laboratoy laborotory labortory"},
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
     "onderzoek badan rsch reseach reserch resarch researh"},
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
    {"defense", "defence def"},
    {"innovation", "innovat innov"},
    {"chinese", "chin"},
    {"public", "publ"},
    {"security", "secur"},
    {"system", "syst systs"},
    {"military", "milit mil"},
    {"aerospace", "aerosp"},
    {"communication", "commun"},
    {"education", "educ"},
    {"economic", "econ"},
    {"finance", "finan"},
    {"geology", "geol"},
    {"geography", "geog"},
    {"material", "mater"},
    {"nuclear", "nucl"},
    {"pharmacy", "pharm"},
    {"philosophy", "philos"},
    {"psychology", "psychol"},
    {"petroleum", "petr petrol"},
    {"telecommunication", "telecommun"},
    {"transportation", "transportat"},
    {"traditional", "tradit"},
    {"administration", "adm admin"},
    {"theoretical", "theoret"},
    {"astronomy", "astron"},
    {"biochemistry", "biochem"},
    {"biomedical", "biomed"},
    {"biotechnology", "biotechnol"},
    {"microbiology", "microbiol"},
    {"neuroscience", "neurosci"},
    {"oncology", "oncol"},
    {"pathology", "pathol"},
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

/// Both sides lose a plural s, so that names and strings agree whatever it stood for.
void drop_plural(std::string& word) {
  if (word.size() < 6 || word.back() != 's') return;
  const std::string_view end = std::string_view(word).substr(word.size() - 2);
  if (end == "ss" || end == "us" || end == "is" || end == "os" || end == "cs") return;
  word.pop_back();
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

bool is_joining_word(std::string_view canonical) {
  return tables().joining.contains(std::string(canonical));
}

}  // namespace labtrail::affiliation
