// What Registry::version is made of.
#pragma once

#include <string>
#include <vector>

#include "corpus/registry/registry.h"

namespace labtrail::corpus {

/// 16 hexadecimal digits from the bytes of all files in their order; where they lie does not matter.
std::string registry_version(const std::vector<RegistryFile>& files);

}  // namespace labtrail::corpus
