# shellcheck shell=bash
# One cgroup per node holds its pods. Version 1 has a tree per controller, version 2 one tree; both are found in
# /proc/self/mountinfo. (Tested on version 1; version 2 follows the same steps but was not at hand.)

# mount points of cgroup trees: "cgroup /sys/fs/cgroup/cpu"
cgroup_mounts() {
  awk '{ for (i = 7; i < NF; i++) if ($i == "-" && $(i + 1) ~ /^cgroup2?$/ && $4 == "/") print $(i + 1), $5 }' /proc/self/mountinfo
}

# 1 if the memory controller has a tree of its own, 2 if the one tree has it
cgroup_version() {
  local kind mount
  while read -r kind mount; do
    [[ $kind == cgroup && -e $mount/memory.limit_in_bytes || -e $mount/memory.usage_in_bytes ]] && printf 1 && return
    [[ $kind == cgroup2 ]] && grep -qw memory "$mount/cgroup.controllers" && printf 2 && return
  done < <(cgroup_mounts)
  printf none
}

# cgroup_folders NAME: the existing folders of that cgroup in all trees
cgroup_folders() {
  local _ mount
  while read -r _ mount; do
    [[ -d $mount/$1 ]] && printf '%s\n' "$mount/$1"
  done < <(cgroup_mounts)
  return 0
}

make_cgroup() {
  local name=$1 kind mount file version
  version=$(cgroup_version)
  own cgroup "$name"
  while read -r kind mount; do
    # beside version 1 controllers a version 2 tree has none: nothing would use the folder
    [[ $kind == cgroup2 && $version == 1 ]] && continue
    mkdir -p "$mount/$name"
    for file in cpuset.cpus cpuset.mems; do
      [[ $kind == cgroup && -f $mount/$file && -z $(<"$mount/$name/$file") ]] && cat "$mount/$file" >"$mount/$name/$file"
    done
    [[ $kind == cgroup2 ]] && enable_controllers "$mount" "$name"
    weigh_node "$mount/$name"
  done < <(cgroup_mounts)
  return 0
}

# Processor time under contention: by default all pods of a node together would get as much as one process of the host.
weigh_node() {
  [[ -f $1/cpu.shares ]] && echo 4096 >"$1/cpu.shares"
  [[ -f $1/cpu.weight ]] && echo 400 >"$1/cpu.weight"
  return 0
}

# Version 2 hands a controller down only where it is switched on; one that cannot be is left to kubelet's own complaint.
enable_controllers() {
  local controller
  for controller in cpu cpuset memory pids io hugetlb; do
    grep -qw "$controller" "$1/cgroup.controllers" || continue
    { printf '+%s' "$controller" >"$1/cgroup.subtree_control"; } 2>/dev/null || true
    { printf '+%s' "$controller" >"$1/$2/cgroup.subtree_control"; } 2>/dev/null || true
  done
}

# every process in that cgroup and below it
cgroup_pids() {
  local folder
  for folder in $(cgroup_folders "$1"); do
    find "$folder" -name cgroup.procs -exec cat {} + 2>/dev/null
  done | sort -un
}

cgroup_gone() {
  local folder
  for folder in $(cgroup_folders "$1"); do
    find "$folder" -depth -type d -exec rmdir {} \; 2>/dev/null
    [[ ! -d $folder ]] || return 1
  done
}

# Crash-looping pods may fork once more: repeat until nobody is left. A just killed process leaves its cgroup late.
remove_cgroup() {
  local pids round
  for round in 1 2 3 4 5; do
    mapfile -t pids < <(cgroup_pids "$1")
    ((${#pids[@]} == 0)) && break
    kill -KILL "${pids[@]}" 2>/dev/null
    sleep "0.$round"
  done
  wait_for 10 cgroup_gone "$1" || say "warning: the cgroup /$1 could not be removed"
}
