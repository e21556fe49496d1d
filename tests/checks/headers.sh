#!/usr/bin/env bash
# Every header compiles alone, with the flags of the build. Tests may include <catch2/catch.hpp> on their own.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
libraries=(xapian-core cpp-httplib simdjson sqlite3 zlib libzstd libxxhash icu-uc icu-i18n fmt libzip)
flags="-std=c++20 -fsyntax-only -I. -DXAPIAN_MOVE_SEMANTICS -DLABTRAIL_SOURCE_DIR=\".\" -Wall -Wextra -Wno-missing-field-initializers -Wpedantic -Werror $(pkg-config --cflags "${libraries[@]}")"
# `#pragma once` in a main file is a warning that cannot be turned off: each header is included from one line instead.
check_one() {
  printf '#include "%s"\n' "$2" | g++ $1 -x c++ - || { echo "headers: $2 does not compile alone" >&2; return 1; }
}
export -f check_one
git ls-files -z '*.h' | xargs -0 -r -n 1 -P "${LABTRAIL_JOBS:-$(nproc)}" bash -c 'check_one "$0" "$1"' "$flags"
