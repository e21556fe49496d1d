#!/usr/bin/env bash
# Runs every fuzz target that is built, each from its kept corpus: tests/checks/fuzz.sh [SECONDS], 60 when not given.
# What is found in between stays in build/fuzz/found/NAME; a crash leaves its input there as well.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
seconds=${1:-60}
run_one() {
  local name=$1 seconds=$2 found=build/fuzz/found/$1 corpus=tests/fuzz/corpus/${1%_fuzz}
  mkdir -p "$found"
  local corpora=("$found")
  if [ -d "$corpus" ]; then corpora+=("$corpus"); fi
  if ! "build/fuzz/bin/$name" -max_total_time="$seconds" -rss_limit_mb=2048 -timeout=10 -print_final_stats=1 \
    -artifact_prefix="$found/" "${corpora[@]}" >"build/fuzz/$name.log" 2>&1; then
    tail -n 60 "build/fuzz/$name.log"
    echo "fuzz: $name failed" >&2
    return 1
  fi
  echo "$name: $(sed -n 's/^stat::number_of_executed_units: *//p' "build/fuzz/$name.log") inputs in $seconds s, nothing found"
}
export -f run_one
cd build/fuzz/bin && targets=(*_fuzz) && cd ../../..
printf '%s\n' "${targets[@]}" | xargs -I{} -P "${LABTRAIL_JOBS:-$(nproc)}" bash -c 'run_one "$@"' run_one {} "$seconds"
