#include "searcher/query/filter.h"
