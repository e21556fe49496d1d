#include "searcher/http/dossier_routes.h"

#include <algorithm>
#include <array>
#include <utility>

#include "searcher/dossier.h"
#include "searcher/http/likely.h"
#include "searcher/http/pages.h"
#include "searcher/http/problem.h"
#include "searcher/http/reply.h"
#include "web/page/dossier_page.h"

namespace labtrail::http {
namespace {

using format::FacetField;

constexpr std::array kFamilies{
    std::pair(std::string_view("/labs/"), FacetField::lab),
    std::pair(std::string_view("/institutions/"), FacetField::institution),
    std::pair(std::string_view("/lists/"), FacetField::list),
    std::pair(std::string_view("/countries/"), FacetField::country),
};

enum class Form : std::uint8_t { page, json, csv };

struct Asked {
  FacetField family = FacetField::lab;
  std::string_view id;
  Form form = Form::page;
};

Asked read(std::string_view path) {
  Asked asked;
  for (const auto& [prefix, family] : kFamilies) {
    if (!path.starts_with(prefix)) continue;
    asked.family = family;
    asked.id = path.substr(prefix.size());
  }
  for (const auto& [ending, form] :
       {std::pair(std::string_view(".json"), Form::json), std::pair(std::string_view(".csv"), Form::csv)}) {
    if (!asked.id.ends_with(ending) || asked.id.size() == ending.size()) continue;
    asked.id.remove_suffix(ending.size());
    asked.form = form;
    break;
  }
  return asked;
}

/// "zhejiang-lab" -> "zhejiang lab": a name perhaps.
std::string words_of(std::string_view id) {
  std::string out(id);
  std::replace(out.begin(), out.end(), '-', ' ');
  return out;
}

Reply not_found(const searcher::Searcher& searcher, const std::string& site, const Asked& asked,
                const base::Error& error) {
  web::NoDossierPage page;
  page.site = {site};
  page.id = asked.id;
  page.error = error;
  page.suggestions = likely_organisations(searcher, words_of(asked.id));
  return page_reply(404, web::render_no_dossier(page));
}

Reply failure(const searcher::Searcher& searcher, const std::string& site, const Asked& asked,
              const base::Error& error) {
  if (asked.form != Form::page) return problem(error);
  return error.code == base::ErrorCode::not_found ? not_found(searcher, site, asked, error)
                                                  : error_page(site, error);
}

}  // namespace

bool is_dossier_path(std::string_view path) {
  return std::any_of(kFamilies.begin(), kFamilies.end(), [&](const auto& family) {
    return path.starts_with(family.first) && path.size() > family.first.size();
  });
}

bool is_dossier_page(std::string_view path) {
  return is_dossier_path(path) && read(path).form == Form::page;
}

Reply dossier(const searcher::Searcher& searcher, const std::string& site, std::string_view path,
              const Parameters& parameters) {
  const Asked asked = read(path);
  if (asked.form != Form::page) {
    constexpr std::array<std::string_view, 2> kKnown{"q", "filter"};
    if (auto checked = parameters.check(kKnown, kKnown); !checked) return problem(checked.error());
  }
  const auto subject = searcher::dossier_subject(searcher, asked.family, asked.id);
  if (!subject) return failure(searcher, site, asked, subject.error());
  searcher::DossierRequest request;
  request.subject = *subject;
  request.query = parameters.get("q");
  request.filter = parameters.get("filter");
  request.deadline = searcher::Request{}.deadline;  // for each part, as for any other page
  const auto made = searcher::make_dossier(searcher, request);
  if (!made) return failure(searcher, site, asked, made.error());
  switch (asked.form) {
    case Form::json:
      return json_reply(searcher::to_json(*made));
    case Form::csv:
      return content_reply("text/csv; charset=utf-8", searcher::to_csv(*made));
    case Form::page:
      break;
  }
  return page_reply(200, web::render_dossier({{site}, &*made}));
}

}  // namespace labtrail::http
