// The profile of an organisation, read from the JSON that the index keeps beside its counts.
#pragma once

#include "searcher/organisations.h"
#include "searcher/search.h"

namespace labtrail::searcher {

/// Throws base::Failure (corrupt) when the stored profile cannot be read.
OrganisationProfile read_profile(const Organisations& known, const Organisations::Entry& entry);

}  // namespace labtrail::searcher
