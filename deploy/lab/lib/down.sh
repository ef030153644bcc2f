# shellcheck shell=bash
# Ends a lab and removes what it made, and only that.

end_everything() {
  local file node names=()
  for file in "$state"/run/*.pid; do [[ -f $file ]] && names+=("$(basename "$file" .pid)"); done
  # nothing is worth a farewell: the data goes too
  patience=0 stop "${names[@]}"
  sweep_marked
  for node in "${nodes[@]}"; do
    owns "cgroup $lab_name-$node" || continue
    end_node_processes "$node"
    remove_cgroup "$lab_name-$node"
  done
}

# The lab mounts nothing in the host's namespace; should a later change do so, it must not survive.
unmount_below() {
  local mount
  while read -r mount; do
    umount -l "$mount"
  done < <(awk -v below="$1/" 'index($5, below) == 1 { print $5 }' /proc/self/mountinfo | sort -r)
}

down() {
  load_settings
  [[ -d $state ]] || { say "nothing to end: no lab in $state"; return; }
  local begin before
  begin=$(now_ms)
  take_lock
  if before=$(recorded settings); then
    read -r lab_name port_base node_net pod_net service_net <<<"$before"
  fi
  [[ ! -f $state/owned || $(id -u) == 0 ]] || require_root
  end_everything
  remove_network
  unmount_below "$state"
  rm -rf --one-file-system "$state" || broken "the state folder $state could not be removed"
  rmdir "$(dirname "$state")" 2>/dev/null
  say "down after $(as_seconds $(($(now_ms) - begin))) s"
}

# For a lab whose state folder was deleted under it: all that bears the lab's name is taken for its own.
down_by_name() {
  load_settings
  [[ -f $state/id ]] && { down; return; }
  require_root
  local node pids
  mkdir -p "$state/run" "$state/logs"
  mapfile -t pids < <(marked_pids "TIDEWATCH_LAB_MARK=$lab_name/")
  stop_pids 0 "${pids[@]}"
  for node in sw "${nodes[@]}"; do own netns "$lab_name-$node"; own cgroup "$lab_name-$node"; done
  own link "${lab_name}0"
  down
}
