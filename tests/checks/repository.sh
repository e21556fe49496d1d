#!/usr/bin/env bash
# What must not be in the repository: large files, paths of somebody's machine, marks of unfinished work, addresses of
# package registries. Patterns are written so that this file does not match itself.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
found=0

# refuse WHY REGEX [PATHSPEC...]: no tracked text file may have a line that matches.
refuse() {
  local why=$1 regex=$2 lines
  shift 2
  if lines=$(git grep -nIE -e "$regex" -- "$@"); then
    printf 'repository: %s\n%s\n' "$why" "$lines" >&2
    found=1
  fi
}

refuse 'a path of one machine' '(^|[^[:alnum:]_.}-])/(work|root|home/[a-z]+|Users/[A-Za-z]+)/' .
refuse 'a mark of unfinished work' '\<(TO[D]O|FIX[M]E|X[X]X|HA[C]K)\>' .
refuse 'the address of a package registry' '(regist[r]y\.(npmjs|yarnpkg)\.|deb[.]debian[.]org|\<pypi[.]org|crates[.]io|artifact[r]egistry)' .
refuse 'a download address in the lock file' '"reso[l]ved":' 'web/package-lock.json'

while IFS= read -r -d '' file; do
  size=$(wc -c <"$file")
  if [ "$size" -gt 1048576 ]; then
    echo "repository: $file has $size bytes; the limit is 1 MiB" >&2
    found=1
  fi
done < <(git ls-files -z)
exit "$found"
