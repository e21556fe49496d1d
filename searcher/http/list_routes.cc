#include "searcher/http/list_routes.h"

#include <fmt/format.h>

#include <array>

#include "searcher/http/problem.h"
#include "searcher/http/reply.h"
#include "searcher/pasted_list.h"
#include "web/page/list_page.h"

namespace labtrail::http {
namespace {

/// Entries that one request counts; the command line takes more.
constexpr std::size_t kEntries = 500;

base::Result<searcher::ListRequest> read_list(const Parameters& parameters) {
  searcher::ListRequest request;
  request.entries = searcher::read_lines(parameters.get("entries"));
  request.filter = parameters.get("filter");
  if (parameters.has("as")) {
    const auto meaning = searcher::parse_entry_meaning(parameters.get("as"));
    if (!meaning)
      return base::fail(base::ErrorCode::bad_request, "'as' says how an entry is read",
                        "it is one of name, printed, title, query");
    request.meaning = *meaning;
  }
  if (request.entries.size() > kEntries)
    return base::fail(base::ErrorCode::too_large, fmt::format("a list here has at most {} entries", kEntries),
                      "labtrail-search list takes longer ones");
  return request;
}

base::Result<searcher::ListAnswer> answer(const searcher::Searcher& searcher, const Parameters& parameters) {
  const auto request = read_list(parameters);
  if (!request) return tl::unexpected<base::Error>(request.error());
  return searcher::answer_list(searcher, *request);
}

/// The answer to a program, which is told about strange parameters; a problem is a reply of its own.
tl::expected<searcher::ListAnswer, Reply> strict_answer(const searcher::Searcher& searcher,
                                                        const Parameters& parameters) {
  constexpr std::array<std::string_view, 3> kKnown{"entries", "as", "filter"};
  constexpr std::array<std::string_view, 2> kFreeText{"entries", "filter"};
  if (auto checked = parameters.check(kKnown, kFreeText); !checked)
    return tl::unexpected<Reply>(problem(checked.error()));
  auto made = answer(searcher, parameters);
  if (made) return std::move(*made);
  const bool filter = made.error().code == base::ErrorCode::bad_filter;
  return tl::unexpected<Reply>(problem(made.error(), filter ? "filter" : ""));
}

}  // namespace

Reply list_page(const searcher::Searcher& searcher, const std::string& site, const Parameters& parameters) {
  web::ListPage page;
  page.site = {site};
  page.entries = parameters.get("entries");
  page.filter = parameters.get("filter");
  page.generation = searcher.generation();
  const auto refuse = [&](const base::Error& error) {
    page.error = &error;
    return page_reply(base::http_status(error.code), web::render_list(page));
  };
  const auto request = read_list(parameters);
  if (!request) return refuse(request.error());
  if (parameters.has("as")) page.meaning = request->meaning;
  if (request->entries.empty()) return page_reply(200, web::render_list(page));
  const auto made = searcher::answer_list(searcher, *request);
  if (!made) return refuse(made.error());
  page.answer = &*made;
  page.generation = made->generation;
  page.meaning = made->meaning;
  return page_reply(200, web::render_list(page));
}

Reply list_csv(const searcher::Searcher& searcher, const Parameters& parameters) {
  const auto made = strict_answer(searcher, parameters);
  return made ? content_reply("text/csv; charset=utf-8", searcher::to_csv(*made)) : made.error();
}

Reply list(const searcher::Searcher& searcher, const Parameters& parameters) {
  const auto made = strict_answer(searcher, parameters);
  return made ? json_reply(searcher::to_json(*made)) : made.error();
}

}  // namespace labtrail::http
