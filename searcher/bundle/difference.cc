#include "searcher/bundle/difference.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>
#include <set>

#include "corpus/base/json_writer.h"
#include "corpus/json_tree.h"
#include "corpus/paper_json.h"
#include "indexer/format/evidence.h"
#include "searcher/bundle/history.h"
#include "searcher/evidence_json.h"

namespace labtrail::bundle {
namespace {

using corpus::JsonTree;
using corpus::JsonValue;

/// The papers of a bundle one by one, with their evidence.
class Rows {
 public:
  explicit Rows(const Bundle& bundle) : rows_(bundle.part(kRowsName)), evidence_(bundle.part(kEvidenceName)) {
    advance();
  }
  [[nodiscard]] bool at_end() const { return at_end_; }
  [[nodiscard]] const corpus::Paper& paper() const { return paper_; }
  [[nodiscard]] std::string_view evidence() const { return line_; }
  void advance() {
    const auto row = rows_.next();
    at_end_ = !row;
    if (at_end_) return;
    paper_ = corpus::from_json(*row).value();  // verified
    line_ = evidence_.next().value_or(std::string_view{});
  }

 private:
  Lines rows_;
  Lines evidence_;
  corpus::Paper paper_;
  std::string_view line_;
  bool at_end_ = false;
};

/// Top-level members that differ between two records.
std::vector<std::string> changed_fields(corpus::Paper before, corpus::Paper after) {
  before.source.retrieved.clear();
  after.source.retrieved.clear();
  JsonTree before_tree;
  JsonTree after_tree;
  const std::string before_text = corpus::to_json(before);
  const std::string after_text = corpus::to_json(after);
  const JsonValue old = before_tree.parse(before_text).value();
  const JsonValue fresh = after_tree.parse(after_text).value();
  std::vector<std::string> out;
  const auto text = [](const JsonValue& value) {
    std::string json;
    if (!value.is(JsonValue::Kind::missing)) corpus::append_json(json, value);
    return json;
  };
  for (const JsonValue member : fresh) {
    if (text(member) != text(old[member.key()])) out.emplace_back(member.key());
  }
  for (const JsonValue member : old) {
    if (fresh[member.key()].is(JsonValue::Kind::missing)) out.emplace_back(member.key());
  }
  return out;
}

/// Evidence, to be held against evidence of another time.
struct Shown {
  std::string text;             ///< strings and topics, canonical
  std::set<std::string> items;  ///< what the paper counts for
};

Shown shown(std::string_view line) {
  JsonTree tree;
  const JsonValue evidence = tree.parse(line).value();
  Shown out;
  corpus::append_json(out.text, evidence["strings"]);
  corpus::append_json(out.text, evidence["topics"]);
  for (const JsonValue string : evidence["strings"]) {
    for (const JsonValue mention : string["mentions"])
      out.items.insert(fmt::format("{} {} {} as {}", mention["state"].string(), mention["kind"].string(),
                                   mention["id"].string(), mention["role"].string()));
  }
  for (const JsonValue topic : evidence["topics"])
    out.items.insert(fmt::format("topic {}", topic["id"].string()));
  return out;
}

Shown shown(const searcher::PaperEvidence& evidence) {
  std::string line;
  base::JsonWriter json(line);
  json.begin_object();
  searcher::write_evidence(json, evidence);
  json.end_object();
  return shown(line);
}

/// Versions of tags without what they say of decisions.
std::set<std::string> undecided(const std::vector<std::string>& registries) {
  std::set<std::string> out;
  for (const std::string& version : registries) out.insert(format::undecided(version));
  return out;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : ", ") + part;
  return out;
}

PaperChange of(const corpus::Paper& paper) {
  PaperChange out;
  out.id = paper.id;
  out.title = paper.title;
  return out;
}

/// Gives the cause of each difference.
class Comparer {
 public:
  Comparer(const Bundle& bundle, const searcher::Searcher& searcher) : searcher_(searcher), rows_(bundle) {
    out_.then = bundle.manifest();
  }

  base::Result<Difference> compare(const std::filesystem::path& index) {
    searcher::Request request;
    request.query = out_.then.query;
    request.filter = out_.then.filter;
    request.sort = searcher::Sort::id;
    request.highlights = false;
    request.deadline = std::chrono::minutes(10);
    const auto selected = searcher_.select(request);
    if (!selected) return tl::unexpected(selected.error());
    out_.now = (*selected)->facts().generation;
    out_.count_now = (*selected)->facts().total;
    history_ = History::between(index, out_.then.generation, out_.now);
    (void)(*selected)->each_match([&](const searcher::Match& match) { return meet(match); });
    for (; !rows_.at_end(); rows_.advance()) gone();
    out_.registries_now.assign(registries_.begin(), registries_.end());
    for (PaperChange& change : out_.added) explain_added(change);
    for (PaperChange& change : out_.removed) explain_registry(change);
    for (PaperChange& change : out_.changed) explain_registry(change);
    return std::move(out_);
  }

 private:
  /// Both sides are ordered by id.
  bool meet(const searcher::Match& match) {
    if (!match.evidence.registry.empty()) registries_.insert(match.evidence.registry);
    for (; !rows_.at_end() && rows_.paper().id < match.paper.id; rows_.advance()) gone();
    if (rows_.at_end() || rows_.paper().id != match.paper.id) {
      out_.added.push_back(of(match.paper));
      return true;
    }
    PaperChange change = of(match.paper);
    if (differs(rows_.paper(), rows_.evidence(), match.paper, match.evidence, change)) {
      out_.changed.push_back(std::move(change));
    } else {
      ++out_.same;
    }
    rows_.advance();
    return true;
  }

  /// A row of the bundle that the search does not find now.
  void gone() {
    const corpus::Paper& before = rows_.paper();
    PaperChange change = of(before);
    const auto paper = searcher_.paper(before.id);
    const auto evidence = searcher_.evidence(before.id);
    if (!paper || !evidence) {
      change.cause = Cause::left_index;
      change.why = "the index does not hold this paper any more";
    } else {
      change.title = paper->title;
      if (!evidence->registry.empty()) registries_.insert(evidence->registry);
      (void)differs(before, rows_.evidence(), *paper, *evidence, change);
    }
    out_.removed.push_back(std::move(change));
  }

  /// Fills in the change where record or evidence is another; a changed record hides what changed its
  /// reading.
  static bool differs(const corpus::Paper& before, std::string_view before_evidence,
                      const corpus::Paper& after, const searcher::PaperEvidence& after_evidence,
                      PaperChange& change) {
    const Shown then = shown(before_evidence);
    const Shown now = shown(after_evidence);
    std::set_difference(now.items.begin(), now.items.end(), then.items.begin(), then.items.end(),
                        std::back_inserter(change.gained));
    std::set_difference(then.items.begin(), then.items.end(), now.items.begin(), now.items.end(),
                        std::back_inserter(change.lost));
    if (corpus::content_hash(before) != corpus::content_hash(after)) {
      change.fields = changed_fields(before, after);
      if (after.retracted && !before.retracted) {
        change.cause = Cause::retraction;
        change.why = "its source says now that it was retracted";
      } else {
        change.cause = Cause::changed_record;
        change.why = fmt::format("its source gives another {}", joined(change.fields));
      }
      return true;
    }
    if (then.text == now.text) return false;
    change.cause = Cause::registry;
    return true;
  }

  /// A paper that the search did not find then.
  void explain_added(PaperChange& change) const {
    const bool same_registry = out_.registries_now == out_.then.registries;
    if (!history_) {
      change.cause = Cause::undetermined;
      change.why =
          same_registry
              ? "its record is new or changed; the index no longer keeps its changes since then"
              : "its record is new or changed, or it is read with another registry; the index no longer "
                "keeps its changes since then";
      return;
    }
    const History::Events events = history_->of(change.id);
    if (events.is_new) {
      change.cause = Cause::new_record;
      change.why = "the index did not hold it then";
    } else if (events.record_changed) {
      change.cause = Cause::changed_record;
      change.why = "its record was changed since";
    } else if (events.retagged || events.corrected || !same_registry) {
      explain_reading(change, events.corrected && !events.retagged);
    } else {
      change.why = "neither its record nor the registry changed; the program may read the search differently";
    }
  }

  /// Same record, read otherwise; `corrected`: by nothing but the user's decisions.
  static void explain_reading(PaperChange& change, bool corrected) {
    change.cause = corrected ? Cause::correction : Cause::registry;
    change.why = corrected ? "the record and the registry are the same; your decisions are others"
                           : "the record is the same; registry, topics or decisions are others";
  }

  /// Same record, other evidence or other match.
  void explain_registry(PaperChange& change) const {
    if (!change.why.empty()) return;
    const bool same_registry = out_.registries_now == out_.then.registries;
    if (change.cause == Cause::undetermined && same_registry) {
      change.why = "neither its record nor its evidence changed; the program may read the search differently";
      return;
    }
    explain_reading(change, undecided(out_.then.registries) == undecided(out_.registries_now));
    if (change.gained.empty() && change.lost.empty())
      change.why += "; it counts for the same, for other reasons";
  }

  const searcher::Searcher& searcher_;
  Rows rows_;
  std::optional<History> history_;
  std::set<std::string> registries_;
  Difference out_;
};

}  // namespace

std::string_view name(Cause cause) {
  switch (cause) {
    case Cause::new_record:
      return "new record";
    case Cause::changed_record:
      return "changed record";
    case Cause::retraction:
      return "retraction";
    case Cause::left_index:
      return "no longer in the index";
    case Cause::registry:
      return "registry or topic change";
    case Cause::correction:
      return "correction";
    case Cause::undetermined:
      return "undetermined";
  }
  return {};
}

base::Result<Difference> compare(const Bundle& bundle, const searcher::Searcher& searcher,
                                 const std::filesystem::path& index) {
  return Comparer(bundle, searcher).compare(index);
}

}  // namespace labtrail::bundle
