// The tables of labtrail.db, as a list of migrations: SQL that leads from one schema to the next. What stands
// here has been applied to people's files: append, never edit. saved.md says what the tables mean.
#pragma once

#include <span>
#include <string_view>

namespace labtrail::saved {

std::span<const std::string_view> migrations();

}  // namespace labtrail::saved
