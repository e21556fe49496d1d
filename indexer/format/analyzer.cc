#include "indexer/format/analyzer.h"
