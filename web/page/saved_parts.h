// What the pages of saved searches and alerts have in common.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "web/page/frame.h"
#include "web/page/html.h"
#include "web/page/saved.h"

namespace labtrail::web {

/// A form that changes something, with the secret; `inside` writes its fields and buttons.
void append_change_form(Html& html, std::string_view action, std::string_view secret,
                        std::string_view css_class, const std::function<void()>& inside);
/// Query and filter as they were saved.
void append_question(Html& html, const saved::Draft& draft);
/// Name, note, case, query, filter and order, with labels. `prefix` keeps ids apart.
void append_draft_fields(Html& html, const saved::Draft& draft);
/// What is wrong with a draft, with the place in it.
void append_draft_error(Html& html, const base::Error& error, const saved::Draft& draft);
/// Alerts, one item each: what, of which paper, why, when. With `links_search`, which search, too. With
/// `buttons`, each unread one has a button named `number` for the form around.
void append_events(Html& html, const std::vector<saved::Event>& events, bool links_search, bool buttons);

/// "generation 7 of 24 Nov 2026"
std::string generation_of(std::uint64_t number, std::string_view date);
/// "24 Nov 2026"
std::string day(std::int64_t seconds);
/// "1 alert", "3 alerts"
std::string alerts_words(std::uint64_t count);

}  // namespace labtrail::web
