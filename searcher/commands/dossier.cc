// labtrail-search dossier: what /labs/ID and /institutions/ID show, as the page, JSON or CSV.
#include "searcher/dossier.h"

#include <fmt/format.h>

#include <memory>

#include "searcher/commands/command.h"
#include "web/assets.h"
#include "web/page/dossier_page.h"

namespace labtrail::commands {
namespace {

struct Options {
  std::string index;
  std::string id;
  std::string query;
  std::string filter;
  std::string format = "html";
  std::string site;
};

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

/// The page as served. With a site its links lead there; without one the page stands alone, with its style
/// inside and no script, and its links are paths of a server.
std::string page(const searcher::Dossier& dossier, const std::string& site) {
  std::string out = web::render_dossier({{site}, &dossier});
  if (!site.empty()) {
    for (const std::string_view attribute : {"href=\"/", "src=\"/", "action=\"/"}) {
      const std::string opening(attribute.substr(0, attribute.size() - 1));
      replace_all(out, attribute, opening + site + "/");
    }
    return out;
  }
  if (const web::Asset* style = web::asset("style")) {
    replace_all(out, fmt::format("<link rel=\"stylesheet\" href=\"{}\"/>", style->path),
                fmt::format("<style>\n{}</style>", style->bytes));
  }
  if (const web::Asset* client = web::asset("client"))
    replace_all(out, fmt::format("<script src=\"{}\" defer></script>", client->path), "");
  if (const web::Asset* icon = web::asset("icon"))
    replace_all(out, fmt::format("<link rel=\"icon\" type=\"image/svg+xml\" href=\"{}\"/>", icon->path), "");
  return out;
}

int run(const Options& options) {
  std::string site = options.site;
  while (site.ends_with('/')) site.pop_back();
  if (!site.empty() && !site.starts_with("http://") && !site.starts_with("https://")) {
    return complain({base::ErrorCode::bad_request,
                     fmt::format("'{}' is no address of a server", options.site),
                     "write it as --site http://127.0.0.1:8080", 0, 0});
  }
  const auto searcher = searcher::Searcher::open(options.index);
  const auto subject = searcher::dossier_subject(*searcher, options.id);
  if (!subject) return complain(subject.error());
  searcher::DossierRequest request;
  request.subject = *subject;
  request.query = options.query;
  request.filter = options.filter;
  request.deadline = std::chrono::minutes(10);
  const auto made = searcher::make_dossier(*searcher, request);
  if (!made) return complain(made.error(), options.query, options.filter);
  write_out(options.format == "json"  ? searcher::to_json(*made) + "\n"
            : options.format == "csv" ? searcher::to_csv(*made)
                                      : page(*made, site));
  flush_out();
  return 0;
}

}  // namespace

void add_dossier(CLI::App& app, Commands& commands) {
  const auto options = std::make_shared<Options>();
  CLI::App* sub = add_index_command(
      app, "dossier", "writes the dossier of a lab, institution, country or list", options->index);
  sub->add_option("ID", options->id, "slug, ror:..., or a clause as country:CN, list:ID")->required();
  sub->add_option("--query", options->query, "narrows the papers");
  sub->add_option("--filter", options->filter, "narrows the papers");
  sub->add_option("--format", options->format, "html, json or csv")
      ->check(CLI::IsMember({"html", "json", "csv"}));
  sub->add_option("--site", options->site, "server that the links of the page lead to, http://...");
  commands.push_back({sub, [options] { return run(*options); }});
}

}  // namespace labtrail::commands
