#include "searcher/http/evidence_route.h"

#include <fmt/format.h>

#include <array>
#include <filesystem>

#include "searcher/bundle/freeze.h"
#include "searcher/http/pages.h"
#include "searcher/http/problem.h"

namespace labtrail::http {
namespace {

/// A form sends line breaks as CR LF; on the command line they are LF. The same note gives the same bytes.
std::string with_line_feeds(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool pair = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (!pair) out += text[i];
  }
  return out;
}

std::string_view parameter_of(const base::Error& error) {
  return error.code == base::ErrorCode::bad_query    ? "q"
         : error.code == base::ErrorCode::bad_filter ? "filter"
                                                     : "";
}

}  // namespace

Reply EvidenceRoute::answer(const searcher::Searcher& searcher, const Request& request,
                            const std::string& site, const Parameters& parameters) const {
  const auto refuse = [&](const base::Error& error, std::string_view parameter) {
    const bool page = request.header("accept").find("text/html") != std::string_view::npos;
    return page ? error_page(site, error) : problem(error, parameter);
  };
  constexpr std::array<std::string_view, 4> kKnown{"q", "filter", "title", "note"};
  constexpr std::array<std::string_view, 3> kFreeText{"q", "filter", "note"};
  if (const auto checked = parameters.check(kKnown, kFreeText); !checked)
    return refuse(checked.error().error, checked.error().parameter);
  const std::unique_lock turn(one_at_a_time_, std::try_to_lock);
  if (!turn.owns_lock())
    return refuse(
        {base::ErrorCode::deadline, "another result is being frozen just now", "try again in a moment", 0, 0},
        "");
  bundle::FreezeRequest wanted;
  wanted.query = parameters.get("q");
  wanted.filter = parameters.get("filter");
  wanted.title = parameters.get("title");
  wanted.note = with_line_feeds(parameters.get("note"));
  wanted.deadline = searcher::Request{}.deadline;
  wanted.most_papers = kMostFrozenPapers;
  auto frozen = bundle::freeze_bytes(searcher, wanted, std::filesystem::temp_directory_path());
  if (!frozen) return refuse(frozen.error(), parameter_of(frozen.error()));
  Reply reply;
  reply.content_type = "application/zip";
  reply.headers.emplace_back("Content-Disposition",
                             fmt::format("attachment; filename=\"labtrail-evidence-{}.zip\"",
                                         std::string_view(frozen->manifest.id).substr(0, 12)));
  reply.body = std::move(frozen->bytes);
  reply.caching = Caching::revalidate;
  return reply;
}

}  // namespace labtrail::http
