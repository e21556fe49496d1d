#!/usr/bin/env bash
# The newcomer's path on a bare Debian 12: tests/checks/chroot.sh FOLDER, as root, with debootstrap installed.
#
# Makes a minimal system in FOLDER (kept, and used again the next time), clones the current HEAD into it and runs there,
# as the README says: `./dev demo` until the page answers, the same once more without any network, and `./dev test`.
# Of this machine's environment only npm's own settings and NODE_EXTRA_CA_CERTS are handed on.
set -euo pipefail
folder=$(readlink -m "${1:?usage: tests/checks/chroot.sh FOLDER}")
cd "$(dirname "$(readlink -f "$0")")/../.."
[ "$(id -u)" = 0 ] || { echo 'chroot: run this as root' >&2; exit 1; }
export LC_ALL=C port=8123 folder

[ -e "$folder/etc/debian_version" ] || debootstrap --variant=minbase --include=git bookworm "$folder"

mount -t proc proc "$folder/proc"
mkdir -p "$folder/dev/shm"
mount -t tmpfs tmpfs "$folder/dev/shm"
trap 'umount "$folder/dev/shm" "$folder/proc"' EXIT

rm -rf "$folder/srv/labtrail"
git clone --quiet "file://$PWD" "$folder/srv/labtrail"
echo "chroot: HEAD is $(git log -1 --format='%h %s')"

handed_on=()
while IFS= read -r -d '' setting; do handed_on+=("$setting"); done < <(env -0 | grep -z '^npm_config_' || true)
if [ -n "${NODE_EXTRA_CA_CERTS:-}" ]; then
  cp "$NODE_EXTRA_CA_CERTS" "$folder/etc/extra-certificates.pem"
  handed_on+=(NODE_EXTRA_CA_CERTS=/etc/extra-certificates.pem)
fi
printf '%s\n' "${handed_on[@]}" >"$folder/srv/handed-on"

inside() {
  local settings
  mapfile -t settings <"$folder/srv/handed-on"
  ${in_place:-} chroot "$folder" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb "${settings[@]}" "$@"
}

# fetch PATH: the status line of the demo's answer.
fetch() {
  exec 3<>"/dev/tcp/127.0.0.1/$port" || return
  printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n' "$1" "$port" >&3
  head -n 1 <&3
}

# demo SECONDS: starts it, waits for its line with the address, asks for the page, ends it.
demo() {
  local log=$folder/srv/demo.log begun=$SECONDS status=0
  : >"$log"
  # In place of the subshell, so that the signal below reaches the demo itself.
  in_place=exec inside /srv/labtrail/dev demo --port "$port" >"$log" 2>&1 </dev/null &
  local demo=$!
  until grep -qx "Labtrail is at http://127.0.0.1:$port/" "$log"; do
    if ! kill -0 "$demo" 2>/dev/null || [ $((SECONDS - begun)) -gt "$1" ]; then
      tail -n 40 "$log"
      kill -TERM "$demo" 2>/dev/null || true
      echo "chroot: the demo did not come up within $1 s"
      return 1
    fi
    sleep 1
  done
  echo "chroot: the demo is up after $((SECONDS - begun)) s"
  fetch / | tee /dev/stderr | grep -q ' 200 ' || return
  fetch '/api/v1/papers?search=lab' | grep -q ' 200 ' || return
  kill -TERM "$demo"
  wait "$demo" || status=$?
  [ "$status" = 0 ] || { echo "chroot: the demo ended with status $status"; return 1; }
}
export -f inside fetch demo

demo 3600
echo 'chroot: the same without a network'
unshare --net bash -euc 'ip link set lo up && demo 120'
inside /srv/labtrail/dev test
