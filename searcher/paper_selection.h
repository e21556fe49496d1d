// Questions to some papers instead of all: what alerts ask after each ingest, thousands of questions to the
// few thousand papers that changed. A selection is a part of a generation (Snapshot::part): only the segments
// that hold its papers, with these as the live ones; so a question costs what these segments cost, and goes
// through the very evaluation that searches go through. Two things belong to the whole generation and are
// asked there: which value a name stands for, and whether a prefix or fuzzy word stands for too many words.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "searcher/search.h"
#include "searcher/view.h"

namespace labtrail::searcher {

/// Every paper of the view's generation. `index` is where change lists are looked for.
std::shared_ptr<const PaperSelection> select_all(std::filesystem::path index,
                                                 std::shared_ptr<const View> view);

}  // namespace labtrail::searcher
