// What all pages have in common: head, header with the search box, footer.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "searcher/search.h"
#include "web/page/html.h"
#include "web/page/page.h"

namespace labtrail::web {

struct Frame {
  std::string title;                      ///< document title, without the name of the product
  std::string description;                ///< may be empty
  SearchState state;                      ///< what the search box and its hidden fields hold
  bool with_box = true;                   ///< the box in the header (the start page has its own)
  std::string_view skip_target = "main";  ///< id that the skip link leads to
  std::string_view skip_text = "Skip to content";
  std::optional<searcher::GenerationInfo> generation;  ///< for the footer
  std::string_view here;                               ///< "/saved", "/alerts" or "/list" on pages of these
  std::function<void(Html&)> head;                     ///< more of <head>, or nothing
};

/// A whole document: `body` writes what stands between header and footer, with its own <main>.
std::string document(const Site& site, const Frame& frame, const std::function<void(Html&)>& body);

/// The search form. `big` on the start page.
void append_search_form(Html& html, const SearchState& state, bool big);
/// One labelled line of a form that asks about papers: words or a filter. `example` shows how it may look.
void append_question_field(Html& html, std::string_view name, std::string_view label, std::string_view value,
                           std::string_view example);
/// Hidden inputs that carry the state through a form; leaves out what `form` sets itself.
struct Carried {
  bool query = true;
  bool filter = true;
  bool longer = true;
};
void append_hidden(Html& html, const SearchState& state, const Carried& carried);

/// A drawn icon, hidden from assistive technology: the text beside it says what it means.
enum class Icon : std::uint8_t { mark, search, close, plus, minus, check, arrow, external, warning };
void append_icon(Html& html, Icon icon);

/// A link to another site. Nothing is fetched; the visit carries no referrer.
void append_outside(Html& html, std::string_view url, std::string_view text);

/// Text for assistive technology only.
void append_hidden_text(Html& html, std::string_view text);

}  // namespace labtrail::web
