// read_list_csv (registry.h) for a caller that knows the file's name.
#pragma once

#include <string_view>

#include "corpus/registry/registry.h"

namespace labtrail::corpus {

/// As read_list_csv, adding to the entries of `list`. Complaints begin with "line 3: ", or with "x.csv:3: "
/// when `file` is given.
base::Result<PublicList> add_list_csv(std::string_view text, std::string_view file, PublicList list,
                                      const Registry& registry);

}  // namespace labtrail::corpus
