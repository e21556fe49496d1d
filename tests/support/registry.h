// Registry files of tests: two invented laboratories whose names nobody else bears.
#pragma once

namespace labtrail::tests {

inline constexpr const char* kNorthLab = R"([[source]]
key = "made"
text = "made for a test"

[[organisation]]
id = "north-lab"
kind = "lab"
name = "North Star Laboratory"
country = "NO"
names = [ { text = "North Star Laboratory", source = "made" } ]
)";

/// To be written behind kNorthLab.
inline constexpr const char* kSouthLab = R"(
[[organisation]]
id = "south-lab"
kind = "lab"
name = "South Cross Laboratory"
country = "AU"
names = [ { text = "South Cross Laboratory", source = "made" } ]
)";

}  // namespace labtrail::tests
