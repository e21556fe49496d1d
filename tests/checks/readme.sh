#!/usr/bin/env bash
# Runs the README's shell examples as they stand: tests/checks/readme.sh FOLDER_OF_PROGRAMS. They run in a scratch folder
# that looks like the repository, with a paperlists file and an OpenAlex file of one invented paper each.
set -euo pipefail
programs=$(readlink -f "${1:?usage: tests/checks/readme.sh FOLDER_OF_PROGRAMS}")
cd "$(dirname "$(readlink -f "$0")")/../.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

mkdir -p "$scratch/build/release" "$scratch/papers" "$scratch/openalex"
ln -s "$programs" "$scratch/build/release/bin"
ln -s "$PWD/corpus" "$scratch/corpus"
cat >"$scratch/papers/naacl2024.json" <<'JSON'
[{"id": "1", "title": "Swarm control by gossip", "author": "Mira Holm", "aff": "Northmere University", "status": "Poster"}]
JSON
cat >"$scratch/openalex/works.jsonl" <<'JSON'
{"id": "https://openalex.org/W1", "title": "Radar for small drones", "publication_year": 2022, "type": "article", "authorships": []}
JSON

# Every ```sh block but those that call this repository's own ./dev.
awk '/^```sh$/ { inside = 1; block = ""; next }
     /^```$/ && inside { inside = 0; if (block !~ /\.\/dev /) printf "%s", block; next }
     inside { block = block $0 "\n" }' README.md >"$scratch/examples.sh"
[ -s "$scratch/examples.sh" ] || { echo 'readme: found no examples' >&2; exit 1; }
cd "$scratch"
bash -euxo pipefail examples.sh

# The examples must show something, too.
expect() { [ "$1" -ge "$2" ] || { echo "readme: $3: $1, expected $2 or more" >&2; exit 1; }; }
expect "$(wc -l <papers.jsonl)" 100 'papers that were dumped'
expect "$(wc -l <swarm.csv)" 2 'lines that were exported'
