#!/usr/bin/env bash
# First process of a node, run inside its namespaces: node-init.sh NODE-FOLDER PROGRAM-FOLDER
set -euo pipefail
folder=$1 programs=$2

# mounts of pods must reach containerd and kubelet alike, but never the host
mount --make-rshared /

# kubelet insists on these kernel settings and would write them for the whole machine: show it that they are so
show_setting() {
  [[ -e /proc/sys/$1 ]] || return 0
  printf '%s\n' "$2" >"$folder/lib/lab/sysctl/${1//\//.}"
  mount --bind "$folder/lib/lab/sysctl/${1//\//.}" "/proc/sys/$1"
}
show_setting vm/overcommit_memory 1
show_setting vm/panic_on_oom 0
show_setting kernel/panic 10
show_setting kernel/panic_on_oops 1
show_setting kernel/keys/root_maxkeys 1000000
show_setting kernel/keys/root_maxbytes 25000000

mount --bind "$programs" "$folder/lib/lab/bin"
cd "$folder"
# the folder itself may lie below one of the three: relative names stay valid
mount --bind run /run
mount --bind log /var/log
mount --rbind lib /var/lib
touch /run/held
cd /
exec sleep infinity
