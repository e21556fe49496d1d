#include "indexer/registry_commands.h"

#include <fmt/format.h>

#include <cstdio>
#include <iostream>
#include <string>

#include "corpus/base/error.h"
#include "corpus/base/file.h"
#include "corpus/base/json_writer.h"
#include "indexer/retag.h"
#include "indexer/tagging/tagger.h"

namespace labtrail::indexer {
namespace {

namespace fs = std::filesystem;

template <typename T>
T must(base::Result<T> result) {
  if (!result) throw base::Failure(result.error());
  return std::move(*result);
}

void write_mention(base::JsonWriter& json, const format::EvidenceMention& mention) {
  json.begin_object()
      .field("id", mention.id)
      .field("kind", format::name(mention.kind))
      .field("name", mention.name)
      .key("ror");
  mention.ror.empty() ? json.null() : json.string("https://ror.org/" + std::string(mention.ror));
  json.key("country");
  mention.country.empty() ? json.null() : json.string(mention.country);
  json.field("state", format::name(mention.state)).field("role", format::name(mention.role));
  json.key("score").raw(fmt::format("{:.2f}", mention.score));
  json.field("alias", mention.alias)
      .field("alias_source", mention.alias_source)
      .field("rule", format::name(mention.rule));
  if (mention.edits > 0) json.field("edits", mention.edits);
  if (mention.roll_up) json.field("roll_up", true);
  json.key("span").begin_array().integer(mention.begin).integer(mention.end).end_array().end_object();
}

std::string resolved_json(std::string_view raw, const tagging::StringTags& tags) {
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().field("raw", raw).key("organisations").begin_array();
  for (const format::EvidenceMention& mention : tags.mentions) write_mention(json, mention);
  json.end_array().key("countries").begin_array();
  std::vector<std::string> countries;
  for (const tagging::TagValue& value : tags.values) {
    if (value.field == format::FacetField::country) countries.push_back(value.value);
  }
  std::sort(countries.begin(), countries.end());
  countries.erase(std::unique(countries.begin(), countries.end()), countries.end());
  for (const std::string& country : countries) json.string(country);
  json.end_array().end_object();
  return out;
}

void print_resolved(std::string_view raw, const tagging::StringTags& tags) {
  fmt::print("{}\n", raw);
  for (const format::EvidenceMention& mention : tags.mentions) {
    fmt::print("  {} {} as {}: {} ({}), because \"{}\"", format::name(mention.state), mention.name,
               format::name(mention.role), mention.id, format::name(mention.rule),
               raw.substr(mention.begin, mention.end - mention.begin));
    if (!mention.alias.empty()) fmt::print(" is \"{}\"", mention.alias);
    if (mention.edits > 0) fmt::print(" but for {} letters", mention.edits);
    fmt::print(" [{}]\n", mention.alias_source);
  }
}

void write_difference(base::JsonWriter& json, const TagDifference& difference) {
  json.key("changed").begin_array();
  for (const auto& [key, change] : difference.values) {
    json.begin_object()
        .field("field", format::name(key.first))
        .field("value", key.second)
        .field("label", change.label);
    json.field("gained", change.gained).field("lost", change.lost).end_object();
  }
  json.end_array();
}

void print_difference(const TagDifference& difference) {
  for (const auto& [key, change] : difference.values)
    fmt::print("  {:<12} {:<28} {:>7} gained {:>7} lost  {}\n", format::name(key.first), key.second,
               change.gained, change.lost, change.label);
}

}  // namespace

struct RegistryCommands::State {
  // What was typed.
  std::string index;
  std::string registry;
  std::string data;
  bool json = false;
  std::string file;
  std::string action;
  std::string organisation;
  std::string text;
  std::string reason;
  std::uint64_t number = 0;

  CLI::App* resolve = nullptr;
  CLI::App* retag = nullptr;
  CLI::App* registry_command = nullptr;
  CLI::App* import_ror = nullptr;
  CLI::App* check = nullptr;
  CLI::App* decide = nullptr;
  CLI::App* undo = nullptr;
  CLI::App* preview = nullptr;
  CLI::App* decisions = nullptr;

  CLI::Option* registry_of(CLI::App* command) {
    return command->add_option("--registry", registry, "folder with your registry files and the ROR dump");
  }
  CLI::Option* data_of(CLI::App* command) {
    return command->add_option("--data", data, "folder with what you decided");
  }

  explicit State(CLI::App& app) {
    resolve = app.add_subcommand(
        "resolve", "reads affiliations from standard input, one a line, and says whom they name");
    registry_of(resolve);
    data_of(resolve);
    resolve->add_flag("--json", json, "one JSON object a line");

    retag = app.add_subcommand(
        "retag", "applies a changed registry, topics or decisions to an index, without the sources");
    retag->add_option("--index", index, "index folder")->required();
    registry_of(retag);
    data_of(retag);
    retag->add_flag("--json", json, "one JSON object");

    registry_command =
        app.add_subcommand("registry", "organisations, topics, lists, and your decisions about them");
    registry_command->require_subcommand(1);
    import_ror = registry_command->add_subcommand(
        "import-ror", "takes a ROR dump, schema v2 (.json, .json.gz, .zip), into a registry folder");
    import_ror->add_option("FILE", file, "the dump")->required();
    registry_of(import_ror)->required();
    check = registry_command->add_subcommand(
        "check", "reads the shipped registry and your folder on top, and says what is in them");
    registry_of(check);
    data_of(check);
    decide = registry_command->add_subcommand(
        "decide", "accept or refuse what a string names, or add an alias; kept for good in --data");
    decide->add_option("ACTION", action, "accept, refuse or alias")
        ->required()
        ->check(CLI::IsMember({"accept", "refuse", "alias"}));
    decide->add_option("ORGANISATION", organisation, "slug or ror:...")->required();
    decide->add_option("TEXT", text, "the string as printed, or the new alias")->required();
    decide->add_option("--reason", reason, "why; shown with every match")->required();
    data_of(decide)->required();
    registry_of(decide);
    undo = registry_command->add_subcommand("undo", "takes a decision back; the line itself stays");
    undo->add_option("NUMBER", number, "the decision")->required();
    undo->add_option("--reason", reason, "why")->required();
    data_of(undo)->required();
    preview = registry_command->add_subcommand("preview",
                                               "what a decision would add and remove, without making it");
    preview->add_option("ACTION", action, "accept, refuse or alias")
        ->required()
        ->check(CLI::IsMember({"accept", "refuse", "alias"}));
    preview->add_option("ORGANISATION", organisation, "slug or ror:...")->required();
    preview->add_option("TEXT", text, "the string as printed, or the new alias")->required();
    preview->add_option("--index", index, "index folder")->required();
    registry_of(preview);
    data_of(preview);
    preview->add_flag("--json", json, "one JSON object");
    decisions =
        registry_command->add_subcommand("decisions", "lists what was decided, one JSON object a line");
    data_of(decisions)->required();
  }

  [[nodiscard]] TaggingFolders folders(CLI::App* command) const {
    TaggingFolders out;
    if (command->count("--registry") > 0) out.registry = registry;
    if (command->count("--data") > 0) out.data = data;
    return out;
  }

  int run_resolve() {
    tagging::Tagger tagger(must(tagging::load_knowledge({registry, data, {}})));
    std::string line;
    while (std::getline(std::cin, line)) {
      const tagging::StringTags& tags = tagger.resolve(line, format::EvidenceText::affiliation);
      if (json) {
        fmt::print("{}\n", resolved_json(line, tags));
      } else {
        print_resolved(line, tags);
      }
    }
    return std::fflush(stdout) == 0 ? 0 : 1;
  }

  int run_retag() {
    RetagOptions options;
    options.index = index;
    options.folders = folders(retag);
    const RetagSummary summary = indexer::retag(options);
    if (json) {
      std::string out;
      base::JsonWriter writer(out);
      writer.begin_object()
          .field("papers", summary.papers)
          .field("retagged", static_cast<std::uint64_t>(summary.difference.papers.size()));
      writer.field("generation", summary.generation).field("seconds", summary.seconds);
      write_difference(writer, summary.difference);
      writer.end_object();
      fmt::print("{}\n", out);
    } else {
      print_difference(summary.difference);
      fmt::print("retagged {} of {} papers\ngeneration {} in {:.1f} s\n", summary.difference.papers.size(),
                 summary.papers, summary.generation, summary.seconds);
    }
    return 0;
  }

  int run_check() {
    const auto knowledge = must(tagging::load_knowledge({registry, data, {}}));
    std::size_t names = 0;
    for (const corpus::Organisation& organisation : knowledge->registry->organisations)
      names += organisation.names.size();
    fmt::print(
        "{} organisations with {} names, {} lists, {} topics; {} organisations with ROR; {} decisions in "
        "force\n{}\n",
        knowledge->registry->organisations.size(), names, knowledge->registry->lists.size(),
        knowledge->registry->topics.size(), knowledge->vocabulary->organisations(),
        knowledge->decisions.size(), knowledge->version);
    return 0;
  }

  [[nodiscard]] tagging::Decision typed_decision() const {
    tagging::Decision decision;
    decision.action = must(tagging::parse_action(action));
    decision.organisation = organisation;
    decision.text = text;
    decision.reason = reason;
    return decision;
  }

  int run_decide() {
    // The organisation must be known, and an alias must leave a registry that can still be read.
    tagging::Decision decision = typed_decision();
    decision.number = 1;
    const auto knowledge = must(tagging::load_knowledge({registry, data, {decision}}));
    if (!knowledge->vocabulary->find(organisation))
      throw base::Failure(base::ErrorCode::not_found,
                          fmt::format("there is no organisation '{}'", organisation),
                          "labtrail-index resolve shows ids");
    const tagging::Decision made =
        must(tagging::append_decision(data, typed_decision(), base::system_clock()));
    fmt::print("decision {} is kept; `labtrail-index retag` applies it\n", made.number);
    return 0;
  }

  int run_undo() {
    tagging::Decision decision;
    decision.action = tagging::Action::undo;
    decision.undoes = number;
    decision.reason = reason;
    const tagging::Decision made = must(tagging::append_decision(data, decision, base::system_clock()));
    fmt::print("decision {} takes back {}; `labtrail-index retag` applies it\n", made.number, number);
    return 0;
  }

  int run_preview() {
    tagging::Decision decision = typed_decision();
    decision.number = ~std::uint64_t{0} >> 1;
    decision.reason = "preview";
    const TagDifference difference = indexer::preview(index, folders(preview), {decision});
    if (json) {
      std::string out;
      base::JsonWriter writer(out);
      writer.begin_object().field("papers", static_cast<std::uint64_t>(difference.papers.size()));
      write_difference(writer, difference);
      writer.key("ids").begin_array();
      for (const std::string& id : difference.papers) writer.string(id);
      writer.end_array().end_object();
      fmt::print("{}\n", out);
      return 0;
    }
    std::uint64_t gained = 0;
    std::uint64_t lost = 0;
    for (const auto& [key, change] : difference.values) {
      const bool own = key.second == organisation || key.second == "ror:" + organisation;
      if (own || (key.first == format::FacetField::lab && key.second == organisation)) {
        gained = std::max(gained, change.gained);
        lost = std::max(lost, change.lost);
      }
    }
    fmt::print("this {} adds {} papers to {} and removes {}; {} papers change\n",
               action == "alias" ? "alias" : "decision", gained, organisation, lost,
               difference.papers.size());
    print_difference(difference);
    return 0;
  }

  int run_decisions() {
    for (const tagging::Decision& decision : must(tagging::read_decisions(data)))
      fmt::print("{}\n", tagging::to_json(decision));
    return 0;
  }

  int run_import() {
    const tagging::RorImport result = must(tagging::import_ror(file, registry));
    fmt::print("{} organisations ({} active) with {} names in {:.1f} s\n", result.organisations,
               result.active, result.names, result.seconds);
    return 0;
  }
};

RegistryCommands::RegistryCommands(CLI::App& app) : state_(std::make_unique<State>(app)) {}
RegistryCommands::~RegistryCommands() = default;

bool RegistryCommands::parsed() const {
  return state_->resolve->parsed() || state_->retag->parsed() || state_->registry_command->parsed();
}

int RegistryCommands::run() {
  if (state_->resolve->parsed()) return state_->run_resolve();
  if (state_->retag->parsed()) return state_->run_retag();
  if (state_->import_ror->parsed()) return state_->run_import();
  if (state_->check->parsed()) return state_->run_check();
  if (state_->decide->parsed()) return state_->run_decide();
  if (state_->undo->parsed()) return state_->run_undo();
  if (state_->preview->parsed()) return state_->run_preview();
  return state_->run_decisions();
}

}  // namespace labtrail::indexer
