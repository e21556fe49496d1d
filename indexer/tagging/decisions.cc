#include "indexer/tagging/decisions.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <set>

#include "corpus/base/file.h"
#include "corpus/base/json_writer.h"
#include "corpus/base/text.h"
#include "corpus/json_tree.h"

namespace labtrail::tagging {
namespace {

constexpr std::array<std::string_view, 4> kActions{"accept", "refuse", "alias", "undo"};

std::filesystem::path file_of(const std::filesystem::path& data) {
  return data / "decisions.jsonl";
}

}  // namespace

std::string_view name(Action action) {
  return kActions[static_cast<std::size_t>(action)];
}

base::Result<Action> parse_action(std::string_view name) {
  const auto at = std::find(kActions.begin(), kActions.end(), name);
  if (at == kActions.end())
    return base::fail(base::ErrorCode::bad_request, fmt::format("there is no decision '{}'", name),
                      "accept, refuse, alias or undo");
  return static_cast<Action>(at - kActions.begin());
}

std::string to_json(const Decision& decision) {
  std::string out;
  base::JsonWriter json(out);
  json.begin_object()
      .field("number", decision.number)
      .field("date", decision.date)
      .field("action", name(decision.action));
  if (decision.action == Action::undo) {
    json.field("undoes", decision.undoes);
  } else {
    json.field("organisation", decision.organisation).field("text", decision.text);
  }
  json.field("reason", decision.reason).end_object();
  return out;
}

base::Result<std::vector<Decision>> read_decisions(const std::filesystem::path& data) {
  std::vector<Decision> out;
  if (data.empty() || !std::filesystem::exists(file_of(data))) return out;
  const std::string text = base::read_file(file_of(data));
  corpus::JsonTree tree;
  std::size_t line = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view row = std::string_view(text).substr(at, end - at);
    at = end + 1;
    ++line;
    // A line without its line break is one that was never acknowledged: the crash came first.
    if (end == text.size()) break;
    if (base::trim(row).empty()) continue;
    const auto bad = [&](std::string_view why) {
      return base::fail(base::ErrorCode::bad_record,
                        fmt::format("{}:{}: {}", file_of(data).string(), line, why));
    };
    const auto parsed = tree.parse(row);
    if (!parsed) return bad(parsed.error().message);
    const corpus::JsonValue value = *parsed;
    Decision decision;
    const auto text_of = [&](std::string_view key) { return std::string(value[key].string()); };
    const auto number_of = [&](std::string_view key) {
      return static_cast<std::uint64_t>(value[key].integer().value_or(0));
    };
    const auto action = parse_action(text_of("action"));
    if (!action) return bad(action.error().message);
    decision.action = *action;
    decision.number = number_of("number");
    decision.undoes = number_of("undoes");
    decision.date = text_of("date");
    decision.organisation = text_of("organisation");
    decision.text = text_of("text");
    decision.reason = text_of("reason");
    if (decision.number == 0) return bad("a decision without a number");
    if (decision.action != Action::undo && (decision.organisation.empty() || decision.text.empty()))
      return bad("a decision without organisation or text");
    out.push_back(std::move(decision));
  }
  return out;
}

std::vector<Decision> in_force(const std::vector<Decision>& all) {
  std::set<std::uint64_t> undone;
  // An undone undo gives its decision back: later lines are read first.
  for (auto at = all.rbegin(); at != all.rend(); ++at) {
    if (at->action == Action::undo && !undone.contains(at->number)) undone.insert(at->undoes);
  }
  std::vector<Decision> out;
  for (const Decision& decision : all) {
    if (decision.action != Action::undo && !undone.contains(decision.number)) out.push_back(decision);
  }
  return out;
}

base::Result<Decision> append_decision(const std::filesystem::path& data, Decision decision,
                                       const base::Clock& clock) {
  std::filesystem::create_directories(data);
  const std::filesystem::path path = file_of(data);
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  const auto failed = [&](const char* what) -> base::Failure {
    const std::string reason = std::strerror(errno);
    if (fd >= 0) ::close(fd);
    return {base::ErrorCode::io, fmt::format("cannot {} {}: {}", what, path.string(), reason)};
  };
  if (fd < 0) throw failed("open");
  if (::flock(fd, LOCK_EX) != 0) throw failed("lock");
  auto all = read_decisions(data);
  if (!all) {
    ::close(fd);
    return tl::unexpected(all.error());
  }
  std::uint64_t last = 0;
  for (const Decision& one : *all) last = std::max(last, one.number);
  if (decision.action == Action::undo && std::none_of(all->begin(), all->end(), [&](const Decision& one) {
        return one.number == decision.undoes;
      })) {
    ::close(fd);
    return base::fail(base::ErrorCode::not_found, fmt::format("there is no decision {}", decision.undoes));
  }
  decision.number = last + 1;
  decision.date = base::iso8601(clock());
  // A torn last line of a crash is cut off before the next one is written.
  const std::string text = base::read_file(path);
  const std::size_t whole = text.rfind('\n') == std::string::npos ? 0 : text.rfind('\n') + 1;
  if (::ftruncate(fd, static_cast<off_t>(whole)) != 0) throw failed("write");
  const std::string line = to_json(decision) + "\n";
  if (::pwrite(fd, line.data(), line.size(), static_cast<off_t>(whole)) !=
          static_cast<ssize_t>(line.size()) ||
      ::fsync(fd) != 0)
    throw failed("write");
  ::close(fd);
  base::sync_folder(data);
  return decision;
}

base::Result<void> apply_aliases(const std::vector<Decision>& in_force, corpus::Registry& registry) {
  for (const Decision& decision : in_force) {
    if (decision.action != Action::alias) continue;
    const auto at = std::find_if(registry.organisations.begin(), registry.organisations.end(),
                                 [&](const corpus::Organisation& one) {
                                   return one.id == decision.organisation ||
                                          (!one.ror.empty() && "ror:" + one.ror == decision.organisation);
                                 });
    if (at == registry.organisations.end()) {
      return base::fail(base::ErrorCode::bad_record,
                        fmt::format("decision {} adds a name to '{}', which the registry does not know",
                                    decision.number, decision.organisation),
                        "write the organisation into a .toml file of the registry folder first");
    }
    corpus::OrganisationName alias;
    alias.text = decision.text;
    alias.source =
        fmt::format("decision {} of {}: {}", decision.number, decision.date.substr(0, 10), decision.reason);
    at->names.push_back(std::move(alias));
  }
  return {};
}

}  // namespace labtrail::tagging
