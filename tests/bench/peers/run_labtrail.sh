#!/usr/bin/env bash
# One more runner for a comparison of search engines: indexes PEERS_WORK/papers.jsonl, runs PEERS/queries.tsv, writes
# PEERS_WORK/tmp/labtrail.{index.json,rows.tsv} and lets PEERS/finish.py make PEERS_WORK/out/labtrail.json of it.
#   run_labtrail.sh PEERS PEERS_WORK        PEERS: the folder with queries.tsv and finish.py; settings: LIM (seconds a query), THREADS
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
peers=$(cd "$1" && pwd)
work=$(cd "$2" && pwd)
bin=${LABTRAIL_BIN:-$root/build/release/bin}
index=$work/idx/labtrail
mkdir -p "$work/out" "$work/idx" "$work/tmp"
rm -rf "$index"
python3 - "$bin/labtrail-index" "$index" "$work" "${THREADS:-2}" <<'EOF'
import json, resource, subprocess, sys, time
program, index, work, threads = sys.argv[1:]
start = time.time()
subprocess.run([program, 'ingest', '--index', index, '--jobs', threads, work + '/papers.jsonl'], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(work + '/tmp/labtrail.index.json', 'w') as out:
    json.dump({'cpu_s': round(used.ru_utime + used.ru_stime, 2), 'wall_s': round(time.time() - start, 2),
               'peak_rss_mb': used.ru_maxrss // 1024, 'threads': int(threads)}, out)
EOF
"$bin/peer_bench" "$index" "$peers/queries.tsv" "${LIM:-0.25}" > "$work/tmp/labtrail.rows.tsv"
# What other engines call the index holds no records: report both sizes.
python3 "$peers/finish.py" labtrail "$(cd "$root" && git describe --always)" "$work" "$index"
du -cb "$index"/segments/*/{postings,text,tags} | tail -1 | sed 's/total/bytes without the record store/'
