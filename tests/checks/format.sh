#!/usr/bin/env bash
# Every C++ file of ours is formatted as .clang-format says. `tests/checks/format.sh --fix` makes it so.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
mode=(--dry-run -Werror)
if [ "${1:-}" = --fix ]; then mode=(-i); fi
git ls-files -z '*.h' '*.cc' | xargs -0 -r clang-format-14 "${mode[@]}"
