// Errors outside of a search, in the frame of the other pages: what happened and the way on.
#include "web/page/diagnosis.h"
#include "web/page/frame.h"
#include "web/page/page.h"

namespace labtrail::web {

std::string render_error(const ErrorPage& page) {
  Frame frame;
  frame.title = page.status == 404 ? "Not found" : "Error";
  frame.state.query = page.query;
  frame.head = [](Html& html) { html.lone("meta", {{"name", "robots"}, {"content", "noindex"}}); };
  return document(page.site, frame, [&](Html& html) {
    html.open("main", {{"id", "main"}, {"class", "search broken"}});
    html.open("div", {{"class", "found problem"}});
    append_error(html, page.error, frame.state, page.heading);
    html.open("ul", {{"class", "ways-out"}});
    html.open("li").element("a", {{"href", "/"}}, "Go to the start page").close();
    html.open("li").element("a", {{"href", "/search?q="}}, "Show every paper of this index").close();
    html.close();
    html.element("p", {{"class", "provenance"}}, "HTTP status " + std::to_string(page.status));
    html.close().close();
  });
}

}  // namespace labtrail::web
