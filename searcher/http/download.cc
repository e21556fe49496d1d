#include "searcher/http/download.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <exception>
#include <memory>

#include "searcher/export/reference.h"
#include "searcher/export/writer.h"
#include "searcher/http/problem.h"

namespace labtrail::http {
namespace {

/// What a citation is given in. Text has no writer.
constexpr std::array<std::string_view, 4> kCitations{"text", "ris", "bibtex", "csl"};

template <typename Names>
ParameterError unknown_format(std::string_view format, const Names& names) {
  return {{base::ErrorCode::bad_request, fmt::format("no format '{}'", format),
           fmt::format("formats are {}", fmt::join(names, ", ")), 0, format.size()},
          "format"};
}

std::vector<std::string_view> format_names() {
  std::vector<std::string_view> out;
  for (const exporting::FormatNames& row : exporting::formats()) out.push_back(row.name);
  return out;
}

Reply attachment(std::string content_type, const std::string& name) {
  Reply reply;
  reply.content_type = std::move(content_type);
  reply.headers.emplace_back("Content-Disposition", fmt::format("attachment; filename=\"{}\"", name));
  reply.caching = Caching::revalidate;
  return reply;
}

/// "openalex:W1" -> "openalex-W1": ASCII that every file system takes.
std::string safe_name(std::string_view id) {
  constexpr std::size_t kLongest = 80;
  std::string out;
  for (const char c : id.substr(0, kLongest)) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    out += kept ? c : '-';
  }
  return out;
}

/// A selection of one.
class OnePaper final : public searcher::Selection {
 public:
  OnePaper(corpus::Paper paper, searcher::GenerationInfo generation) : paper_(std::move(paper)) {
    facts_.total = 1;
    facts_.generation = std::move(generation);
  }
  [[nodiscard]] const searcher::SelectionFacts& facts() const override { return facts_; }
  [[nodiscard]] std::uint64_t each(const Sink& sink) const override {
    sink(paper_, {});
    return 1;
  }
  [[nodiscard]] std::uint64_t each_match(const MatchSink& sink) const override {
    sink({paper_, {}, {}, {}});
    return 1;
  }

 private:
  corpus::Paper paper_;
  searcher::SelectionFacts facts_;
};

}  // namespace

Reply export_papers(const searcher::Searcher& searcher, const Parameters& parameters,
                    const std::function<void(std::string_view)>& warn) {
  constexpr std::array<std::string_view, 5> kKnown{"search", "filter", "format", "bom", "provenance"};
  constexpr std::array<std::string_view, 2> kFreeText{"search", "filter"};
  if (auto checked = parameters.check(kKnown, kFreeText); !checked) return problem(checked.error());
  const std::string_view name = parameters.has("format") ? parameters.get("format") : "csv";
  const auto format = exporting::find_format(name);
  if (!format) return problem(unknown_format(name, format_names()));
  const auto mark = parameters.number("bom", 0, 0, 1);
  if (!mark) return problem(mark.error());
  const auto provenance = parameters.number("provenance", 0, 0, 1);
  if (!provenance) return problem(provenance.error());
  searcher::Request request;
  request.query = parameters.get("search");
  request.filter = parameters.get("filter");
  auto selected = searcher.select(request);
  if (!selected) {
    const base::ErrorCode code = selected.error().code;
    return problem(selected.error(), code == base::ErrorCode::bad_query    ? "search"
                                     : code == base::ErrorCode::bad_filter ? "filter"
                                                                           : "");
  }
  const std::shared_ptr<const searcher::Selection> selection = std::move(*selected);
  const searcher::SelectionFacts& facts = selection->facts();
  Reply reply =
      attachment(std::string(exporting::names(*format).content_type), exporting::file_name(facts, *format));
  reply.headers.emplace_back("Labtrail-Papers", std::to_string(facts.total));
  reply.headers.emplace_back("Labtrail-Generation", std::to_string(facts.generation.number));
  const exporting::Options options{*mark == 1, *provenance == 1};
  reply.stream = [selection, format = *format, options, warn](const BodySink& sink) {
    try {
      const auto given = exporting::write_export(*selection, format, options, sink);
      // A client that went away is no trouble of ours.
      if (!given && given.error().code != base::ErrorCode::io)
        warn(fmt::format("an export broke off: {}", given.error().message));
      return given.has_value();
    } catch (const std::exception& error) {
      warn(fmt::format("an export broke off: {}", error.what()));
      return false;
    }
  };
  return reply;
}

Reply citation(const searcher::Searcher& searcher, std::string_view id, const Parameters& parameters) {
  constexpr std::array<std::string_view, 1> kKnown{"format"};
  if (auto checked = parameters.check(kKnown); !checked) return problem(checked.error());
  const std::string_view name = parameters.has("format") ? parameters.get("format") : "text";
  if (std::find(kCitations.begin(), kCitations.end(), name) == kCitations.end())
    return problem(unknown_format(name, kCitations));
  auto paper = searcher.paper(id);
  if (!paper) return problem(paper.error());
  if (name == "text") {
    Reply reply;
    reply.content_type = "text/plain; charset=utf-8";
    reply.headers.emplace_back("Content-Disposition",
                               fmt::format("inline; filename=\"{}.txt\"", safe_name(paper->id)));
    reply.body = exporting::plain_citation(*paper) + "\n";
    reply.caching = Caching::revalidate;
    return reply;
  }
  const exporting::FormatNames& row = exporting::names(*exporting::find_format(name));
  Reply reply =
      attachment(std::string(row.content_type), fmt::format("{}.{}", safe_name(paper->id), row.extension));
  const auto given = exporting::write_export(OnePaper(std::move(*paper), searcher.generation()), row.format,
                                             {}, [&](std::string_view bytes) {
                                               reply.body += bytes;
                                               return true;
                                             });
  if (!given) return problem(given.error());
  return reply;
}

}  // namespace labtrail::http
