#include "searcher/query/parser.h"
