// A small invented answer to a pasted list: a name, a name of two, one that nobody has, one that cannot be
// read.
#pragma once

#include "searcher/pasted_list.h"
#include "tests/unit/web/samples.h"

namespace labtrail::tests {

inline searcher::ListAnswer sample_list(const Text& text) {
  using searcher::EntryMeaning;
  searcher::ListAnswer out;
  out.generation = {7, "2026-11-24T03:05:00Z", 88000};
  out.meaning = EntryMeaning::name;
  out.total = 88000;
  const std::string name = text("body");
  out.entries = {{name, {{EntryMeaning::name, "lab", "zhejiang-lab", name, "", "lab:zhejiang-lab", 58}}, {}},
                 {text("two"),
                  {{EntryMeaning::name, "institution", "ror:1", text("one"), "", "institution:ror:1", 3},
                   {EntryMeaning::name, "institution", "ror:2", text("other"), "", "institution:ror:2", 2}},
                  {}},
                 {text("unknown"), {{EntryMeaning::printed, "", "", "", text("query"), "", 0}}, {}},
                 {text("bad"), {}, base::Error{base::ErrorCode::bad_query, text("no"), text("hint"), 0, 0}}};
  return out;
}

}  // namespace labtrail::tests
