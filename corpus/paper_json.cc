#include "corpus/paper_json.h"
