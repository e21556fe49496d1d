#!/usr/bin/env bash
# All real papers into an index, then the counts of labs, universities and their matrix against a second count made from
# the files by a script of its own: tests/checks/independent_counts.sh FOLDER_OF_PROGRAMS.
set -euo pipefail
programs=$(readlink -f "${1:?usage: tests/checks/independent_counts.sh FOLDER_OF_PROGRAMS}")
cd "$(dirname "$(readlink -f "$0")")/../.."
data=${LABTRAIL_DATA:-../shared/data}
if [ ! -d "$data/papers" ] || [ ! -d "$data/openalex" ]; then
  echo "SKIPPED: independent counts (no real data: set LABTRAIL_DATA to a folder with papers and openalex)"
  exit 0
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$programs/labtrail-index" ingest --index "$scratch/index" --reject "$scratch/rejects.jsonl" "$data/papers" "$data/openalex" 2>/dev/null
python3 tests/checks/independent_counts.py "$data" "$scratch/index" "$programs/labtrail-search"
